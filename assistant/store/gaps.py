"""Gaps: asks that the knowledge could not answer, those of the same words and place as one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Connection, Row, case, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.store.database import Database
from assistant.store.interface import Answered
from assistant.store.schema import gap, sighting, turn

GapState = Literal["open", "answered", "dismissed"]
"""`answered`: the knowledge holds it now; `dismissed`: it need not."""


class Gap(BaseModel):
    """One gap: the ask as it was last said, the code of its place, how often and from when to when it was asked."""

    id: int
    ask: str
    region: str | None
    count: int
    first_seen: str
    last_seen: str
    state: GapState


def list_gaps(
    database: Database, *, region: str | None = None, state: GapState | None = None, limit: int = 100, skip: int = 0
) -> list[Gap]:
    """Gaps, the most asked first; of one place and state where they are given."""
    query = select(gap).order_by(gap.c.count.desc(), gap.c.last_seen.desc(), gap.c.id).limit(limit).offset(skip)
    if region is not None:
        query = query.where(gap.c.region == region)
    if state is not None:
        query = query.where(gap.c.state == state)
    with database.reading() as at:
        return [_gap(row) for row in at.execute(query)]


def set_gap_state(database: Database, gap_id: int, state: GapState) -> Gap | None:
    """Change a gap's state; None where there is no such gap."""
    with database.writing() as at:
        row = at.execute(update(gap).where(gap.c.id == gap_id).values(state=state).returning(*gap.c)).first()
    return _gap(row) if row else None


def _gap(row: Row[Any]) -> Gap:
    return Gap(**{**row._mapping, "region": row.region or None})


def count_gaps(at: Connection, answered: Answered) -> None:
    """Count each gap of a turn once. One that was called answered and is asked in vain again is open again."""
    upsert = sqlite.insert if at.dialect.name == "sqlite" else postgresql.insert
    told = {(u.region or "", hashlib.sha256(u.words.encode()).hexdigest()): u for u in answered.unanswered}
    # In order, so that two turns never wait for one another's rows.
    for (region, key), unanswered in sorted(told.items()):
        seen = {"ask": unanswered.ask, "last_seen": answered.asked_at}
        new = upsert(gap).values(
            region=region,
            key=key,
            words=unanswered.words,
            first_seen=answered.asked_at,
            count=1,
            state="open",
            **seen,
        )
        again = new.on_conflict_do_update(
            index_elements=["region", "key"],
            set_={
                **seen,
                "count": gap.c.count + 1,
                "state": case((gap.c.state == "answered", "open"), else_=gap.c.state),
            },
        )
        gap_id = at.execute(again.returning(gap.c.id)).scalar_one()
        at.execute(insert(sighting).values(gap_id=gap_id, turn_id=answered.reply.turn_id, ask=unanswered.ask))


def gaps_of(at: Connection, conversations: Iterable[str]) -> dict[int, int]:
    """The gaps that these conversations told of → how often."""
    query = (
        select(sighting.c.gap_id, func.count())
        .join(turn, turn.c.id == sighting.c.turn_id)
        .where(turn.c.conversation_id.in_(conversations))
        .group_by(sighting.c.gap_id)
        .order_by(sighting.c.gap_id)
    )
    return {row[0]: row[1] for row in at.execute(query)}


def forget_words(at: Connection, gaps: Iterable[int]) -> None:
    """Let these gaps be told in the words of a turn that is still there; where there is none, in their bare words."""
    latest = (
        select(sighting.c.ask)
        .join(turn, turn.c.id == sighting.c.turn_id)
        .where(sighting.c.gap_id == gap.c.id)
        .order_by(turn.c.asked_at.desc(), turn.c.id)
        .limit(1)
        .scalar_subquery()
    )
    at.execute(update(gap).where(gap.c.id.in_(gaps)).values(ask=func.coalesce(latest, gap.c.words)))


def uncount(at: Connection, gaps: dict[int, int]) -> None:
    """Take these numbers off the counts; what nobody else asked is no gap any more."""
    for gap_id, number in gaps.items():
        at.execute(update(gap).where(gap.c.id == gap_id).values(count=gap.c.count - number))
    at.execute(delete(gap).where(gap.c.id.in_(gaps), gap.c.count <= 0))


def expire_gaps(at: Connection, before: str) -> None:
    """Remove what was last asked before that moment."""
    at.execute(delete(gap).where(gap.c.last_seen < before))
