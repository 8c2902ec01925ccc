"""Whether a clause may be cited for a turn: its place is one that the turn asks for, its days those meant."""

from __future__ import annotations

from assistant.turn import Turn
from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.region import NATION, places
from knowledge.search import Days


def misfit(turn: Turn, clause: Clause, header: Header) -> str | None:
    """`place` or `day` where the clause is another place's or another time's; None where it fits."""
    if clause.id in (clause_id for work in turn.works for clause_id in work.basis):
        return None  # told as what an earlier answer rests on
    if not _place_fits(turn, clause.region or header.region, clause.document_id):
        return "place"
    if not _day_fits(turn, clause, header):
        return "day"
    return None


def _place_fits(turn: Turn, region: str | None, document_id: str) -> bool:
    if region is None:
        return document_id in turn.pointed
    table = places()
    asked = {code for code in (turn.policy_region, *(work.region for work in turn.works)) if code}
    if region == NATION or any(table.within(code, region) for code in asked):
        return True
    name = table.full_name(region)
    return any(name in draft.said for draft in turn.drafts)


def _day_fits(turn: Turn, clause: Clause, header: Header) -> bool:
    counted = {used for work in turn.works for one in work.calculations for used in one.clauses}
    counted |= {used for work in turn.works for _, way in work.ways for used in way.clauses}
    if clause.id in counted:
        return True  # the rule has its own days
    days = [work.days for work in turn.works] or [Days.on(turn.day)]
    return any(one.objection(clause, header) is None for one in days)
