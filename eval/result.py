"""One case as it went: what was asked, answered, found, and how it was graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.reply import Reply
from eval.judge import Grade
from eval.suite import Case


@dataclass(frozen=True, slots=True)
class Answered:
    """One reply, the seconds that it took, and the milliseconds of each step where they can be seen."""

    reply: Reply
    seconds: float
    steps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One case as it went. `hits` None: not searched; `quotes`: citations whose words stand in their clause (None: not looked)."""

    case: Case
    grade: Grade
    answered: tuple[Answered, ...]
    right: frozenset[str] | None
    hits: tuple[str, ...] | None
    quotes: int | None = None
    error: str | None = None

    @property
    def reply(self) -> Reply | None:
        """The last reply, which is the one graded; None where the case broke."""
        return self.answered[-1].reply if self.answered else None

    @property
    def rank(self) -> int | None:
        """Place of the first right clause among the hits, from 1."""
        return next((n for n, hit in enumerate(self.hits or (), 1) if hit in (self.right or ())), None)
