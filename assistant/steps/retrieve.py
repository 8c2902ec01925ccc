"""retrieve: the clauses of the place's chain, and where the place is open, of all places that hold any."""

from __future__ import annotations

from assistant.turn import Turn
from knowledge.region import places
from knowledge.search import Retriever

_TOP = 12


def retrieve(turn: Turn, retriever: Retriever) -> None:
    """Fill `found` of every work."""
    for work in turn.works:
        scopes = retriever.scopes(work.region, turn.pointed)
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
