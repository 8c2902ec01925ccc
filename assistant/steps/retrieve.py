"""retrieve: the clauses of the place's chain, and where the place is open, of all places that hold any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.turn import Turn, Work
from knowledge.clause import Nature
from knowledge.region import places
from knowledge.search import Days, Found, Retriever

_TOP = 12


def retrieve(turn: Turn, retriever: Retriever) -> None:
    """Fill `found` and `below` of every work; one that asks for a side of a change gets the days of that side."""
    for work in turn.works:
        scopes = retriever.scopes(work.region, turn.pointed)
        if work.ask.changes:
            days = _days_of_side(work, scopes, retriever)
            if days is None:
                work.found = Found(())
                continue
            work.days = days
        work.found = retriever.search(work.ask.query, scopes=scopes, days=work.days, top=_TOP)
        if turn.pointed:
            continue
        if work.region is None:
            below = sorted(retriever.generation.regions)
        else:
            below = sorted(
                r for r in retriever.generation.regions if r != work.region and places().within(r, work.region)
            )
        if below:
            work.below = retriever.search(work.ask.query, scopes=below, days=work.days, top=_TOP)


def _days_of_side(work: Work, scopes: Sequence[str], retriever: Retriever) -> Days | None:
    """The days of the side of the change meant, read from the norm that fits best on the day; None: no change is known.

    A norm that is known to end changes then; else the change was its own first day, where one is stated.
    """
    days = work.days
    found = retriever.search(work.ask.query, scopes=scopes, days=Days(days.asked, days.day, days.day), top=_TOP)
    best = next((h for h in found.hits if h.clause.nature is Nature.NORM), None)
    if best is None:
        return None
    before = work.ask.changes == ("before",)
    begins, ends = best.clause.effective_from, best.clause.effective_to
    if ends is not None and ends < date.max:  # 9999-12-31 is how some write that it never ends
        day = ends if before else ends + timedelta(days=1)
    elif begins is None or best.header.counts_from_published(best.clause):
        return None
    else:
        day = begins - timedelta(days=1) if before else days.day
    return Days(days.asked, day, day)
