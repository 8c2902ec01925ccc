"""Running calls, where all workers see them; while the database is away each worker goes on from memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Boolean, Column, Connection, ForeignKey, Index, Integer, Table, Text, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.calls import KEPT, MOST_CALLS, Call, Listener, UnknownCall, Utterance
from assistant.store.database import Database
from assistant.store.interface import Store, StoreUnavailable
from assistant.store.schema import metadata
from knowledge import clock

running_call = Table(
    "running_call",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text),  # the person who took it, as `Principal.owner`
    Column("heard_at", Text, nullable=False),
    Index("ix_running_call_heard_at", "heard_at"),
)

utterance = Table(
    "utterance",
    metadata,
    Column("call_id", Text, ForeignKey("running_call.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),  # from 0
    Column("text", Text, nullable=False),  # masked
    Column("final", Boolean, nullable=False),
)


@dataclass(slots=True)
class _Copy:
    """A call as this worker last saw it, and what it heard since that no other worker knows."""

    call: Call = field(default_factory=Call)
    unwritten: list[tuple[str, bool]] = field(default_factory=list)


class Calls:
    """The running calls of a server; `shared` tells whether all of its workers know what was just said or read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._copies: OrderedDict[str, _Copy] = OrderedDict()
        self._lock = threading.Lock()

    def say(self, id: str, text: str, final: bool, listener: Listener) -> tuple[Utterance, bool]:
        """Add what was said, and whether it is shared; raise UnknownCall, MessageTooLong."""
        with self._lock:
            copy = self._copy(id)
            try:
                said = [*copy.unwritten, (text, final)]
                copy.call = self._store.attempt(lambda database: _add(database, id, said, listener))
            except StoreUnavailable:
                copy.call.take(listener)
                told = copy.call.add(text, final)
                copy.unwritten.append((text, final))
                return told, False
            copy.unwritten = []
            return copy.call.said[-1], True

    def said(self, id: str, listener: Listener) -> tuple[list[Utterance], bool]:
        """All that was said so far, and whether it is all that any worker heard; raise UnknownCall."""
        with self._lock:
            waiting = id in self._copies and self._copies[id].unwritten
            try:
                if waiting:
                    call = self._store.attempt(lambda database: _add(database, id, waiting, listener))
                else:
                    call = self._store.attempt(lambda database: _taken(database, id, listener))
            except StoreUnavailable:
                if id not in self._copies:
                    raise UnknownCall from None
                self._copies[id].call.take(listener)
                return self._copies[id].call.said, False
            copy = self._copy(id)
            copy.call, copy.unwritten = call, []
            return call.said, True

    def _copy(self, id: str) -> _Copy:
        copy = self._copies.setdefault(id, _Copy())
        self._copies.move_to_end(id)
        if len(self._copies) > MOST_CALLS:
            self._copies.popitem(last=False)
        return copy


def expire_calls(at: Connection, now: datetime) -> None:
    """Remove the calls that are silent for too long."""
    at.execute(delete(running_call).where(running_call.c.heard_at < _text(now - KEPT)))


def _add(database: Database, id: str, said: list[tuple[str, bool]], listener: Listener) -> Call:
    now = clock.now()
    with database.writing() as at:
        expire_calls(at, now)
        # Of several who write into one call at once each waits here for the one before.
        upsert = sqlite.insert if database.sqlite else postgresql.insert
        heard = upsert(running_call).values(id=id, heard_at=_text(now))
        at.execute(heard.on_conflict_do_update(index_elements=["id"], set_={"heard_at": _text(now)}))
        call = _read(at, id)
        call.take(listener)
        first = len(call.said)
        for text, final in said:
            first = min(first, call.add(text, final).index)
        at.execute(running_call.update().where(running_call.c.id == id).values(owner=call.owner))
        at.execute(delete(utterance).where(utterance.c.call_id == id, utterance.c.position >= first))
        rows = [{"call_id": id, "position": u.index, "text": u.text, "final": u.final} for u in call.said[first:]]
        at.execute(insert(utterance), rows)
        latest = select(running_call.c.id).order_by(running_call.c.heard_at.desc()).limit(MOST_CALLS)
        at.execute(delete(running_call).where(running_call.c.id.not_in(latest)))
    return call


def _taken(database: Database, id: str, listener: Listener) -> Call:
    with database.reading() as at:
        call = _read(at, id, since=_text(clock.now() - KEPT))
    if call.owner is None and listener.owner is not None and not listener.program:
        with database.writing() as at:
            free = (running_call.c.id == id) & running_call.c.owner.is_(None)
            at.execute(running_call.update().where(free).values(owner=listener.owner))
            call = _read(at, id)
    call.take(listener)
    return call


def _read(at: Connection, id: str, since: str = "") -> Call:
    query = (
        select(running_call.c.owner, utterance)
        .join_from(running_call, utterance, isouter=True)
        .where(running_call.c.id == id, running_call.c.heard_at >= since)
        .order_by(utterance.c.position)
    )
    rows = at.execute(query).all()
    if not rows:
        raise UnknownCall
    return Call(rows[0].owner, [Utterance(r.position, r.text, r.final) for r in rows if r.position is not None])


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
