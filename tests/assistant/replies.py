"""A small Reply, and a small turn, for tests that only need one."""

from __future__ import annotations

from assistant.conversation import State
from assistant.reply import Kind, Reply
from assistant.store.interface import Answered, Unanswered


def small_reply(conversation_id: str = "c1", turn_id: str = "t1", text: str = "好的。") -> Reply:
    """A chat Reply of this conversation."""
    return Reply(
        conversation_id=conversation_id, turn_id=turn_id, kind=Kind.CHAT, text=text, script="好的。", generation=1
    )


def small_turn(
    reply: Reply,
    *,
    after: int | None = 0,
    state: State | None = None,
    request: str | None = None,
    asked_at: str = "2023-06-01T08:00:00+08:00",
    unanswered: tuple[Unanswered, ...] = (),
) -> Answered:
    """A turn that ended in this reply, of which only what is given matters."""
    return Answered(
        reply=reply,
        state=state or State(),
        after=after,
        message="您好",
        request=request,
        asked_at=asked_at,
        region="510704",
        verdict="passed",
        timings={"guard": 0.1},
        trace="{}",
        unanswered=unanswered,
    )
