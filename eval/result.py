"""One case as it went: what was asked, answered, found, and how it was graded."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reply import Reply
from eval.judge import Grade
from eval.suite import Case


@dataclass(frozen=True, slots=True)
class Result:
    """One case as it went. `seconds` are those of one reply; `hits` None: not searched."""

    case: Case
    grade: Grade
    replies: tuple[Reply, ...]
    seconds: float
    right: frozenset[str] | None
    hits: tuple[str, ...] | None
    error: str | None = None

    @property
    def rank(self) -> int | None:
        """Place of the first right clause among the hits, from 1."""
        return next((n for n, hit in enumerate(self.hits or (), 1) if hit in (self.right or ())), None)
