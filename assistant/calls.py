"""What is being said in running calls, as speech recognition sends it: in memory only, masked, bounded."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import anyio

from assistant.steps.guard import MAX_MESSAGE, MessageTooLong
from knowledge.errors import InputError

MOST_CALLS = 500
"""Calls kept at once; beyond that the one that has been silent longest goes."""
KEPT = 3600.0
"""Seconds after the last word for which a call is kept."""


class UnknownCall(InputError):
    """Nothing was said in a call of this id, or it is another operator's."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said, the `index`-th of its call; one that is not `final` may still be heard otherwise."""

    index: int
    text: str
    final: bool


@dataclass(slots=True)
class Call:
    """One call; it is `owner`'s as soon as a person who is logged in reads it or writes into it."""

    owner: str | None = None
    said: list[Utterance] = field(default_factory=list)
    heard: float = field(default_factory=time.monotonic)
    changed: anyio.Event = field(default_factory=anyio.Event)

    def add(self, text: str, final: bool) -> Utterance:
        """Add what was said, in the place of what was not final; raise MessageTooLong where the call gets too long."""
        before = self.said[:-1] if self.said and not self.said[-1].final else self.said
        if sum(len(one.text) for one in before) + len(text) > MAX_MESSAGE:
            raise MessageTooLong(f"这通电话的文字超过 {MAX_MESSAGE} 个字符；请换一个编号接着送")
        utterance = Utterance(len(before), text, final)
        self.said = [*before, utterance]
        self.heard = time.monotonic()
        self.tell()
        return utterance

    def tell(self) -> None:
        """Wake whoever listens."""
        self.changed.set()
        self.changed = anyio.Event()

    async def listen(self) -> AsyncIterator[Utterance]:
        """Everything said so far, then each thing as it is said; one that is heard otherwise comes again."""
        settled = 0
        while True:
            changed = self.changed
            for utterance in self.said[settled:]:
                yield utterance
            settled = sum(one.final for one in self.said)
            await changed.wait()


class Calls:
    """The running calls of one worker; used from its event loop alone."""

    def __init__(self) -> None:
        self._calls: OrderedDict[str, Call] = OrderedDict()

    def begun(self, id: str) -> Call:
        """The call of this id, begun where there is none; the silent ones go first where there are too many."""
        self._expire()
        call = self._calls.setdefault(id, Call())
        self._calls.move_to_end(id)
        while len(self._calls) > MOST_CALLS:
            self._calls.popitem(last=False)
        return call

    def find(self, id: str) -> Call | None:
        """The call of this id."""
        self._expire()
        return self._calls.get(id)

    def _expire(self) -> None:
        limit = time.monotonic() - KEPT
        while self._calls and next(iter(self._calls.values())).heard < limit:
            self._calls.popitem(last=False)
