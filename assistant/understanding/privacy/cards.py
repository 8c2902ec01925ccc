"""Numbers of bank cards and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.privacy.span import (
    BEFORE,
    BEHIND,
    COUNTER,
    GAP,
    LINKS,
    Known,
    Span,
    before,
    digits_of,
    measured,
    scan,
)
from assistant.understanding.privacy.wording import WORDS, one_of

_KIND = "银行卡号"
# Whole, by fours, by six and the rest, digit by digit; UnionPay's in any groups; behind the word for it any at all.
_NUMBER = re.compile(
    rf"{BEFORE}(?<![0-9]-)(?:[0-9]{{15,21}}|[0-9]{{4}}(?:[ .·-]{{1,2}}[0-9]{{4}}){{2,4}}(?:[ .·-]{{0,2}}[0-9]{{1,3}})?"
    rf"|[0-9]{{6}}[ .·-][0-9]{{6,13}}|6{GAP}2(?:{GAP}[0-9]){{13,18}}){BEHIND}"
)
_TOLD = re.compile(
    rf"(?:{one_of(WORDS['card_number'])}){LINKS}(?P<number>(?<![0-9])[0-9](?:{GAP}[0-9]){{11,20}}){BEHIND}"
)
_GROUPS_END = re.compile(r"(?<=[0-9])(?![0-9])")
_COUNTED = re.compile(COUNTER)
_LEAST, _USUAL = 12, (16, 17, 18, 19)
# UnionPay; the first digits of the other schemes. Years begin with 1 and 2.
_UNIONPAY, _ISSUED = (
    re.compile(r"62(?:[0-9]{14}|[0-9]{17})"),
    re.compile(r"[3-69][0-9]{15}(?:[0-9]{3})?|3[47][0-9]{13}"),
)
_CARD, _THING = re.compile(one_of(WORDS["card"])), re.compile(rf"(?:{one_of(WORDS['things'])})[^0-9]{{0,5}}$")


def cards(view: str, known: Known) -> Iterator[Span]:
    """Every number that is a card's: by its check digit and issuer, by how UnionPay's look, or by the word before it."""
    for match in _TOLD.finditer(view):
        end = _told(view, match)
        if end:
            yield Span(match.start("number"), end, _KIND)
    for start, end in scan(_NUMBER, view, lambda match: _card(view, match)):
        yield Span(start, end, _KIND)


def _told(view: str, match: re.Match[str]) -> int:
    return next(_ends(view, match.start("number"), match.end()), 0)


def _card(view: str, match: re.Match[str]) -> int:
    ahead = before(view, match.start(), 16)
    if _THING.search(ahead):
        return 0
    told = bool(_CARD.search(ahead))
    ends = _ends(view, match.start(), match.end())
    return next((end for end in ends if told or _issued(view[match.start() : end])), 0)


def _ends(view: str, start: int, longest: int) -> Iterator[int]:
    """Up to where the number can reach, the likeliest first: another one may stand behind a blank."""
    ends = (end.end() for end in _GROUPS_END.finditer(view, start + _LEAST, longest))

    def unlikely(end: int) -> tuple[bool, bool, bool, int]:
        digits = digits_of(view[start:end])
        checked = _ISSUED.fullmatch(digits) and _luhn(digits)
        return not checked, len(digits) not in _USUAL, bool(_COUNTED.match(view, end)), -end

    yield from sorted((end for end in ends if not measured(view, start, end)), key=unlikely)


def _issued(number: str) -> bool:
    """Whether a number is a card's by itself; four equal sums side by side (6228 6228 …) look like one, too."""
    digits = digits_of(number)
    if " " not in number and _UNIONPAY.fullmatch(digits):
        return True
    return bool(_ISSUED.fullmatch(digits)) and _luhn(digits)


def _luhn(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0
