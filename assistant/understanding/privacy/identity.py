"""Numbers of identity cards: 18 and 15 digits, Hong Kong, Macao, Taiwan; foreigners' permanent residence."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from datetime import date

from assistant.understanding.privacy.span import (
    BEFORE,
    BEHIND,
    GAP,
    Known,
    Span,
    around,
    before,
    digits_of,
    goes_on_from,
    scan,
    sizes,
)
from assistant.understanding.privacy.view import JOIN
from assistant.understanding.privacy.wording import WORDS, one_of

_KIND = "身份证号"


def _spread(pattern: str) -> str:
    """A pattern of digits, the alternatives written one sign after the other, with gaps allowed between them."""
    return "|".join(GAP.join(re.findall(r"\[[^]]*\]|[0-9]", one)) for one in pattern.split("|"))


_PLACE = _spread("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[0-9]")
_COUNTY, _YEAR = _spread("[0-9][0-9][0-9][0-9]"), _spread("[0-9][0-9]")
_CENTURY, _DAY = _spread("1[89]|20"), _spread("0[1-9]|[12][0-9]|3[01]")
_MONTH, _SERIAL = _spread("0[1-9]|1[0-2]"), _spread("[0-9][0-9][0-9]")
_BIRTH = GAP.join((_YEAR, f"(?:{_MONTH})", f"(?:{_DAY})"))
_LONG = re.compile(
    GAP.join((rf"{BEFORE}(?:{_PLACE})", _COUNTY, f"(?:{_CENTURY})", _BIRTH, _SERIAL, "[0-9Xx](?![0-9A-Za-z])"))
)
_SHORT = re.compile(GAP.join((rf"{BEFORE}(?<!{JOIN})(?:{_PLACE})", _COUNTY, _BIRTH, _SERIAL)) + BEHIND)
_USUAL = {(18,), (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (6, 12), (14, 4), (10, 8), (4, 4, 4, 4, 2), (6, 4, 2, 2, 4)}
_USUAL_SHORT = {(15,), (6, 6, 3), (6, 9), (12, 3), (3, 3, 3, 3, 3), (6, 2, 2, 2, 3)}
_CUE = re.compile(one_of(WORDS["identity"]))
# No list of sums looks like these.
_DASHED, _ZERO = re.compile("[0-9Xx-]+"), re.compile("[ -]0")
_CARD = re.compile(one_of(WORDS["card"]))
_ONE_BY_ONE = 10
"""From so many groups on a number is said digit by digit."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

# Hong Kong with its check digit in brackets is like nothing else; of Taiwan and Macao a word has to tell.
_LETTERED = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<hongkong>[A-Za-z]{1,2}[0-9]{6}\s?\(?[0-9Aa]\)?)|[A-Za-z][1289][0-9]{8}"
    r"|[157]/?[0-9]{6}(?:\([0-9]\)|/[0-9]))(?![0-9A-Za-z])"
)
_LETTERED_CUE = re.compile(one_of(WORDS["permits"]))


def identity_numbers(view: str, known: Known) -> Iterator[Span]:
    """Every number of an identity card.

    One with a wrong check digit is somebody's still, mistyped, where it is written as such numbers are.
    """
    for start, end in scan(_LONG, view, lambda match: _long(view, match)):
        yield Span(start, end, _KIND)
    for start, end in scan(_SHORT, view, lambda match: _short(view, match)):
        yield Span(start, end, _KIND)
    for start, end in scan(_LETTERED, view, lambda match: _lettered(view, match)):
        yield Span(start, end, _KIND)


def _long(view: str, match: re.Match[str]) -> int:
    digits = digits_of(match[0][:-1])
    if not _is_day(digits[6:14]):
        return 0
    if _checks(digits, match[0][-1]):
        return match.end()
    return _told(view, match, sizes(match[0][:-1] + "0"), _USUAL)


def _short(view: str, match: re.Match[str]) -> int:
    if _CARD.search(before(view, match.start())):
        return 0
    return _told(view, match, sizes(match[0]), _USUAL_SHORT) if _is_day("19" + digits_of(match[0])[6:12]) else 0


def _told(view: str, match: re.Match[str], groups: tuple[int, ...], usual: Container[tuple[int, ...]]) -> int:
    """Whether it is grouped as such numbers are, or a word tells."""
    if len(groups) >= _ONE_BY_ONE:
        return 0 if goes_on_from(view, match.start()) else match.end()
    alone = not goes_on_from(view, match.start())
    whole = groups in usual or (alone and (_DASHED.fullmatch(match[0]) or _ZERO.search(match[0])))
    return match.end() if whole or _CUE.search(around(view, *match.span())) else 0


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1890
    except ValueError:
        return False


def _checks(digits: str, last: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == last.upper()


def _lettered(view: str, match: re.Match[str]) -> int:
    near = view[max(0, match.start() - 14) : match.end() + 14]
    told = _LETTERED_CUE.search(near) or (match["hongkong"] and "(" in match[0])
    return match.end() if told else 0
