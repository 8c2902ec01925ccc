"""The phones that stand in the knowledge: public, wherever somebody names them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.words import normalise

_PHONE = re.compile(
    r"(?<![0-9])(?:[(]?(?P<area>0(?:10|2[0-9]|[3-9][0-9]{2}))[)]?[ －—–-]{0,2})?"
    r"(?P<number>1[3-9][0-9]{9}|[48]00[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}|[2-8][0-9]{2,3}[ -]?[0-9]{4}|[0-9]{5,8})(?![0-9])"
)
_NOT_A_DIGIT = re.compile(r"[^0-9]")


def phones_in(texts: Iterable[str]) -> list[str]:
    """The phones of these texts as digits, each with its area code and without: `08165037026`, `5037026`.

    Dates and document numbers that look like phones are among them; what is public anyway does no harm here.
    """
    found: set[str] = set()
    for text in texts:
        for match in _PHONE.finditer(normalise(text)):
            number = _NOT_A_DIGIT.sub("", match["number"])
            found |= {number, (match["area"] or "") + number}
    return sorted(number for number in found if len(number) >= 7)
