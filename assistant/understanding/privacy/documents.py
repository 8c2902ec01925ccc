"""Numbers of a person's papers, told by the word before them: 社保卡, 住院号, 护照; passports and permits by their letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.privacy.span import COUNTER, LINKS, MEASURE, Known, Span, measured
from assistant.understanding.privacy.view import JOIN
from assistant.understanding.privacy.wording import WORDS, one_of

_KIND = "证件号"
_CUES: dict[str, list[str]] = WORDS["documents"]
_KIND_OF = {cue: kind for kind, cues in _CUES.items() for cue in cues}
# A sum may follow behind a blank.
_VALUE = (
    rf"(?:[0-9]{{1,6}}(?:[ {JOIN}]{{1,4}}(?!(?:{one_of(WORDS['public'])})(?![0-9]))[0-9]{{1,6}}(?![0-9A-Za-z./-]|{MEASURE}|{COUNTER}))+"
    rf"|[A-Za-z0-9]+(?:[.·/-][A-Za-z0-9]+)*)(?:\([0-9A]\))?"
)
_TOLD = re.compile(rf"(?P<cue>{one_of(_KIND_OF)})(?P<link>{LINKS})(?P<value>(?<![A-Za-z0-9]){_VALUE})")
_LEAST, _MOST = 5, 30
_NUMBERED = re.compile(r"[号码]|编")
# 刷的医保卡，12600
_SUM, _IS = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?"), re.compile(r"[是为:]")
_DAY = re.compile(r"(?:19|20)[0-9]{2}[ ./-]?(?:0?[1-9]|1[0-2])[ ./-]?(?:0?[1-9]|[12][0-9]|3[01])|(?:19|20)[0-9]{2}")

_PASSPORT = re.compile(r"(?<![0-9A-Za-z])[EeGg](?:[0-9]{8}|[A-HJ-NP-Za-hj-np-z][0-9]{7})(?![0-9A-Za-z])")
_PERMIT = re.compile(r"(?<![0-9A-Za-z])(?<!准字)[A-Za-z]{1,2}[0-9]{7,10}(?![0-9A-Za-z])")
_PERMIT_WORD = re.compile(one_of(WORDS["permits"]))
_NEAR = 14


def documents(view: str, known: Known) -> Iterator[Span]:
    """Every number behind the word for a paper, and passports and permits."""
    for match in _TOLD.finditer(view):
        end = _end(view, match)
        if end:
            yield Span(match.start("value"), end, _KIND_OF[match["cue"]])
    for match in _PASSPORT.finditer(view):
        yield Span(*match.span(), _KIND)
    for match in _PERMIT.finditer(view):
        if _PERMIT_WORD.search(view[max(0, match.start() - _NEAR) : match.end() + _NEAR]):
            yield Span(*match.span(), _KIND)


def _end(view: str, match: re.Match[str]) -> int:
    """Up to where the value is one number of a paper; 0 where it is a sum, a day, a year or too short."""
    value = match["value"]
    numbered = _NUMBERED.search(match["cue"] + match["link"])
    if not numbered and (_DAY.fullmatch(value) or (_SUM.fullmatch(value) and not _IS.search(match["link"]))):
        return 0
    many = [sign for sign in value if sign.isalnum()]
    if not _LEAST <= len(many) <= _MOST or sum(map(str.isdigit, many)) < _LEAST - 1:
        return 0
    return 0 if measured(view, *match.span("value")) else match.end("value")
