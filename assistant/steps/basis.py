"""basis: what the answer before rests on (哪个文件说的, 是哪一年的规定) is answered with its own documents."""

from __future__ import annotations

import re

from assistant.turn import Turn

_BASIS = re.compile(
    r"(?:哪|什么|啥)(?:个|份|一份|一个)?(?:文件|文|规定|政策|通知|细则)(?!.{0,6}(?:报|补|办))|文号|依据|出处|根据(?:是)?(?:什么|哪)"
    r"|(?:哪[一]?年|什么时候|啥时候|几时|哪时候)(?:的|出的|定的|发的|颁布的)?(?:规定|政策|标准|文件|办法|老黄历|$)|(?:哪里|哪儿|谁)(?:写|说|规定|定|看)(?:到|来)?的"
    r"|(?:有|给)(?:没有)?(?:个)?(?:文件|依据)|哪个(?:部门|单位)(?:给出|发|定|说|出)的"
)
_LONGEST = 24
"""A longer message names what it asks the basis of."""


def basis(turn: Turn) -> None:
    """Fill `basis` of every work that asks what the answer before rests on."""
    if not (turn.continues and turn.state.cited) or len(turn.heard) > _LONGEST:
        return
    for work in turn.works:
        if _BASIS.search(work.ask.text):
            work.basis = turn.state.cited
