"""What is being said in a running call, as speech recognition sends it: masked and bounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from assistant.steps.guard import MAX_MESSAGE, MessageTooLong
from knowledge.errors import InputError

MOST_CALLS = 500
"""Calls kept at once; beyond that the one that has been silent longest goes."""
KEPT = timedelta(hours=1)
"""So long after its last word a call is kept."""


class UnknownCall(InputError):
    """Nothing was said in a call of this id, or it is another operator's."""

    def __init__(self) -> None:
        super().__init__("没有这个编号的通话，或者它由别的话务员接听；请核对编号，或换一个")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said, the `index`-th of its call; one that is not `final` may still be heard otherwise."""

    index: int
    text: str
    final: bool


@dataclass(frozen=True, slots=True)
class Listener:
    """Who reads or writes a call: a program does so for everybody; `owner` as in Principal."""

    owner: str | None = None
    program: bool = False


@dataclass(slots=True)
class Call:
    """One call; it is `owner`'s as soon as a person who is logged in reads it or writes into it."""

    owner: str | None = None
    said: list[Utterance] = field(default_factory=list)

    def take(self, listener: Listener) -> None:
        """Let a person have the call that no other person took; raise UnknownCall."""
        if listener.program:
            return
        if self.owner is None:
            self.owner = listener.owner
        if self.owner != listener.owner:
            raise UnknownCall

    def add(self, text: str, final: bool) -> Utterance:
        """Add what was said, in the place of what was not final; raise MessageTooLong where the call gets too long."""
        before = self.said[:-1] if self.said and not self.said[-1].final else self.said
        if sum(len(one.text) for one in before) + len(text) > MAX_MESSAGE:
            raise MessageTooLong(f"这通电话的文字超过 {MAX_MESSAGE} 个字符；请换一个编号接着送")
        utterance = Utterance(len(before), text, final)
        self.said = [*before, utterance]
        return utterance
