"""A store that keeps nothing but states, in this process: single questions, batches, the regression suite."""

from __future__ import annotations

import threading

from assistant.reply import Reply
from assistant.store.interface import Answered, Known, Outdated


class MemoryStore:
    """See Store; gaps of a run that keeps nothing are not counted, and no request is known again."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._lock = threading.Lock()

    @property
    def database(self) -> None:
        """Nothing is kept."""

    def check(self) -> None:
        """Memory is always there."""

    def recall(self, conversation_id: str) -> Known | None:
        """See Store."""
        return self._known.get(conversation_id)

    def answered(self, request: str) -> Reply | None:
        """Nothing is kept, so nothing was answered before."""
        return None

    def keep(self, turn: Answered) -> Reply:
        """Keep the state alone."""
        with self._lock:
            before = self._known.get(turn.reply.conversation_id, Known(turn.state))
            if before.version != turn.after:
                raise Outdated
            self._known[turn.reply.conversation_id] = Known(turn.state, (turn.after or 0) + 1)
        return turn.reply

    def forget(self, conversation_id: str) -> None:
        """See Store."""
        self._known.pop(conversation_id, None)
