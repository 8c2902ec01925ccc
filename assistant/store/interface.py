"""What the chain asks of a store, and what passes between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from assistant.conversation import State
from assistant.reply import Notice, Reply
from assistant.wording import say
from knowledge.errors import HotlineError, InputError

if TYPE_CHECKING:  # a single question is answered without loading SQLAlchemy
    from assistant.store.database import Database

T = TypeVar("T")


class StoreUnavailable(HotlineError):
    """The database cannot be read or written just now."""


class UnknownConversation(InputError):
    """There is no conversation of this id, or it was deleted."""

    def __init__(self) -> None:
        super().__init__("没有这个会话，或者它已被删除；请不带 conversation_id 重新开始")


class Outdated(Exception):
    """Another message of the conversation was answered meanwhile: this one must be answered on what that one left."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a conversation.

    `version` tells one state from the next: 0 before the first turn, None where it cannot be told just now.
    `owner` is who began it, None where callers cannot be told apart.
    """

    state: State
    version: int | None = 0
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An ask that the knowledge could not answer; those of the same `words` and place are one gap."""

    ask: str
    words: str
    region: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A turn to be kept. `after` is the version of the state that it was answered on, `state` what it leaves."""

    reply: Reply
    state: State
    after: int | None
    message: str
    """As it may be stored: masked."""
    request: str | None
    """The key of the request; the same one is answered once."""
    asked_at: str
    region: str | None
    """The place that the message was asked for, as a code."""
    verdict: str
    """Of verify: `passed`, or `dropped` where a draft did not hold."""
    timings: dict[str, float]
    """Step → milliseconds."""
    trace: str
    """What the answer depended on, as JSON."""
    unanswered: tuple[Unanswered, ...] = ()
    owner: str | None = None
    """Whose the conversation is; a turn is never added to another's."""


class Store(Protocol):
    """The memory of conversations, as the chain needs it. What is read of them later is asked of the database."""

    @property
    def database(self) -> Database | None:
        """Where it is all kept; None where nothing is."""
        ...

    def attempt(self, work: Callable[[Database], T]) -> T:
        """What `work` makes of the database; raises StoreUnavailable, at once where it is known to be away."""
        ...

    def check(self) -> None:
        """Raise StoreUnavailable where nothing can be read just now."""
        ...

    def recall(self, conversation_id: str, owner: str | None = None) -> Known | None:
        """What is remembered of a conversation, or None where this owner has none of this id."""
        ...

    def answered(self, request: str) -> Reply | None:
        """The reply that this very request already got; `request` is its key."""
        ...

    def keep(self, turn: Answered) -> Reply:
        """Keep a turn and the state that it leaves, together or not at all, and return the reply that counts.

        Where the same request was answered meanwhile, that reply counts and nothing is kept.
        Raises Outdated, and UnknownConversation where the conversation was deleted meanwhile.
        """
        ...

    def forget(self, conversation_id: str) -> None:
        """Drop what memory holds of a conversation that was deleted from the database."""
        ...


def unkept(reply: Reply) -> Reply:
    """The reply with the notice that it could not be written down."""
    notice = Notice(code="degraded", text=say("degraded_store"))
    return reply.model_copy(update={"notices": (*reply.notices, notice)})
