"""Where in a message the question stands: what is told around it demands less of the evidence."""

from __future__ import annotations

import re

from knowledge.wants import is_question

_PHRASE = re.compile(r"[^，,。；;！!？?：:\s]+[？?]?")
# What asks nothing though it sounds so: 什么医保都没有, 没什么钱, 我知道哪里有骗保的, 不是要举报什么, 哪天人走了.
_INDEFINITE = re.compile(
    r"(?:(?:什么|哪[里儿个])[^，,。？?\s]{0,4}|谁|怎么|多少)[都也](?=[没不行可能得要给会])|(?:没有?|不)(?:剩|得|是)?(?:什么|多少|几个|几天|几次|几回|几年|多久)(?!时候)(?![^，,。？?]{0,8}[吗?？])"
    r"|不是(?:要|想|来)[^，,。？?]{0,6}(?:什么|谁)|(?<![想要你不们])(?:知道|晓得)(?:哪|谁|什么|怎么)[^，,。？?]{0,8}(?=[，,])|哪天[^，,。？?]{0,4}(?:走了|没了|不在)"
    r"|[病压炎症糖]了?(?:多少年|几年)了?(?=[，,。\s]|$)|[住躺歇断停等拖吃病疼痛烧保]了几(?:天|个月)(?![^，,。？?]{0,4}[?？吗])|什么的(?=[，,。])|[有花要交缴掏得差](?:(?:了|上|个|好)几[十百千万]+[块元多](?![^，,。]{0,4}[?？呢])|几[十百千万]+[块元多](?=[，,]))|不是(?:说|讲|写|规定|通知)[^，,。？?]{0,24}[吗么嘛](?=[，,])"
)
BESIDE, APART = 0.5, 0.15
_SHORT = 60
"""A message of so few characters tells no story: everything in it stands beside the question."""


def asking_words(phrase: str) -> str:
    """The phrase without what asks nothing though it sounds so: 什么医保都没有, 我知道哪里有骗保的, 住了几天."""
    return _INDEFINITE.sub("", phrase)


def phrases(text: str) -> list[tuple[str, float]]:
    """The phrases of a text with their weight: 1 where it asks, less beside a question, little apart from any.

    A text that asks nowhere, such as two search words, weighs 1 throughout.
    """
    parts = _PHRASE.findall(text)
    asks = [is_question(asking_words(part)) for part in parts]
    if not any(asks):
        return [(part, 1.0) for part in parts]
    weights = []
    for i, own in enumerate(asks):
        near = len(text) <= _SHORT or any(asks[i + 1 : i + 2] + asks[max(0, i - 1) : i])
        weights.append(1.0 if own else BESIDE if near else APART)
    return list(zip(parts, weights, strict=True))


def gist(text: str, limit: int = 240) -> str:
    """The phrases worth searching for, in order, at most about `limit` characters: what asks first, then what is near."""
    parts = phrases(text)
    room = limit
    kept: set[int] = set()
    for i in sorted(range(len(parts)), key=lambda i: (-parts[i][1], -i)):
        phrase, weight = parts[i]
        if weight > APART and len(phrase) <= room:
            kept.add(i)
            room -= len(phrase)
    return " ".join(parts[i][0] for i in sorted(kept)) or text[:limit]


def question_of(text: str) -> str:
    """The phrases that ask, joined; the whole text where none does."""
    return "，".join(part for part, weight in phrases(text) if weight == 1.0) or text
