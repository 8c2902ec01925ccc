"""One message on its way through the steps; each step reads what earlier ones wrote and adds its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from assistant.ask import Ask
from assistant.calculation.casework import Bill
from assistant.calculation.goals import Goal
from assistant.conversation import State
from assistant.model.protocol import Label
from assistant.reply import Clarify, Kind, Notice
from assistant.understanding.thread import Link
from knowledge.benefit import Calculation, Rule
from knowledge.search import Days, Found, Hit, Retriever


class Verdict(StrEnum):
    """Is the evidence enough for an ask?"""

    FULL = "full"
    NONE = "none"
    WHICH_PLACE = "which_place"
    """Other places (a district of the city, any place where none is known) hold an answer."""


@dataclass(slots=True)
class Work:
    """What the steps found out about one ask."""

    ask: Ask
    days: Days
    region: str | None = None
    """The place whose policy applies to this ask."""
    side: str = ""
    """Which of the places or times compared in one ask this is (`2022年`, `秦安县`); empty where nothing is compared."""
    found: Found = field(default_factory=lambda: Found(()))
    below: Found = field(default_factory=lambda: Found(()))
    """Clauses of the smaller places inside the region (of every place where no region is known)."""
    verdict: Verdict = Verdict.NONE
    evidence: tuple[Hit, ...] = ()
    outside: Hit | None = None
    """What would answer were it in force on the days meant; only where nothing in force does."""
    objections: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Codes of places whose clauses would answer (verdict WHICH_PLACE)."""
    rule: Rule | None = None
    calculation: Calculation | None = None
    parts: tuple[tuple[str, Calculation], ...] = ()
    """The calculations that `calculation` puts together, each with whose or which it is; none where it stands alone."""
    goals: frozenset[Goal] = frozenset()
    """What is wanted of the calculation beside its results."""
    caution: str = ""
    """Why what was told (one's own pension) is not what a rule counts with."""
    told_before: bool = False
    """Another ask of the message has this very calculation."""
    unheld: tuple[str, ...] = ()
    """Whose part of a calculation no rule holds."""
    basis: tuple[str, ...] = ()
    """Clauses of the answer before, where the ask is what that rests on."""
    missing: Clarify | None = None
    ways: tuple[tuple[str, Calculation], ...] = ()
    """What each answer to the question for the missing fact comes to, by its label; only where all of them are known."""

    @property
    def calculations(self) -> tuple[Calculation, ...]:
        """What was calculated: the parts, or the one calculation."""
        if self.parts:
            return tuple(part for _, part in self.parts)
        return (self.calculation,) if self.calculation is not None else ()


class Proposal(NamedTuple):
    """A fact that a chat model pointed at: the words of the message, the value, and what the value is called."""

    quote: str
    value: str
    label: str


@dataclass(slots=True)
class Draft:
    """One part of the answer before it is verified: sentences with the clauses they stand on.

    `label` says whose or when it is (`2022年：`) where several are told side by side.
    """

    text: str
    clause_ids: tuple[str, ...] = ()
    label: str = ""
    worded: str = ""
    """The same as a chat model wrote it, accepted; empty where none did."""

    @property
    def composed(self) -> str:
        """What it says without a model."""
        return self.label + self.text

    @property
    def said(self) -> str:
        """What the person reads."""
        return self.worded or self.composed


@dataclass(slots=True)
class Turn:
    """See the module's docstring. `message` is masked and clean from guard on."""

    message: str
    day: date
    region: str | None
    given: State
    """What was known of the conversation before this message."""
    state: State
    """The same, or with an earlier matter taken up again."""
    facts: dict[str, str]
    retriever: Retriever
    """The knowledge that this turn is answered from, first to last."""

    # guard
    said: str = ""
    """The whole message, masked, as it is stored; `message` may lose what a route takes from it."""

    language: str | None = None
    """The language of the message where it is not Chinese."""

    # route
    repaired: str = ""
    """`message` in plain Mandarin, misheard words repaired."""
    route: str | None = None
    kind: Kind | None = None

    # understand
    heard: str = ""
    """The same, of a call's transcript what the caller said."""
    slots: dict[str, str] = field(default_factory=dict)
    others: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the message tells of people whom it does not ask about (their name → facts)."""
    who: str | None = None
    """Whose case it is, by the name in people.yaml."""
    told: dict[str, str] = field(default_factory=dict)
    """The facts that this very message tells."""
    policy_region: str | None = None
    asked_place: bool = False
    """The message names another place than the request's and asks for its policy."""
    guessed_place: bool = False
    """The place is only where the person lives; nothing else was known."""
    ambiguous_place: Clarify | None = None
    hospital: tuple[str, str] | None = None
    """The hospital that the message names and its tier, as the home's directory has it."""
    guessed_tier: str | None = None
    """The word (县医院) from whose kind the tier was guessed."""
    pointed: tuple[str, ...] = ()
    """Documents without a region that the person points at."""
    counts_from: date | None = None
    """The day of the document that this very message points at: its 去年 is meant."""
    again: bool = False
    """The person asks to hear the last answer once more, said more plainly."""
    hangs: Link = Link.NEW
    """What the message is to the conversation before it."""
    continues: bool = False
    """The message only makes sense after the last ask."""
    bills: tuple[Bill, ...] = ()
    """The bills that the conversation speaks of, this message's last."""
    works: list[Work] = field(default_factory=list)

    # compute
    across: Calculation | None = None
    """How far the sides of a comparison lie apart."""

    # compose, verify
    drafts: list[Draft] = field(default_factory=list)
    dropped: list[Draft] = field(default_factory=list)
    """What verify did not let pass."""
    reasons: list[str] = field(default_factory=list)
    """Why, in the same order."""
    clarify: Clarify | None = None
    notices: list[Notice] = field(default_factory=list)

    # propose, word
    proposed: dict[str, Proposal] = field(default_factory=dict)
    """Facts that a chat model pointed at in the message, by their slot."""
    order: list[tuple[int, str]] = field(default_factory=list)
    """What the model made of the drafts: each one's place as composed, and its wording (empty: as composed)."""
    worded_by: Label | None = None
    """The chat model of whose wording or order something is shown."""
    refused: int = 0
    """Lines of the model that were not shown."""
    model_trouble: str = ""
    """Why nothing could be made of the model's answer, or of all of it; empty where none was asked or all went well."""

    timings: dict[str, float] = field(default_factory=dict)
    """Step → milliseconds."""
