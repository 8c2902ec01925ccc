"""A store that never breaks an answer: while the database is away, memory stands in for it.

What could not be written waits and is written in its order by a thread that tries again each second. Until all of it
is written, conversations go on from memory, and no answer waits for a database that is known to be away.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy.exc import DataError, IntegrityError

from assistant.conversation import State
from assistant.reply import Reply
from assistant.store.database import Database, open_database
from assistant.store.interface import Answered, Known, Outdated, StoreUnavailable, UnknownConversation, unkept
from assistant.store.turns import DatabaseStore, is_id
from knowledge.settings import Settings

T = TypeVar("T")
_LOG = logging.getLogger("hotline.store")
_AGAIN = 1.0
"""Seconds between two looks at a database that is away."""
_REMEMBERED = 1000
"""So many conversations, those spoken in last, can be gone on with while the database is away."""
_WAITING = 1000
"""So many turns wait to be written; later ones are answered and not kept."""


class SteadyStore:
    """See Store; only `check` raises StoreUnavailable."""

    def __init__(self, store: DatabaseStore) -> None:
        self._store = store
        self._recent: OrderedDict[str, Known] = OrderedDict()
        self._waiting: deque[Answered] = deque()
        self._away: str | None = None
        self._watcher: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()
        try:
            store.database.prepare()
        except StoreUnavailable as error:
            self._lost(error)

    @property
    def database(self) -> Database:
        """See Store."""
        return self._store.database

    def attempt(self, work: Callable[[Database], T]) -> T:
        """See Store."""
        if self._away is not None:
            raise StoreUnavailable(self._away)
        try:
            return work(self.database)
        except StoreUnavailable as error:
            self._lost(error)
            raise

    def check(self) -> None:
        """See Store."""
        if self._away is not None:
            raise StoreUnavailable(self._away)
        self._store.check()

    def recall(self, conversation_id: str, owner: str | None = None) -> Known | None:
        """See Store; while the database is away an id that memory does not hold may be of a conversation all the same."""
        if self._away is None:
            try:
                known = self._store.recall(conversation_id, owner)
            except StoreUnavailable as error:
                self._lost(error)
            else:
                self._remember(conversation_id, known)
                return known
        if not is_id(conversation_id):
            return None
        known = self._recent.get(conversation_id, Known(State(), None, owner))
        return known if known.owner == owner else None

    def answered(self, request: str) -> Reply | None:
        """See Store."""
        if self._away is None:
            try:
                return self._store.answered(request)
            except StoreUnavailable as error:
                self._lost(error)
        with self._lock:
            return self._answered(request)

    def keep(self, turn: Answered) -> Reply:
        """See Store; what cannot be written now carries the notice `degraded` and is written later."""
        while True:
            if self._away is None:
                try:
                    return self._now(turn)
                except StoreUnavailable as error:
                    self._lost(error)
            reply = self._later(turn)
            if reply is not None:
                return reply

    def forget(self, conversation_id: str) -> None:
        """See Store."""
        self._remember(conversation_id, None)

    def close(self) -> None:
        """Let the database go; what still waits is lost."""
        self._closed.set()
        if self._watcher is not None:
            self._watcher.join()
        self.database.close()

    def _remember(self, conversation_id: str, known: Known | None) -> None:
        with self._lock:
            self._recent.pop(conversation_id, None)
            if known is not None:
                self._recent[conversation_id] = known
            if len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)

    def _answered(self, request: str | None) -> Reply | None:
        return next((t.reply for t in self._waiting if t.request is not None and t.request == request), None)

    def _now(self, turn: Answered) -> Reply:
        id = turn.reply.conversation_id
        try:
            reply = self._store.keep(turn)
        except UnknownConversation:
            self.forget(id)
            raise
        if reply is turn.reply:
            self._remember(id, _left_by(turn))
        return reply

    def _later(self, turn: Answered) -> Reply | None:
        """Let the turn wait; None where the database has just come back."""
        turn = replace(turn, reply=unkept(turn.reply))
        id = turn.reply.conversation_id
        with self._lock:
            if self._away is None:
                return None
            before = self._answered(turn.request)
            if before is not None:
                return before
            if id in self._recent and self._recent[id].version != turn.after:
                raise Outdated
            if len(self._waiting) < _WAITING:
                self._waiting.append(turn)
        self._remember(id, _left_by(turn))
        return turn.reply

    def _lost(self, error: StoreUnavailable) -> None:
        with self._lock:
            if self._away is not None:
                return
            self._away = str(error)
            self._watcher = threading.Thread(target=self._wait_for_it, name="store", daemon=True)
            self._watcher.start()
        _LOG.warning("%s；回答照常，会话先记在内存里", error)

    def _wait_for_it(self) -> None:
        while not self._closed.wait(_AGAIN):
            try:
                self.database.prepare()
                self._catch_up()
                _LOG.warning("会话数据库又可以用了，等着的会话都已写入")
                return
            except StoreUnavailable:
                pass
            except Exception as error:  # who looks no more never comes back
                _LOG.error("会话数据库还不能用：%s", type(error).__name__)

    def _catch_up(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._away = None
                    return
                turn = self._waiting[0]
            self._write(turn)
            with self._lock:
                self._waiting.popleft()

    def _write(self, turn: Answered) -> None:
        """Whatever was written by other workers in between, the turn was answered: it is added behind."""
        try:
            self._store.keep(turn if turn.after == 0 else replace(turn, after=None))
        except UnknownConversation:
            pass  # deleted, or there never was one
        except (IntegrityError, DataError):
            # It was written just before the connection broke, or it cannot be at all.
            _LOG.warning("回答 %s 没有再写入", turn.reply.turn_id)


def open_store(settings: Settings) -> SteadyStore:
    """The store that the settings name; where its database is away, memory stands in from the start.

    Raises InputError for an address that cannot be one, or a database that a newer product wrote.
    """
    return SteadyStore(DatabaseStore(open_database(settings)))


def _left_by(turn: Answered) -> Known:
    return Known(turn.state, None if turn.after is None else turn.after + 1, turn.owner)
