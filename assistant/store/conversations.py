"""Conversations as people look at them later: listed, shown, exported, deleted, expired."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, delete, func, select

from assistant.store.database import Database
from assistant.store.gaps import expire_gaps, forget_words, gaps_of, uncount
from assistant.store.schema import conversation, feedback, turn
from assistant.store.turns import is_id

_BATCH = 200
"""So many conversations go in one transaction, so that nobody waits long for it."""


class Listed(BaseModel):
    """One conversation in a list."""

    conversation_id: str
    region: str | None
    created_at: str
    updated_at: str
    turns: int


def list_conversations(
    database: Database, *, region: str | None = None, limit: int = 100, skip: int = 0
) -> list[Listed]:
    """Conversations, those spoken in last first; `region` is the code of the place that the first message was for."""
    found = conversation.c
    page = select(found.id, found.region, found.created_at, found.updated_at)
    page = page.order_by(found.updated_at.desc(), found.id).limit(limit).offset(skip)
    if region is not None:
        page = page.where(found.region == region)
    of = page.subquery()
    turns = select(func.count()).where(turn.c.conversation_id == of.c.id).scalar_subquery()
    query = select(of, turns.label("turns")).order_by(of.c.updated_at.desc(), of.c.id)
    with database.reading() as at:
        return [Listed(conversation_id=row.id, **_without_id(row._mapping)) for row in at.execute(query)]


def _without_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def conversation_as_data(database: Database, conversation_id: str) -> dict[str, Any] | None:
    """A conversation with its turns in order and the feedback on each; None where there is none of this id."""
    if not is_id(conversation_id):
        return None
    with database.reading() as at:
        head = at.execute(select(conversation).where(conversation.c.id == conversation_id)).first()
        if head is None:
            return None
        turns = at.execute(
            select(turn).where(turn.c.conversation_id == conversation_id).order_by(turn.c.position)
        ).all()
        said = at.execute(
            select(feedback)
            .join(turn, turn.c.id == feedback.c.turn_id)
            .where(turn.c.conversation_id == conversation_id)
            .order_by(feedback.c.id)
        ).all()
    return {
        "conversation_id": head.id,
        "region": head.region,
        "created_at": head.created_at,
        "updated_at": head.updated_at,
        "turns": [
            {
                "turn_id": row.id,
                "asked_at": row.asked_at,
                "message": row.message,
                "reply": json.loads(row.reply),
                "verdict": row.verdict,
                "timings": json.loads(row.timings),
                "feedback": [_without_id(f._mapping) for f in said if f.turn_id == row.id],
            }
            for row in turns
        ],
    }


def all_ids(database: Database) -> Iterator[str]:
    """The ids of all conversations, the oldest first, as many at a time as are read at once."""
    at_least = ("", "")
    while True:
        c = conversation.c
        query = (
            select(c.created_at, c.id)
            .where((c.created_at > at_least[0]) | ((c.created_at == at_least[0]) & (c.id > at_least[1])))
            .order_by(c.created_at, c.id)
            .limit(_BATCH)
        )
        with database.reading() as at:
            found = at.execute(query).all()
        if not found:
            return
        yield from (row.id for row in found)
        at_least = (found[-1].created_at, found[-1].id)


def delete_conversation(database: Database, conversation_id: str) -> bool:
    """Delete a conversation with all that came of it: turns, feedback, its share of the gaps. False where there is none."""
    if not is_id(conversation_id):
        return False
    with database.writing() as at:
        # Held from here on: a turn of it that is just being kept comes before or finds nothing.
        at.execute(select(conversation.c.id).where(conversation.c.id == conversation_id).with_for_update())
        gaps = gaps_of(at, [conversation_id])
        if not _delete(at, [conversation_id]):
            return False
        uncount(at, gaps)
        forget_words(at, gaps)
    return True


def expire(database: Database, days: int, now: datetime) -> int:
    """Delete the conversations that nobody spoke in for so many days, and gaps that nobody asked; how many.

    Gaps that are still asked keep their count: it tells of no person.
    """
    before = (now - timedelta(days=days)).isoformat(timespec="seconds")
    old = select(conversation.c.id).where(conversation.c.updated_at < before).limit(_BATCH)
    old = old.with_for_update(skip_locked=True)  # another worker may be at it, too
    expired = 0
    while True:
        with database.writing() as at:
            ids = at.execute(old).scalars().all()
            gaps = gaps_of(at, ids)
            expired += _delete(at, ids)
            forget_words(at, gaps)
            if not ids:
                expire_gaps(at, before)
                return expired


def _delete(at: Connection, ids: Sequence[str]) -> int:
    """What hangs on them goes with them."""
    return at.execute(delete(conversation).where(conversation.c.id.in_(ids))).rowcount
