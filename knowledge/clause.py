"""The clause: the smallest part of a document that can be cited and understood.

A clause carries what decides whether it may answer: its place, its days in force, whom and what it
speaks of (facets), whether it binds or reports (nature), and the questions it answers in people's
words. Its id is the one identity that search, citations, rules and test cases share.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Insured = Literal["employee", "resident"]
Status = Literal["active", "retired"]
Care = Literal["outpatient", "inpatient", "chronic", "maternity"]
Tier = Literal["tertiary", "secondary", "primary", "pharmacy"]
Setting = Literal["local", "away"]
States = Literal["amount", "ratio", "deadline", "list", "steps", "phone", "condition"]

# A set has no order of its own; what is written of it has, so that one clause has one digest in every process.
_SORTED = PlainSerializer(sorted, return_type=list[str], when_used="json")

CLAUSE_ID = r"[A-Za-z0-9][A-Za-z0-9.-]*"


class Nature(StrEnum):
    """A norm is in force between dates; a fact is reported of a period and stays true of it."""

    NORM = "norm"
    FACT = "fact"


class Facets(BaseModel):
    """Whom and what a clause (or an ask) speaks of. An empty set says nothing, it does not exclude."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    insured: Annotated[frozenset[Insured], _SORTED] = frozenset()
    status: Annotated[frozenset[Status], _SORTED] = frozenset()
    care: Annotated[frozenset[Care], _SORTED] = frozenset()
    tier: Annotated[frozenset[Tier], _SORTED] = frozenset()
    setting: Annotated[frozenset[Setting], _SORTED] = frozenset()

    def clash(self, other: Facets) -> tuple[str, ...]:
        """Names of the facets in which both say something and nothing is shared."""
        theirs = other.sets()
        return tuple(n for n, mine in self.sets().items() if mine and theirs[n] and not mine & theirs[n])

    def sets(self) -> dict[str, frozenset[str]]:
        """Facet name → values, in a fixed order."""
        return {
            "insured": frozenset(self.insured),
            "status": frozenset(self.status),
            "care": frozenset(self.care),
            "tier": frozenset(self.tier),
            "setting": frozenset(self.setting),
        }


class Span(BaseModel):
    """Where a clause stands in the imported source: characters [start, end) of its plain text."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    start: int
    end: int


class Clause(BaseModel):
    """One citable part of a document; see the module's docstring.

    `region` None: the source names no place. `effective_from`/`effective_to` are inclusive days;
    None means open. `derived` tells how a figure was computed where the source gives it only by
    difference. `notice` is a caveat that belongs to the clause (a contradiction, something unclear).
    `questions` are what it answers, in people's words; `unanswered` what people ask beside it and
    neither it nor any other clause of the place answers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=rf"^{CLAUSE_ID}$")]
    document_id: str
    headings: tuple[str, ...] = ()
    text: str
    region: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    nature: Nature = Nature.NORM
    period: str | None = None
    facets: Facets = Facets()
    states: Annotated[frozenset[States], _SORTED] = frozenset()
    questions: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    notice: str | None = None
    derived: str | None = None
    span: Span | None = None

    @property
    def heading(self) -> str:
        """The heading path as one line."""
        return " › ".join(self.headings)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of all that the clause says: changed content, changed digest."""
        return hashlib.sha256(self.model_dump_json(exclude={"span"}).encode()).hexdigest()

    def in_force(self, day: date) -> bool:
        """Whether the clause may answer for `day`: a norm between its dates, a fact from its first day on."""
        if self.effective_from and day < self.effective_from:
            return False
        return self.nature is Nature.FACT or not (self.effective_to and day > self.effective_to)
