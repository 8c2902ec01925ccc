"""How text sounds: Mandarin syllables without tones, with sounds that people confuse made the same.

What was misheard or typed by sound still sounds like what was meant, so texts are also compared by sound.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pypinyin import lazy_pinyin

from knowledge.wordfiles import listed
from knowledge.words import bigrams, is_han

# Sounds that speech recognition and many dialects do not tell apart.
_ALIKE = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"^n"), "l"),
    (re.compile(r"([aei]n)g$"), r"\1"),
    (re.compile(r"^hu"), "f"),
)

_FIRST = 0x100  # characters of two bytes, none of which a text is likely to hold between Han characters


def loosened(syllable: str) -> str:
    """A syllable as an ear hears it that cannot tell zh from z, n from l, ang from an, hu from f."""
    for pattern, replacement in _ALIKE:
        syllable = pattern.sub(replacement, syllable)
    return syllable


@cache
def _codes() -> dict[str, str]:
    """Syllable → one character that stands for it: an index of such pairs is read and written in half the time."""
    syllables = listed((Path(__file__).parent / "syllables.txt").read_text(encoding="utf-8"))
    return {syllable: chr(_FIRST + number) for number, syllable in enumerate(syllables)}


@cache  # as many as there are characters
def reading(character: str) -> tuple[str, str]:
    """The syllable of a character, and the same loosened: one reading, whatever stands beside it."""
    (syllable,) = lazy_pinyin(character)
    return syllable, loosened(syllable)


@cache  # as many as there are characters
def _heard_as(character: str) -> str:
    """One reading for each character, whatever stands beside it: a question and a text must read it alike."""
    return _codes().get(reading(character)[1], character) if is_han(character) else character


def sounds(text: str) -> list[str]:
    """Overlapping pairs of syllables, one character each: 医保 and 一保 give the same; numbers and Latin words whole."""
    return ["".join(map(_heard_as, pair)) if is_han(pair) else pair for pair in bigrams(text)]


def heard_as(text: str) -> str:
    """The text by its sound, one character for each: what sounds alike (汇报, 会报) comes out the same."""
    return "".join(map(_heard_as, text))
