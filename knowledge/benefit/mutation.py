"""The mutation gate: nudge every number of a rule by one unit in its last place; an example must fail.

A number that no example notices could be wrong without anyone seeing it. The first and last days in
force are nudged too, by a day, each day wherever it stands (a benefit starts as a whole).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from knowledge.benefit.examples import failing
from knowledge.benefit.figure import Figure, plain
from knowledge.benefit.rule import DatedValue, Input, Parameter, Range, Rule

T = TypeVar("T", Rule, Parameter, DatedValue, Input, Range)


@dataclass(frozen=True)
class Mutant:
    """A rule with one number changed: `key` where, `change` from what to what."""

    key: str
    change: str
    rule: Rule


def survivors(rule: Rule) -> list[Mutant]:
    """The changes that no example of the rule notices; the gate wants none."""
    return [mutant for mutant in mutants(rule) if next(failing(mutant.rule), None) is None]


def mutants(rule: Rule) -> Iterator[Mutant]:
    """The rule with each number nudged up and down, one at a time."""
    for name, parameter in rule.parameters.items():
        for number, value in enumerate(parameter.values):
            for option, figure in value.figures.items():
                for nudged in _nudged(figure):
                    changed = _update(value, figures={**value.figures, option: nudged})
                    values = (*parameter.values[:number], changed, *parameter.values[number + 1 :])
                    key = ".".join((f"parameters.{name}.values[{number}]", *option))
                    yield Mutant(
                        key, _change(figure, nudged), _with_parameter(rule, name, _update(parameter, values=values))
                    )
    for name, item in rule.inputs.items():
        yield from _inputs(rule, name, item)
    yield from _days(rule)


def _inputs(rule: Rule, name: str, item: Input) -> Iterator[Mutant]:
    places: dict[str, Figure | None] = {
        "default": item.default,
        "range.min": item.range.min,
        "range.max": item.range.max,
    }
    for place, figure in places.items():
        for nudged in _nudged(figure) if figure else ():
            bound = place.removeprefix("range.")
            update: dict[str, Figure | Range] = (
                {"default": nudged} if place == "default" else {"range": _update(item.range, **{bound: nudged})}
            )
            inputs: Mapping[str, Input] = {**rule.inputs, name: _update(item, **update)}
            yield Mutant(f"inputs.{name}.{place}", _change(figure, nudged), _update(rule, inputs=inputs))


def _days(rule: Rule) -> Iterator[Mutant]:
    values = [value for parameter in rule.parameters.values() for value in parameter.values]
    for field in ("from_", "to"):
        for day in sorted({getattr(value, field) for value in values} - {None}):
            for step in (-1, 1):
                moved = day + timedelta(days=step)
                parameters = {name: _moved(parameter, field, day, moved) for name, parameter in rule.parameters.items()}
                change = f"{day.isoformat()} → {moved.isoformat()}"
                yield Mutant(field.strip("_"), change, _update(rule, parameters=parameters))


def _moved(parameter: Parameter, field: str, day: date, moved: date) -> Parameter:
    values: tuple[DatedValue, ...] = tuple(
        _update(value, **{field: moved}) if getattr(value, field) == day else value for value in parameter.values
    )
    return _update(parameter, values=values)


def _nudged(figure: Figure) -> tuple[Figure, ...]:
    """One unit in the last place up and, where it stays at or above zero, down; nothing where there is no number."""
    if figure.absent:
        return ()
    exponent = figure.value.as_tuple().exponent
    assert isinstance(exponent, int), "only finite numbers are read"
    unit = Decimal((0, (1,), exponent))
    values = [figure.value + unit, *([figure.value - unit] if figure.value >= unit else [])]
    return tuple(Figure(value=value, written=plain(value)) for value in values)


def _change(before: Figure | None, after: Figure) -> str:
    return f"{plain(before.value) if before else ''} → {plain(after.value)}"


def _with_parameter(rule: Rule, name: str, parameter: Parameter) -> Rule:
    return _update(rule, parameters={**rule.parameters, name: parameter})


def _update(model: T, **changes: object) -> T:
    return model.model_copy(update=changes)
