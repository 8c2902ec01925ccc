"""A work whose figure must be worked out of figures that stand in clauses, filled with what comes of them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.arithmetic import asked_for
from assistant.arithmetic.raised import before_change, later
from assistant.arithmetic.together import Asked, reckon_together
from assistant.turn import Verdict, Work
from assistant.understanding.evidence import objections
from knowledge.benefit import Calculation
from knowledge.search import Hit

_MOST_CLAUSES = 3
_LONGEST = 1000
"""An ask of more characters names no operands; its time would grow with the square of its length."""


def work_out(work: Work, message: str) -> None:
    """Fill the calculation of a work whose figure follows from the clauses found; they are its evidence then.

    A message that supposes sums of its own (要是有三亿五) asks for something else.
    """
    if len(work.ask.whole) > _LONGEST or asked_for.SUPPOSED.search(message) or work.verdict is Verdict.WHICH_PLACE:
        return
    hits = usable(work)
    if fill(work, reckon_together(Asked(work.ask, hits), (), work.days.day), hits) or work.verdict is not Verdict.NONE:
        return
    hits = [hit for hit, _ in work.found.rejected if later(hit, work.days) and not objections(work.ask, hit.clause)]
    before = before_change(work.ask, hits, work.days.day)
    if before is not None:
        fill(work, (before,), hits)


def usable(work: Work) -> list[Hit]:
    """The clauses found for a work that nothing speaks against, best first."""
    return [hit for hit in work.found.hits if not objections(work.ask, hit.clause)]


def fill(work: Work, found: Sequence[Calculation], hits: Sequence[Hit]) -> bool:
    """Put what was worked out into the work, with the clauses of the operands as its evidence; whether there is any."""
    if not found:
        return False
    clauses = dict.fromkeys(clause for calculation in found for clause in calculation.clauses)
    of_operands = [next(hit for hit in hits if hit.clause.id == id_) for id_ in clauses]
    others = [hit for hit in work.evidence if hit.clause.id not in clauses]
    work.calculation, work.verdict = found[0], Verdict.FULL
    work.parts = tuple(("", calculation) for calculation in found) if len(found) > 1 else ()
    work.evidence = (*of_operands, *others)[: max(_MOST_CLAUSES, len(of_operands))]
    return True
