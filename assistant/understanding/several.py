"""One of several bills that a message speaks of by its place or its sum: 中间那次不是540，是450; 光算最后那次."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.understanding.numerals import parse_number

_ONE = "(?:次|回|张|笔|趟|单|个|份|家)"
_PLACE = re.compile(
    rf"第(?P<count>[一二三四五六七八九\d]){_ONE}|(?P<first>(?:头|第)一?{_ONE}|(?:最先|最前头?|最早|开头|前头)(?:那|的)?一?{_ONE})"
    rf"|(?P<last>最后头?(?:面|边)?(?:那|这|的)?一?{_ONE}|最近(?:那|这|的)?一?{_ONE}|末[了尾](?:那|的)?一?{_ONE}|后头那{_ONE})"
    rf"|(?P<middle>(?:中间|当中)(?:那|的)?一?{_ONE})"
)
_ONLY = re.compile(r"(?:光|只|单|仅|就|先)(?:是)?(?:[算看报说问]|讲|要)")


def replaced(bills: list[str], new: str, text: str, said: Iterable[Decimal]) -> list[str] | None:
    """The bills with `new` in the stead of the one meant: by its place, else by its sum among those `said`; or None."""
    at = _place(text, len(bills))
    if at is None:
        named = [n for n, bill in enumerate(bills) if Decimal(bill) in said]
        at = named[0] if len(named) == 1 and bills[named[0]] != new else None
    return None if at is None else [*bills[:at], new, *bills[at + 1 :]]


def picked(bills: list[str], text: str) -> str | None:
    """The one bill that alone is to be counted (光算最后那次), or None."""
    at = _place(text, len(bills)) if _ONLY.search(text) else None
    return None if at is None else bills[at]


def _place(text: str, count: int) -> int | None:
    """Which of so many the text names, from 0; None where it names none, several or one that is not there."""
    places = {_index(match, count) for match in _PLACE.finditer(text)}
    place = places.pop() if len(places) == 1 else None
    return place if place is not None and 0 <= place < count else None


def _index(match: re.Match[str], count: int) -> int | None:
    if match["count"]:
        return int(parse_number(match["count"]) or 0) - 1
    if match["middle"]:
        return count // 2 if count % 2 else None
    return 0 if match["first"] else count - 1
