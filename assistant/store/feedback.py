"""Feedback: what people say of an answer."""

from __future__ import annotations

import json
from typing import Literal

from pydantic import BaseModel
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from assistant.store.database import Database
from assistant.store.schema import feedback, turn
from assistant.store.turns import is_id

FeedbackVerdict = Literal["helpful", "wrong", "outdated", "incomplete", "unclear"]


class Feedback(BaseModel):
    """What was said of a turn, with its masked message and the text that was answered."""

    id: int
    turn_id: str
    conversation_id: str
    given_at: str
    verdict: FeedbackVerdict
    comment: str | None
    clause_id: str | None
    rating: int | None
    message: str
    text: str


def add_feedback(
    database: Database,
    turn_id: str,
    verdict: FeedbackVerdict,
    *,
    given_at: str,
    comment: str | None = None,
    clause_id: str | None = None,
    rating: int | None = None,
) -> bool:
    """Keep what was said of a turn; `comment` is masked already. False where there is no such turn."""
    if not is_id(turn_id):
        return False
    values = {"verdict": verdict, "given_at": given_at, "comment": comment, "clause_id": clause_id, "rating": rating}
    try:
        with database.writing() as at:
            at.execute(insert(feedback).values(turn_id=turn_id, **values))
    except IntegrityError:  # no such turn
        return False
    return True


def list_feedback(
    database: Database, *, verdict: FeedbackVerdict | None = None, limit: int = 100, skip: int = 0
) -> list[Feedback]:
    """Feedback, the latest first; of one verdict where it is given."""
    query = (
        select(feedback, turn.c.conversation_id, turn.c.message, turn.c.reply)
        .join(turn, turn.c.id == feedback.c.turn_id)
        .order_by(feedback.c.id.desc())
        .limit(limit)
        .offset(skip)
    )
    if verdict is not None:
        query = query.where(feedback.c.verdict == verdict)
    with database.reading() as at:
        found = at.execute(query).all()
    return [Feedback(**row._mapping, text=json.loads(row.reply)["text"]) for row in found]
