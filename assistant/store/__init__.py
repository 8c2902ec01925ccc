"""Where conversations live: one small interface, SQLite in the home behind it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import NamedTuple, Protocol

from assistant.conversation import State
from assistant.reply import Reply
from knowledge.errors import InputError

_SCHEMA = """
create table if not exists conversation (id text primary key, state text not null);
create table if not exists turn (
    id text primary key, conversation_id text not null references conversation(id) on delete cascade,
    request text unique, asked_at text not null, message text not null, reply text not null, trace text not null
);
create index if not exists turn_of_conversation on turn (conversation_id);
create table if not exists gap (
    ask text not null, region text, first_seen text not null, last_seen text not null, count integer not null,
    primary key (ask, region)
);
"""


class Recorded(NamedTuple):
    """A stored turn: the masked message, the reply and the trace, both as the JSON that was written."""

    message: str
    reply: str
    trace: str


class Store(Protocol):
    """Conversations, their turns, and the asks that stayed unanswered."""

    def state(self, conversation_id: str) -> State | None:
        """The memory of a conversation, or None where there is none of this id."""
        ...

    def answered(self, request: str) -> Reply | None:
        """The reply that this very request already got; `request` is its key."""
        ...

    def save(
        self, reply: Reply, state: State, *, message: str, request: str | None, asked_at: str, trace: str
    ) -> Reply:
        """Keep a turn and the conversation's new state, and return the reply that counts.

        Where the same request was answered meanwhile, that reply counts and nothing is kept.
        """
        ...

    def gap(self, ask: str, region: str | None, seen: str) -> None:
        """Count an ask that the knowledge could not answer."""
        ...


class MemoryStore:
    """Store for one process that keeps nothing but states: single questions, batches, the regression suite."""

    def __init__(self) -> None:
        self._states: dict[str, State] = {}

    def state(self, conversation_id: str) -> State | None:
        """See Store."""
        return self._states.get(conversation_id)

    def answered(self, request: str) -> Reply | None:
        """Nothing is kept, so nothing was answered before."""
        return None

    def save(
        self, reply: Reply, state: State, *, message: str, request: str | None, asked_at: str, trace: str
    ) -> Reply:
        """Keep the state alone."""
        self._states[reply.conversation_id] = state
        return reply

    def gap(self, ask: str, region: str | None, seen: str) -> None:
        """Gaps of a run that keeps nothing are not counted."""


class SqliteStore:
    """Store in the home's SQLite file; several processes may share it.

    Raises InputError where the file cannot be opened as a database.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=5)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")
            self._db.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise InputError(f"{path}：会话数据库打不开（{error}）；请检查权限和磁盘空间，或移走这个文件") from error

    def state(self, conversation_id: str) -> State | None:
        """See Store."""
        with self._lock:
            row = self._db.execute("select state from conversation where id = ?", (conversation_id,)).fetchone()
        return State.model_validate_json(row[0]) if row else None

    def answered(self, request: str) -> Reply | None:
        """See Store."""
        with self._lock:
            row = self._db.execute("select reply from turn where request = ?", (request,)).fetchone()
        return Reply.model_validate_json(row[0]) if row else None

    def save(
        self, reply: Reply, state: State, *, message: str, request: str | None, asked_at: str, trace: str
    ) -> Reply:
        """See Store; turn and state are written together or not at all."""
        with self._lock, self._db:
            self._db.execute("begin immediate")
            if request is not None:
                before = self._db.execute("select reply from turn where request = ?", (request,)).fetchone()
                if before:
                    return Reply.model_validate_json(before[0])
            self._db.execute(
                "insert into conversation values (?, ?) on conflict (id) do update set state = excluded.state",
                (reply.conversation_id, state.model_dump_json()),
            )
            self._db.execute(
                "insert into turn values (?, ?, ?, ?, ?, ?, ?)",
                (reply.turn_id, reply.conversation_id, request, asked_at, message, reply.model_dump_json(), trace),
            )
        return reply

    def gap(self, ask: str, region: str | None, seen: str) -> None:
        """See Store."""
        with self._lock, self._db:
            self._db.execute(
                "insert into gap values (?, ?, ?, ?, 1) on conflict (ask, region)"
                " do update set last_seen = excluded.last_seen, count = count + 1",
                (ask, region or "", seen, seen),
            )

    def turn(self, turn_id: str) -> Recorded | None:
        """A stored turn, or None where there is none of this id."""
        with self._lock:
            row = self._db.execute("select message, reply, trace from turn where id = ?", (turn_id,)).fetchone()
        return Recorded(*row) if row else None

    def generations(self) -> set[int]:
        """Numbers of the generations that stored answers came from."""
        with self._lock:
            return {n for (n,) in self._db.execute("select distinct json_extract(reply, '$.generation') from turn")}

    def close(self) -> None:
        """Let the file go."""
        self._db.close()
