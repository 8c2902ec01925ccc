"""A small Reply for tests that only need one."""

from __future__ import annotations

from assistant.reply import Kind, Reply


def small_reply(conversation_id: str = "c1", turn_id: str = "t1", text: str = "好的。") -> Reply:
    """A chat Reply of this conversation."""
    return Reply(
        conversation_id=conversation_id, turn_id=turn_id, kind=Kind.CHAT, text=text, script="好的。", generation=1
    )
