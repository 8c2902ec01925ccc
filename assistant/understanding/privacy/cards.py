"""Numbers of bank cards and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.privacy.span import BEFORE, BEHIND, Known, Span, before, digits_of, measured, scan
from assistant.understanding.privacy.wording import WORDS, one_of

_KIND = "银行卡号"
# As cards show them: whole, by fours, six and the rest, digit by digit.
_NUMBER = re.compile(
    rf"{BEFORE}(?:[0-9]{{12,21}}|[0-9]{{4}}(?:[ .·-][0-9]{{4}}){{2,4}}(?:[ .·-]?[0-9]{{1,3}})?|[0-9]{{6}}[ .·-][0-9]{{6,13}}"
    rf"|(?<![0-9][ -])[0-9](?:[ -][0-9]){{14,18}}(?![ -][0-9])){BEHIND}"
)
_GROUPS_END = re.compile(r"(?<=[0-9])(?![0-9])")
_LEAST = 12
# UnionPay; the first digits of the other schemes. Years begin with 1 and 2.
_UNIONPAY, _ISSUED = re.compile(r"62(?:[0-9]{14}|[0-9]{17})"), re.compile(r"[3-69][0-9]{12,18}")
_CARD, _THING = re.compile(one_of(WORDS["card"])), re.compile(one_of(WORDS["things"]))


def cards(view: str, known: Known) -> Iterator[Span]:
    """Every number that is a card's: by its check digit and issuer, by how UnionPay's look, or by the word before it."""
    for start, end in scan(_NUMBER, view, lambda match: _card(view, match)):
        yield Span(start, end, _KIND)


def _card(view: str, match: re.Match[str]) -> int:
    ahead = before(view, match.start(), 16)
    told = bool(_CARD.search(ahead))
    if not told and _THING.search(ahead):
        return 0
    for end in _ends(view, match):
        digits = digits_of(view[match.start() : end])
        parted = len(digits) < end - match.start()
        if measured(view, match.start(), end):
            continue
        if (told and (len(digits) >= 15 or not parted)) or _issued(digits):
            return end
    return 0


def _ends(view: str, match: re.Match[str]) -> Iterator[int]:
    """Up to where the number can reach, longest first: another one may stand behind a blank."""
    ends = (end.end() for end in _GROUPS_END.finditer(view, match.start() + _LEAST, match.end()))
    yield match.end()
    yield from sorted(set(ends) - {match.end()}, reverse=True)


def _issued(digits: str) -> bool:
    return bool(_UNIONPAY.fullmatch(digits)) or bool(_ISSUED.fullmatch(digits) and _luhn(digits))


def _luhn(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0
