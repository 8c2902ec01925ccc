"""Phones: mobiles and landlines in every spelling, with the prefix of the country and an extension."""

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
    around,
    before,
    digits_of,
    goes_on_from,
    measured,
    scan,
    sizes,
)
from assistant.understanding.privacy.view import JOIN
from assistant.understanding.privacy.wording import WORDS, one_of

_MOBILE_KIND, _LANDLINE_KIND = "手机号", "电话号"

_CHINA = r"(?:\(?(?:\+|00)?86\)?[ -]{0,2}|0(?=1))?"
_MOBILE = re.compile(rf"{BEFORE}{_CHINA}\(?(?P<number>1{GAP}[3-9](?:{GAP}[0-9]){{9}}){BEHIND}")
_GROUPED = {(3, 4, 4), (3, 3, 5), (3, 5, 3)}
"""So grouped by blanks they can also be bills: 150 2000 3000."""
_PHONE = re.compile(one_of(WORDS["phone"]))
_SUMS = re.compile(one_of(WORDS["sums"]))

_TAIL, _COUNTED = re.compile(" +[0-9]{1,2}$"), re.compile(COUNTER)
_EXTENSION = rf"(?:[ ,，-]{{0,2}}(?:{one_of(WORDS['extension'])})[ :：号]{{0,2}}[0-9]{{1,6}}(?![0-9]))?"
_AREA = r"(?:10|2[0-9]|[3-9][0-9]{2})"
_LOCAL = rf"[2-8](?:{GAP}[0-9]){{6,7}}"
_AREA_SPELT = GAP.join(
    ("0", f"(?:{GAP.join(('1', '0'))}|{GAP.join(('2', '[0-9]'))}|{GAP.join(('[3-9]', '[0-9]', '[0-9]'))})")
)
_LANDLINE = re.compile(
    rf"{BEFORE}(?P<number>(?:\(?(?:(?:\+|00)86|86-)\)?[ -]?\(?0?{_AREA}|\(?{_AREA_SPELT})\)?[ {JOIN}-]{{0,4}}{_LOCAL}"
    rf"|(?:\+|00)(?:85[23]|886)[ -]?[0-9](?:[ -]?[0-9]){{7,9}}){BEHIND}{_EXTENSION}"
)
_WITHOUT_AREA = re.compile(rf"(?:{one_of(WORDS['landline'])}){LINKS}(?P<number>(?<![0-9]){_LOCAL}){BEHIND}{_EXTENSION}")


def phones(view: str, known: Known) -> Iterator[Span]:
    """Every phone but those of the knowledge."""
    for start, end in scan(_MOBILE, view, lambda match: _mobile(view, match, known)):
        yield Span(start, end, _MOBILE_KIND)
    for start, end in scan(_LANDLINE, view, lambda match: _private(view, match, known)):
        yield Span(start, end, _LANDLINE_KIND)
    for match in _WITHOUT_AREA.finditer(view):
        end = _private(view, match, known)
        if end and not measured(view, *match.span("number")):
            yield Span(match.start("number"), end, _LANDLINE_KIND)


def _private(view: str, match: re.Match[str], known: Known) -> int:
    """Up to where a landline reaches that nobody may read; what counts something behind a blank is none of it."""
    number, end = match["number"], match.end()
    tail = _TAIL.search(number)
    if tail and _COUNTED.match(view, match.end("number")):
        number, end = number[: tail.start()], match.start("number") + tail.start()
    return 0 if digits_of(number) in known else end


def _mobile(view: str, match: re.Match[str], known: Known) -> int:
    number = match["number"]
    if digits_of(number) in known or measured(view, *match.span("number")):
        return 0
    if number.isdigit() or _PHONE.search(around(view, *match.span())):
        return match.end()
    groups = sizes(number)
    if max(groups) >= 7 or "86" in match[0][: match.start("number") - match.start()]:  # no bill is so long
        return match.end()
    if JOIN in number:
        return 0
    if len(groups) == 11:  # digit by digit, and not part of a longer number
        return 0 if goes_on_from(view, match.start()) else match.end()
    if " " not in number:  # what is parted by dashes is no bill; a date is none: 1998-12-31-130
        return 0 if groups[0] == 4 and groups[1] <= 2 else match.end()
    # No sum of money begins with 0.
    if groups[0] > 1 and re.search("[ -]0", number):
        return match.end()
    return match.end() if groups in _GROUPED and not _SUMS.search(before(view, match.start(), 24)) else 0
