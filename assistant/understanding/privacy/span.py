"""What every kind of personal data is found with: a span of the text, the words that stand before it, its digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from assistant.understanding.privacy.view import JOIN
from assistant.understanding.privacy.wording import WORDS, one_of

Known = AbstractSet[str]
"""Phones that everybody may read, as digits."""
NONE: Known = frozenset()

BEFORE, BEHIND = r"(?<![0-9])", r"(?![0-9])"
"""The edges of a number. `\\b` does not exist between a Chinese character and a digit."""
GAP = rf"[ .·(){JOIN}-]{{0,4}}"
"""What stands between the digits of one number as people write it."""

MEASURE = rf"(?:\.[0-9]{{1,4}})?\s?(?:{one_of(WORDS['measures'])})"
_MEASURED = re.compile(MEASURE)
_PAID = re.compile(rf"(?:{one_of(WORDS['currency'])})\s?$")
COUNTER = rf"(?:{one_of(WORDS['counters'])})"
LINKS = rf"(?:{one_of(WORDS['links'])}|[^0-9A-Za-z\u3400-\u9fff〕\n。;；!！?？]){{0,6}}"
"""What stands between the word for a number and the number: 是, a colon, an emoji."""
_ONE_BEFORE = re.compile(r"[0-9][ -]")
_NEAR, _BEHIND = 14, 10
_CLAUSE = re.compile(r"[。;；!！?？\n〕]")
# The number is the answer to what was asked just before, or stands on the next line: 电话呢？ / 来电人：嗯，138…
_ASKED = re.compile(r"[。?？!！ ]*(?:\n|[\n ]【?[\u4e00-\u9fff]{1,6}(?:】|[:：]))[^0-9\n。]{0,6}$")


class Span(NamedTuple):
    """A piece of the text from `start` up to `end` and what it is, as the mask names it."""

    start: int
    end: int
    kind: str


def scan(pattern: re.Pattern[str], view: str, take: Callable[[re.Match[str]], int]) -> Iterator[tuple[int, int]]:
    """The places that a pattern matches and of which `take` says up to where they count (0: not at all).

    What was not taken is looked through again from its second character.
    """
    at = 0
    while match := pattern.search(view, at):
        end = take(match)
        if end:
            yield match.start(), end
        at = end or match.start() + 1


def goes_on_from(view: str, start: int) -> bool:
    """Whether digits said one by one begin before this place."""
    return bool(_ONE_BEFORE.fullmatch(view[max(0, start - 2) : start]))


def digits_of(text: str) -> str:
    """The digits of a text and nothing else."""
    return "".join(filter(str.isdigit, text))


def sizes(text: str) -> tuple[int, ...]:
    """How many digits each group of a number has."""
    return tuple(map(len, re.findall(r"[0-9]+", text)))


def before(view: str, start: int, near: int = _NEAR) -> str:
    """The words just before a place, of the same sentence and of the question that it answers."""
    ahead = _CLAUSE.split(view[max(0, start - near) : start])[-1]
    asked = _ASKED.search(view, max(0, start - near - 8), start)
    return _CLAUSE.split(view[max(0, asked.start() - near) : asked.start()])[-1] + ahead if asked else ahead


def around(view: str, start: int, end: int, near: int = _NEAR) -> str:
    """The words just before and behind a place."""
    return before(view, start, near) + " " + _CLAUSE.split(view[end : end + _BEHIND])[0]


def measured(view: str, start: int, end: int) -> bool:
    """Whether a number counts or costs something: 13812345678元."""
    return bool(_MEASURED.match(view, end) or _PAID.search(view, max(0, start - 2), start))
