"""One message, one or more asks: cut where a new question begins, keep what belongs to all of them."""

from __future__ import annotations

import re

from knowledge.wants import is_question

_BREAK = re.compile(
    r"(?<=[？?；;。！!\n])|(?=(?<![\d.])[1-9][.、．)）]\s*[^\d\s])|(?=(?:另外|还有(?:就是|个|一个)?|再问|再就是|第二|第三|其次|顺便问)[，,、：:\s]?)"
)
_PHRASE = re.compile(r"[^，,\s]+[，,\s]*")
_COUNT = re.compile(r"^(?:我?(?:想)?(?:问|打听)?(?:两|三|几)(?:件|个)(?:事|问题)[:：，,]?)")
# A phrase with one of these asks for something of its own; 是不是 or 还是 only turns the question before it.
_OWN_QUESTION = re.compile(
    r"多少|好多|(?<![那这好十前后头])几(?!乎|个月前|天前|年前)|什么(?!的)|啥(?!的)|怎么|咋|哪(?!怕)|谁|多久|多长|如何"
)
_MOST = 4


def split_asks(text: str) -> list[str]:
    """The asks of a message in order; statements before a question belong to it and to the later ones.

    A message without any question is one ask as it stands.
    """
    sentences = [p for p in _BREAK.split(_COUNT.sub("", text)) if p and p.strip(" ，,。？?！!；;\n")]
    parts = [part for sentence in sentences for part in _questions(sentence)]
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
    return asks[:_MOST] or [text.strip()]


def _questions(sentence: str) -> list[str]:
    """The questions of one sentence; what is told before a question stays with it."""
    parts = [""]
    asked = False
    for match in _PHRASE.finditer(sentence):
        own = bool(_OWN_QUESTION.search(match[0]))
        if own and asked:
            parts.append("")
        parts[-1] += match[0]
        asked = asked or own
    return [part.strip() for part in parts]
