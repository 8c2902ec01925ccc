"""How text sounds: Mandarin syllables without tones, with sounds that people confuse made the same.

What was misheard or typed by sound still sounds like what was meant, so texts are also compared by sound.
"""

from __future__ import annotations

import re
from functools import cache

from pypinyin import lazy_pinyin

from knowledge.words import bigrams

# Sounds that speech recognition and many dialects do not tell apart.
_ALIKE = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^n"), "l"),
    (re.compile(r"([aei]n)g$"), r"\1"),
    (re.compile(r"^hu"), "f"),
)


def loosened(syllable: str) -> str:
    """A syllable as an ear hears it that cannot tell zh from z, n from l, ang from an, hu from f."""
    for pattern, replacement in _ALIKE:
        syllable = pattern.sub(replacement, syllable)
    return syllable


@cache  # as many as there are characters
def _heard_as(character: str) -> str:
    """One reading for each character, whatever stands beside it: a question and a text must read it alike."""
    return loosened(lazy_pinyin(character)[0])


def sounds(text: str) -> list[str]:
    """Overlapping pairs of syllables, `["yi'bao"]` for 医保 and 一保 alike; numbers and Latin words whole."""
    return ["'".join(map(_heard_as, pair)) if pair.isalpha() and not pair.isascii() else pair for pair in bigrams(text)]
