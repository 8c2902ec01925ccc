"""A store that keeps nothing but states, in this process: single questions, batches, the regression suite."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from assistant.reply import Reply
from assistant.store.interface import Answered, Known, Outdated, StoreUnavailable

if TYPE_CHECKING:
    from assistant.store.database import Database

T = TypeVar("T")


class MemoryStore:
    """See Store; gaps of a run that keeps nothing are not counted, and no request is known again."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._lock = threading.Lock()

    @property
    def database(self) -> None:
        """Nothing is kept."""

    def attempt(self, work: Callable[[Database], T]) -> T:
        """There is none."""
        raise StoreUnavailable("这个服务不保存会话")

    def check(self) -> None:
        """Memory is always there."""

    def recall(self, conversation_id: str, owner: str | None = None) -> Known | None:
        """See Store."""
        known = self._known.get(conversation_id)
        return known if known is not None and known.owner == owner else None

    def answered(self, request: str) -> Reply | None:
        """Nothing is kept, so nothing was answered before."""
        return None

    def keep(self, turn: Answered) -> Reply:
        """Keep the state alone."""
        with self._lock:
            before = self._known.get(turn.reply.conversation_id, Known(turn.state))
            if before.version != turn.after:
                raise Outdated
            self._known[turn.reply.conversation_id] = Known(turn.state, (turn.after or 0) + 1, turn.owner)
        return turn.reply

    def forget(self, conversation_id: str) -> None:
        """See Store."""
        self._known.pop(conversation_id, None)
