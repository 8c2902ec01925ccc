"""Why words may not be shown beside what is known, or that they may."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from assistant.checking.figures import figures_in
from assistant.checking.known import Known, plain, sentences
from assistant.checking.polarity import turned
from assistant.checking.wordings import filled
from assistant.understanding.privacy import mask

_QUOTED = re.compile(r"《([^》]+)》")
_MARKUP = re.compile(r"<[a-zA-Z/!?][^>]*>|&(?:#\d+|#x[\da-f]+|[a-z]{2,8});|!?\[[^\]]*\]\([^)]*\)|```|javascript:", re.I)
_LINK = re.compile(
    r"(?:https?|ftp)://[^\s\u3000-\u9fff\uff00-\uffef]+|(?<![\w@.])(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+(?:com|cn|net|org|gov|info|top|vip|xyz|cc|io|site|link|app)\b(?:/[^\s\u3000-\u9fff\uff00-\uffef]*)?",
    re.I | re.A,
)
_HAN_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿]{2,}")
_OF_A_PROMPT = 12
"""So many characters of the instructions in a row are an echo of them."""


def objection(words: str, known: Known) -> str | None:
    """The first reason against showing these words: markup, link, personal, prompt, figure, title or turned."""
    if _MARKUP.search(words):
        return "markup"
    if any(not known.has(link) for link in _LINK.findall(words)):
        return "link"
    if mask(words)[1] and not all(known.says(sentence) for sentence in sentences(words) if mask(sentence)[1]):
        return "personal"
    if _echoes(words):
        return "prompt"
    if _counts_anew(words, known) and _counts_anew(words, Known([*known.texts, *_ours(words)])):
        return "figure"
    if not all(map(known.has, _QUOTED.findall(words))):
        return "title"
    if not _repeats(plain(words), known) and any(_says_otherwise(one, known) for one in sentences(words)):
        return "turned"
    return None


def _counts_anew(words: str, known: Known) -> bool:
    """Whether a figure or a numeral stands in the words and in no source."""
    numerals = _HAN_NUMBER.findall(words)
    return known.figures.lacks(figures_in(words)) or not all(map(known.has, numerals))


def _ours(words: str) -> list[str]:
    """The fixed wordings of which the words are made."""
    found = map(filled, (plain(words), *sentences(words)))
    return [fixed.wording for fixed in found if fixed is not None]


def _repeats(bare: str, known: Known) -> bool:
    """Whether words are the sources' own, or a fixed wording filled with such: an ask that is quoted may hold signs."""
    fixed = filled(bare)
    return known.says(bare) or (fixed is not None and all(map(known.says, fixed.gaps)))


def _says_otherwise(bare: str, known: Known) -> bool:
    """Whether words (without signs) are neither the sources' own, nor a fixed wording filled with such, nor like them."""
    if known.says(bare):
        return False
    fixed = filled(bare)
    return any(_says_otherwise(gap, known) for gap in fixed.gaps) if fixed is not None else turned(bare, known)


@cache
def _prompts() -> frozenset[str]:
    folder = files("assistant") / "prompts"
    texts = [plain(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".txt")]
    return frozenset(text[i : i + _OF_A_PROMPT] for text in texts for i in range(len(text) - _OF_A_PROMPT + 1))


def _echoes(words: str) -> bool:
    bare = plain(words)
    return any(bare[i : i + _OF_A_PROMPT] in _prompts() for i in range(len(bare) - _OF_A_PROMPT + 1))
