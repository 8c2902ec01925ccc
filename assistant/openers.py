"""Questions to begin a conversation with: those that the knowledge of a place surely answers."""

from __future__ import annotations

from datetime import date

from knowledge.clause import Clause, Nature
from knowledge.region import NATION, places
from knowledge.search import Retriever

MOST = 6

_OF_USE = frozenset({"amount", "ratio", "steps", "deadline", "condition", "phone"})
"""What a citizen asks for; what else a clause states tells how offices work."""


def openers(retriever: Retriever, region: str, day: date) -> tuple[str, ...]:
    """One question of each chapter that binds in the place on the day, the nearest place's first.

    Clauses that a calculation rests on go before others: what one gets back is what people ask most.
    """
    chain = [code for code in places().chain(region) if code != NATION]
    rested_on = {id for rule in retriever.generation.rules.values() for id in rule.clauses}
    found = [c for c in retriever.generation.store.all().values() if _may_open(c, retriever, chain, day)]
    found.sort(key=lambda c: (c.id not in rested_on, chain.index(str(c.region))))
    chapters: dict[tuple[str, str], Clause] = {}
    for clause in found:
        chapters.setdefault((clause.document_id, clause.headings[0] if clause.headings else ""), clause)
    return tuple(dict.fromkeys(clause.questions[0] for clause in chapters.values()))[:MOST]


def _may_open(clause: Clause, retriever: Retriever, chain: list[str], day: date) -> bool:
    binds = clause.nature is Nature.NORM and clause.in_force(day)
    asked = bool(clause.questions) and not clause.states.isdisjoint(_OF_USE)
    return asked and binds and clause.region in chain and clause.document_id in retriever.documents
