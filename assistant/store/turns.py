"""Conversations and their turns in a database: what an answer reads and writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.conversation import State
from assistant.reply import Reply
from assistant.store.database import Database
from assistant.store.gaps import count_gaps
from assistant.store.interface import Answered, Known, Outdated, UnknownConversation
from assistant.store.schema import conversation
from assistant.store.schema import turn as turns

T = TypeVar("T")


class Recorded(NamedTuple):
    """A stored turn: the masked message, the reply and the trace, both as the JSON that was written."""

    message: str
    reply: str
    trace: str


class DatabaseStore:
    """See Store; raises StoreUnavailable where the database does not answer.

    Turns of one conversation are put in order by its version: of two that were answered on the same state the
    first one counts, the other is Outdated. Nothing is locked while a message is answered.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def attempt(self, work: Callable[[Database], T]) -> T:
        """See Store."""
        return work(self.database)

    def check(self) -> None:
        """See Store."""
        with self.database.reading() as at:
            at.execute(select(turns.c.id).limit(1)).first()

    def forget(self, conversation_id: str) -> None:
        """Memory holds nothing."""

    def recall(self, conversation_id: str, owner: str | None = None) -> Known | None:
        """See Store."""
        if not is_id(conversation_id):
            return None
        query = select(conversation.c.state, conversation.c.version).where(_of(conversation_id, owner))
        with self.database.reading() as at:
            row = at.execute(query).first()
        return Known(State.model_validate_json(row.state), row.version, owner) if row else None

    def answered(self, request: str) -> Reply | None:
        """See Store."""
        with self.database.reading() as at:
            return _answered(at, request)

    def keep(self, turn: Answered) -> Reply:
        """See Store."""
        row, state = _row(turn), turn.state.model_dump_json()
        try:
            with self.database.writing() as at:
                before = _answered(at, turn.request) if turn.request else None
                if before is None:
                    at.execute(insert(turns).values(position=_advance(at, turn, state), **row))
                    count_gaps(at, turn)
        except IntegrityError:
            # Of two connections that write the same request at once the later one learns of it here.
            before = self.answered(turn.request) if turn.request else None
            if before is None:
                raise
        return before or turn.reply

    def turn(self, turn_id: str) -> Recorded | None:
        """A stored turn, or None where there is none of this id."""
        if not is_id(turn_id):
            return None
        with self.database.reading() as at:
            row = at.execute(select(turns.c.message, turns.c.reply, turns.c.trace).where(turns.c.id == turn_id)).first()
        return Recorded(*row) if row else None

    def generations(self) -> set[int]:
        """Numbers of the generations that stored answers came from."""
        with self.database.reading() as at:
            found = at.execute(select(turns.c.generation).distinct().where(turns.c.generation.is_not(None)))
            return set(found.scalars())


def is_id(text: str) -> bool:
    """Whether it can be an id at all; a database need not be asked for anything else, and some signs it refuses."""
    return text.isascii() and text.isalnum()


def _of(id: str, owner: str | None) -> ColumnElement[bool]:
    """The conversation of this id, where this owner began it."""
    return (conversation.c.id == id) & conversation.c.owner.is_not_distinct_from(owner)


def _answered(at: Connection, request: str) -> Reply | None:
    reply = at.execute(select(turns.c.reply).where(turns.c.request == request)).scalar()
    return Reply.model_validate_json(reply) if reply else None


def _row(answered: Answered) -> dict[str, Any]:
    """The turn as it is written, but for its place in the conversation."""
    reply = answered.reply
    return {
        "id": reply.turn_id,
        "conversation_id": reply.conversation_id,
        "request": answered.request,
        "asked_at": answered.asked_at,
        "message": answered.message,
        "reply": reply.model_dump_json(),
        "kind": reply.kind.value,
        "generation": reply.generation,
        "verdict": answered.verdict,
        "timings": json.dumps(answered.timings),
        "trace": answered.trace,
    }


def _advance(at: Connection, answered: Answered, state: str) -> int:
    """The conversation's new version; the state that the turn leaves is now its state."""
    id, moment = answered.reply.conversation_id, answered.asked_at
    left: dict[str, Any] = {"state": state, "updated_at": moment}
    if answered.after == 0:
        at.execute(
            insert(conversation).values(
                id=id, version=1, region=answered.region, created_at=moment, owner=answered.owner, **left
            )
        )
        return 1
    mine = _of(id, answered.owner)
    expected = mine if answered.after is None else mine & (conversation.c.version == answered.after)
    moved = update(conversation).where(expected).values(version=conversation.c.version + 1, **left)
    version = at.execute(moved.returning(conversation.c.version)).scalar()
    if version is not None:
        return int(version)
    if at.execute(select(conversation.c.id).where(mine)).first():
        raise Outdated
    raise UnknownConversation
