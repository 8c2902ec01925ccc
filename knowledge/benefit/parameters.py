"""A rule's parameters as they hold on one day for one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.benefit.case import Case
from knowledge.benefit.figure import Figure, Unit, show
from knowledge.benefit.ledger import Ledger
from knowledge.benefit.rule import DatedValue, Rule

Reading = Literal["points", "relative"]


@dataclass(frozen=True)
class Resolved:
    """One parameter's figure for the case, with a label that names the options that decided it."""

    name: str
    label: str
    unit: Unit
    figure: Figure
    clauses: tuple[str, ...]
    since: date

    @property
    def value(self) -> Decimal:
        """The exact value in the parameter's unit."""
        return self.figure.value

    @property
    def how(self) -> str:
        """The first day in force; for a derived figure the sum it comes from."""
        text = f"自{self.since.isoformat()}起执行"
        if not self.figure.operands:
            return text
        first, *rest = (operand.value for operand in self.figure.operands)
        terms = "".join(f" {'-' if value < 0 else '+'} {show(abs(value), self.unit)}" for value in rest)
        return f"{text}；{show(first, self.unit)}{terms} = {show(self.value, self.unit)}"


class Parameters:
    """The parameters in force on a day, read for one case.

    `reading` says how a change of a ratio is understood (下调10%): as percentage points, or relative to it.
    """

    def __init__(self, rule: Rule, day: date, case: Case, reading: Reading = "points") -> None:
        self.results: Mapping[str, str] = rule.results
        self.reading = reading
        self._rule, self._case = rule, case
        self._values: dict[str, DatedValue] = {
            name: value for name, parameter in rule.parameters.items() if (value := parameter.on(day))
        }

    def __contains__(self, name: str) -> bool:
        """Whether the policy fixes this quantity for the case: it has the parameter, and not `none` for the option."""
        if name not in self._rule.parameters:
            return False
        parameter = self._rule.parameters[name]
        return bool(set(parameter.by) & set(self._rule.bands)) or not self[name].figure.absent

    def asks(self, name: str) -> bool:
        """Whether the rule has an input of this name: the policy leaves it open."""
        return name in self._rule.inputs

    def __getitem__(self, name: str) -> Resolved:
        return self.of(name, {})

    def bands(self, rate: str, floor: str) -> tuple[tuple[Resolved, Decimal], ...]:
        """The rates of a banded parameter with the lower bound of each band, rising; one from 0 where it has none."""
        dimension = next((facet for facet in self._rule.parameters[rate].by if facet in self._rule.bands), None)
        if dimension is None:
            return ((self[rate], Decimal(0)),)
        chosen = [{dimension: band} for band in self._rule.bands[dimension]]
        return tuple((self.of(rate, band), self.of(floor, band).value) for band in chosen)

    def of(self, name: str, band: Mapping[str, str]) -> Resolved:
        """The parameter's figure for the case, in the band named where it goes by bands."""
        parameter, value = self._rule.parameters[name], self._values[name]
        key = tuple(band.get(facet) or self._case.choices[facet] for facet in parameter.by)
        options = "、".join(self._rule.options(facet)[choice] for facet, choice in zip(parameter.by, key, strict=True))
        figure = value.figures[key]
        return Resolved(
            name=name,
            label=f"{parameter.label}（{options}）" if options else parameter.label,
            unit=parameter.unit,
            figure=figure,
            clauses=tuple(dict.fromkeys((value.clause, *figure.clauses))),
            since=value.from_,
        )

    def possible(self, name: str, free: frozenset[str]) -> list[Decimal]:
        """The values that a parameter takes for this person, whichever option the `free` inputs have."""
        parameter = self._rule.parameters[name]
        return [
            figure.value
            for key, figure in self._values[name].figures.items()
            if all(
                facet in free or self._case.choices[facet] == choice
                for facet, choice in zip(parameter.by, key, strict=True)
            )
        ]

    def write(self, name: str, ledger: Ledger, *, matters: bool = True) -> Decimal:
        """Write the parameter's line into the ledger; its value."""
        return write(self[name], ledger, matters=matters)


def write(one: Resolved, ledger: Ledger, *, matters: bool = True) -> Decimal:
    """Write a resolved parameter's line into the ledger; its value."""
    text = one.figure.text(one.unit)
    ledger.rule(one.name, one.label, one.value, one.unit, text, one.how, one.clauses, matters=matters)
    return one.value
