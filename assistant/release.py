"""From a turn that went through all steps to the Reply that leaves: rendered, looked at once more, block by block."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from assistant.checking.release import faults
from assistant.render import render, text_blocks
from assistant.reply import Block, Kind, Reply
from assistant.turn import Draft, Turn
from assistant.wording import say

_LOG = logging.getLogger("hotline.release")

OnBlock = Callable[[Block], None]
"""Is given each block of a Reply once it is final."""


class Shown:
    """Which blocks a person has seen; none is given twice and none is taken back."""

    def __init__(self, on_block: OnBlock) -> None:
        self._on_block = on_block
        self._count = 0

    def so_far(self, turn: Turn) -> None:
        """The blocks of the drafts that are final."""
        self._give(text_blocks(turn))

    def whole(self, reply: Reply) -> None:
        """The rest."""
        self._give(reply.blocks)

    def _give(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks[self._count :]:
            self._on_block(block)
        self._count = max(self._count, len(blocks))


def released(turn: Turn, conversation_id: str, turn_id: str, shown: Shown | None = None) -> Reply:
    """The Reply; where something in it does not hold, without the model's words, and else that nothing was found."""
    reply = _checked(turn, conversation_id, turn_id)
    if reply is None and turn.worded_by is not None:
        turn.drafts = [replace(draft, worded="") for draft in turn.drafts]
        turn.worded_by, turn.model_trouble = None, "its words did not hold in the whole answer"
        reply = _checked(turn, conversation_id, turn_id)
    if reply is None:
        turn.kind, turn.clarify = Kind.NO_BASIS, None
        turn.drafts = [Draft(say("no_basis_unknown"))]
        reply = render(turn, conversation_id, turn_id)
    if shown is not None:
        shown.whole(reply)
    return reply


def _checked(turn: Turn, conversation_id: str, turn_id: str) -> Reply | None:
    """The rendered Reply; None, with the reasons in the turn, where something in it does not hold."""
    reply = render(turn, conversation_id, turn_id)
    found = faults(reply, turn, turn.retriever.generation)
    if not found:
        return reply
    _LOG.error("回答 %s 有未通过核对的内容：%s", turn_id, "；".join(found))
    turn.reasons += found
    turn.dropped += [Draft(reply.text)] * len(found)
    return None
