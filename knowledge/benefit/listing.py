"""What a rule calculates, where, since when, and when it was last checked: for lists of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from knowledge.benefit.describe import InputDescription, describe_inputs
from knowledge.benefit.rule import Rule
from knowledge.region import places


class Place(BaseModel):
    """A place by its code and its full name."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str


class RuleDescription(BaseModel):
    """One rule. It calculates from `since` to `until` (both inclusive; None: still in force).

    `checked`: the last day on which a person compared it with its source. `results`: name → label.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    region: Place | None
    since: date
    until: date | None
    checked: date
    inputs: tuple[InputDescription, ...]
    results: Mapping[str, str]

    @property
    def where(self) -> str:
        """The place's full name, or that there is none."""
        return self.region.name if self.region else "来源没有写明地区"

    @property
    def span(self) -> str:
        """Since when it holds, and until when where that is known."""
        return f"自{self.since}起" if self.until is None else f"{self.since}至{self.until}"


def describe_rule(rule: Rule) -> RuleDescription:
    """The rule as a list shows it."""
    ends = [end for parameter in rule.parameters.values() if (end := parameter.values[-1].to)]
    return RuleDescription(
        id=rule.id,
        title=rule.title,
        region=Place(code=rule.region, name=places().full_name(rule.region)) if rule.region else None,
        since=max(parameter.values[0].from_ for parameter in rule.parameters.values()),
        until=min(ends, default=None),
        checked=rule.checked,
        inputs=describe_inputs(rule),
        results=rule.results,
    )


def by_place(rules: Iterable[RuleDescription]) -> Iterator[tuple[str, list[RuleDescription]]]:
    """The rules below the names of their places, by code; those of sources that name no place come last."""

    def place(rule: RuleDescription) -> tuple[bool, str, str]:
        return rule.region is None, rule.region.code if rule.region else "", rule.where

    for (_, _, name), below in groupby(sorted(rules, key=lambda rule: (place(rule), rule.id)), place):
        yield name, list(below)
