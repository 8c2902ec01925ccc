"""The years of a message: of each of its bills, since what accrues begins anew each year, or two that are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from assistant.understanding.numerals import parse_number

_YEAR = r"(?P<year>20\d\d|(?<!\d)2\d)年(?!级)|(?P<near>前年|去年|上一?年|旧年|今年|本年)"
_NAMED = re.compile(_YEAR)
_SAID = re.compile(
    rf"{_YEAR}|元旦(?:之|以)?(?P<edge>前|后)|(?P<now>[这今]次|这回|今天|昨天)"
    r"|(?<![\d几个])(?P<month>\d{1,2}|[一二三四五六七八九]|十[一二]?)月(?!前|后)"
)
_AGO = {"前年": 2, "今年": 0, "本年": 0}
_TWO = 2
_LATE, _EARLY = 10, 3


def years_of(told: Sequence[str], day: date) -> list[str]:
    """The year of each bill, by the words told before each, asked on `day`; all empty where they are not of several years.

    January after December is another year; a bill of which nothing is said is of the year of the one before.
    """
    said = [list(_SAID.finditer(words)) for words in told]
    months = [next((int(parse_number(m["month"]) or 0) for m in matches if m["month"]), 0) for matches in said]
    turns = [n for n, (one, other) in enumerate(pairwise(months), 1) if one >= _LATE and 0 < other <= _EARLY]
    found: list[int] = []
    for number, matches in enumerate(said):
        named = [_of_bill(match, day) for match in matches if not match["month"]]
        before = found[-1] if found else day.year - len(turns)
        found.append(min(named) if named else before + (number in turns))
    return [str(year) for year in found] if len(set(found)) > 1 else [""] * len(found)


def compared(text: str, day: date) -> list[str]:
    """The two years that a text names, in their order; nothing where it names one, none or more."""
    found = sorted({_named(match, day) for match in _NAMED.finditer(text)})
    return [str(year) for year in found] if len(found) == _TWO else []


def _named(match: re.Match[str], day: date) -> int:
    if match["year"]:
        return int(match["year"]) if len(match["year"]) > _TWO else 2000 + int(match["year"])
    return day.year - _AGO.get(match["near"], 1)


def _of_bill(match: re.Match[str], day: date) -> int:
    if match["year"] or match["near"]:
        return _named(match, day)
    return day.year - (match["edge"] == "前")
