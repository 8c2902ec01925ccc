"""What a rule asks for, for `hotline calculate RULE_ID`, the HTTP listing and the assistant."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from knowledge.benefit.engine import VISITS, YEAR, Option
from knowledge.benefit.figure import Unit, plain
from knowledge.benefit.formulas import FORMULAS
from knowledge.benefit.moments import When
from knowledge.benefit.rule import Rule


class InputDescription(BaseModel):
    """One input. `required`: asked unless given; else `default` with its `assumption`, or neither where
    the formula asks only when the result depends on it. `per_visit`: each of several `visits` may state it.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    question: str
    options: tuple[Option, ...]
    unit: Unit | When | None
    required: bool
    default: str | None
    assumption: str | None
    per_visit: bool


def describe_inputs(rule: Rule) -> tuple[InputDescription, ...]:
    """The rule's inputs in the file's order."""
    formula = FORMULAS[rule.formula]
    return tuple(
        InputDescription(
            name=name,
            label=item.label,
            question=item.ask,
            options=tuple(Option(label=label, value=value) for value, label in item.options.items()),
            unit=item.unit,
            required=item.default is None and name not in formula.optional,
            default=plain(item.default.value) if item.default else None,
            assumption=item.assumption,
            per_visit=name in formula.per_visit,
        )
        for name, item in rule.inputs.items()
    )


def takes_visits(rule: Rule) -> bool:
    """Whether several bills of one person can be given as `visits`, each on what the ones before it left."""
    return bool(FORMULAS[rule.formula].per_visit)


def relevant_facts(rule: Rule, facts: Mapping[str, object]) -> dict[str, object]:
    """Those of the assistant's `slots` that the rule reads; `calculate` refuses the others as unknown."""
    return {name: fact for name, fact in facts.items() if name in rule.inputs or name in (VISITS, YEAR)}
