"""One message, one or more asks: cut where a new question begins, keep what belongs to all of them."""

from __future__ import annotations

import re

from assistant.understanding.wants import is_question

_BREAK = re.compile(
    r"(?<=[？?；;。！!\n])|(?=(?:另外|还有(?:就是|个|一个)?|再问|再就是|第二|第三|其次|顺便问)[，,、：:\s]?)"
)
_COUNT = re.compile(r"^(?:我?(?:想)?(?:问|打听)?(?:两|三|几)(?:件|个)(?:事|问题)[:：，,]?)")


def split_asks(text: str) -> list[str]:
    """The asks of a message in order; statements before a question belong to it and to the later ones.

    A message without any question is one ask as it stands.
    """
    parts = [p.strip() for p in _BREAK.split(_COUNT.sub("", text)) if p and p.strip(" ，,。？?！!；;\n")]
    shared: list[str] = []
    asks: list[str] = []
    for part in parts:
        if is_question(part):
            asks.append("".join([*shared, part]))
        else:
            shared.append(part)
    if asks and shared and not any(s in asks[0] for s in shared):
        # The story came after the question: it belongs to the last ask.
        asks[-1] += "".join(shared)
    return asks[:4] or [text.strip()]
