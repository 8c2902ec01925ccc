"""Bills that a message speaks of by place or sum: 中间那次不是540，是450; 光算最后那次; 还漏了一张; 药店那笔不要了."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assistant.understanding.numerals import parse_number

_ONE = "(?:次|回|张|笔|趟|单|个|份|家)"
_PLACE = re.compile(
    rf"第(?P<count>[一二三四五六七八九\d]){_ONE}|(?P<first>(?:头|第)一?{_ONE}|(?:最先|最前头?|最早|开头|前头)(?:那|的)?一?{_ONE})"
    rf"|(?P<last>最后头?(?:面|边)?(?:那|这|的)?一?{_ONE}|最近(?:那|这|的)?一?{_ONE}|末[了尾](?:那|的)?一?{_ONE}|后头那{_ONE}|后(?:头|面)?(?:那|的)?一{_ONE})"
    rf"|(?P<middle>(?:中间|当中)(?:那|的)?一?{_ONE})"
)
_MORE = re.compile(
    rf"漏了?(?:说|算|报)?|(?:还|又)有(?:一|1){_ONE}|再加(?!上医)|加(?:上|起来|到一起|一块|在一起)|一起算|一并|[两三]{_ONE}(?:一起|一共|合)|合起来"
)
_EARLIER = re.compile(r"(?:上个?|前)(?:礼拜|星期|周|月|天|阵|[次回])|之前|先前|早些时候")
_LESS = re.compile(
    r"不要了|不算(?!数吗|吗|不算)|作废|退(?:了|掉|回去)|丢了|掉了|去掉|除开|刨开|拿掉|没去成|没看成|划掉|取消"
)
_KEEPS = re.compile(r"不退|没退|没丢|找到|先不|是不是|吗|算不算|退休")
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
    only = _ONLY.search(text)
    if only is None:
        return None
    at = _place(text[only.end() :], len(bills))  # 后一张退了，只算头一张
    at = _place(text, len(bills)) if at is None else at
    return None if at is None else bills[at]


def added(bills: list[str], new: str, text: str) -> list[str] | None:
    """The bills with one more that was left out (还漏了一张) or is added up with them, in their order; or None."""
    if not _MORE.search(text):
        return None
    return [new, *bills] if _EARLIER.search(text) and "又" not in text else [*bills, new]


def without(bills: list[str], text: str, tiers: Sequence[str | None], told: Mapping[str, str]) -> list[str] | None:
    """The bills without the one that no longer counts, meant by its place or by where it is from (药店那笔不要了); or None."""
    if len(bills) < 2 or not _LESS.search(text) or _KEEPS.search(text) or _ONLY.search(text):
        return None
    at = _place(text, len(bills))
    if at is None and len(tiers) == len(bills) and "tier" in told and list(tiers).count(told["tier"]) == 1:
        at = list(tiers).index(told["tier"])
    return None if at is None else [*bills[:at], *bills[at + 1 :]]


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
