"""What stands in Latin letters, pinyin or English, in Chinese words; abbreviations and codes stay."""

from __future__ import annotations

import re
from itertools import groupby

from knowledge.speech import english, pinyin

_LETTERS = re.compile(r"[a-z]{2}")
_STRETCH = re.compile(r"[^\u3400-\u9fff]+")
_LONGEST = 2000
"""Characters of a stretch that is read: what is longer was pasted, not said."""
_GRADES = frozenset("aeo")
"""Vowels that are syllables; alone they are grades (AA) or an emphasis."""
_RUN = re.compile(r" ?(?<![a-z@_./:-])[a-z]+(?:[' ]+[a-z]+)*(?![a-z@_/:-]) ?")


def in_words(text: str) -> str:
    """The lower-case text with pinyin and English in Chinese words."""
    return _STRETCH.sub(_stretch, text) if _LETTERS.search(text) else text


def _stretch(match: re.Match[str]) -> str:
    stretch = match[0]
    if len(stretch) > _LONGEST or not _LETTERS.search(stretch):
        return stretch
    return english.in_chinese(stretch) if english.is_english(stretch) else _RUN.sub(_run, stretch)


def _run(match: re.Match[str]) -> str:
    """A run of words: what is pinyin becomes words, a code such as ct between them stays."""
    words = re.findall(r"[a-z]+", match[0])
    if len(words) == 1 and set(words[0]) <= _GRADES:
        return match[0]
    parts: list[str] = []
    for sounds, group in groupby(words, pinyin.is_pinyin):
        letters = list(group)
        parts += pinyin.read(letters) if sounds else letters
    if all(part.isascii() for part in parts):
        return match[0]
    # Between letters that stay a blank stays too.
    said = "".join(part if not part.isascii() else f" {part} " for part in parts)
    return " ".join(said.split())
