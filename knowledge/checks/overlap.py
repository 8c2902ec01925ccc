"""Whether two clauses are in force on one day."""

from __future__ import annotations

from datetime import date

from knowledge.clause import Clause


def overlap(one: Clause, other: Clause) -> bool:
    """Whether some day lies between the dates of both."""
    start = max(one.effective_from or date.min, other.effective_from or date.min)
    return start <= min(one.effective_to or date.max, other.effective_to or date.max)
