"""The part of a clause that answers: all of a short one, the fitting sentences of a long one."""

from __future__ import annotations

import re

from assistant.ask import Ask
from assistant.understanding.terms import terms_of

SHORT = 170
_WHOLE = 320
"""A list of up to so many characters is told as a whole; of a longer one the fitting items are, below what heads it."""

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*")
_PART = re.compile(r"[^。！？；\n]+[。！？；]*")
# A sentence that begins so continues the one before it; it limits or explains it and must not be lost.
_NUMBER = re.compile(r"\d{2,}")
_NAMED = 5
_REFERENCE = re.compile(r"〔\d{4}〕\d+号|《[^》]+》")
_ITEM = re.compile(r"(?:- |\d+\. )")
_CONTINUES = re.compile(r"^(?:但|但是|其中|另外|同时|未|不|逾期|否则|不过|此外|其|该|上述|并)")


def excerpt(text: str, ask: Ask) -> str:
    """The sentences that speak of the ask, in order, whole; what limits them comes along, and what heads a list."""
    if len(text) <= SHORT:
        return text
    # Who asks of one item by its number or title wants that item.
    named = _REFERENCE.findall(ask.text)
    sentences = _sentences(text, whole=not named)
    terms, numbers = terms_of(ask), set(_NUMBER.findall(ask.text))
    scores = [
        sum(term.weight * (term.word in sentence) for term in terms)
        + 2 * len(numbers.intersection(_NUMBER.findall(sentence)))
        + _NAMED * sum(name in sentence for name in named)
        for sentence in sentences
    ]
    best = max(range(len(sentences)), key=lambda i: (scores[i], -i))
    first = last = best
    while first > 0 and _CONTINUES.match(sentences[first]):
        first -= 1
    while (
        last + 1 < len(sentences)
        and _length(sentences[first : last + 2]) <= SHORT
        and (_CONTINUES.match(sentences[last + 1]) or scores[last + 1] >= max(1.0, scores[best] - 1))
    ):
        last += 1
    start, end = text.index(sentences[first]), text.index(sentences[last]) + len(sentences[last])
    lead = f"{sentences[0]}\n" if first and sentences[0].endswith("：") and _ITEM.match(sentences[first]) else ""
    return lead + text[start:end]


def _sentences(text: str, *, whole: bool) -> list[str]:
    """The sentences of a text, a list with what heads it as one; a list that is too long in its parts."""
    found: list[str] = []
    for line in (m[0].strip() for m in _SENTENCE.finditer(text)):
        if found and _ITEM.match(line) and "：" in found[-1]:
            found[-1] = text[text.index(found[-1]) : text.index(line) + len(line)]
        elif line:
            found.append(line)
    parts = ([one] if whole and len(one) <= _WHOLE else [m[0].strip() for m in _PART.finditer(one)] for one in found)
    return [part for several in parts for part in several if part]


def _length(sentences: list[str]) -> int:
    return sum(map(len, sentences))
