"""One thing wanted in a message: what is wanted, of whom and what, for which days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from knowledge.clause import Facets
from knowledge.wants import Want

Change = Literal["before", "after"]
"""The side of a change that has no date in the message: 改之前, 新政策出来以后."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a message names, inclusive; `name` says them with their year (`2022年3月`).

    `loose`: the message named no year (3月份); they then date what the person asks for, not what was reported.
    """

    first: date
    last: date
    name: str
    loose: bool = False

    @property
    def year(self) -> int | None:
        """The calendar year in which all of them lie."""
        return self.first.year if self.first.year == self.last.year else None

    @property
    def whole_year(self) -> bool:
        """Whether they are one calendar year from its first to its last day."""
        return (self.first, self.last) == (date(self.last.year, 1, 1), date(self.last.year, 12, 31))


@dataclass(frozen=True, slots=True)
class Ask:
    """`text` as said; `context` the ask before it that it leans on; `query` what of both is searched.

    `names` are the places and titles in it: they say where to look and demand nothing of the evidence.
    `likely` are wants that the words only hint at: told to the person, demanded of nothing. `measures` are the measure words after 多少/几 (家, 人次): a clause that answers must count in one.
    `reach` is how far from where the person is insured the care is; empty at home and where it is unknown.
    """

    text: str
    query: str
    context: str = ""
    names: tuple[str, ...] = ()
    wants: frozenset[Want] = frozenset()
    likely: frozenset[Want] = frozenset()
    facets: Facets = field(default_factory=Facets)
    periods: tuple[Period, ...] = ()
    changes: tuple[Change, ...] = ()
    measures: tuple[str, ...] = ()
    reach: Literal["", "省内", "跨省"] = ""

    @property
    def whole(self) -> str:
        """The ask with what it leans on, as one text."""
        return f"{self.context}，{self.text}" if self.context else self.text

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years that it names, each once."""
        return tuple(dict.fromkeys(p.year for p in self.periods if p.year is not None))
