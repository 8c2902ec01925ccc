"""A text as every kind of personal data reads it: plain digits, letters and dashes.

Digits said one by one are digits, and where a number is dictated piece by piece (1382，嗯，然后是345) what stands
between the pieces is a JOIN.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from assistant.understanding.privacy.wording import WORDS, one_of
from knowledge.speech.script import simplified

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\uff5e~\u301c_"
_BLANKS = "\t\xa0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u200f\u2060\u3000\ufeff"
_EMOJI = (*range(0x2600, 0x27C0), *range(0x1F000, 0x1FB00), 0xFE0F)
# Digits in circles, of other scripts, in mathematical letters.
_RANGES = ((0x00B2, 0x3000), (0xA620, 0xAC00), (0xFF10, 0xFF1A), (0x1D7CE, 0x1D800))


def _forms() -> dict[int, str]:
    forms = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，。；：！？、"}
    for first, last in _RANGES:
        for code in range(first, last):
            if (digit := unicodedata.digit(chr(code), None)) is not None:
                forms[code] = str(digit)
    return (
        forms
        | dict.fromkeys((*map(ord, _BLANKS), *(code for code in _EMOJI if code not in forms)), " ")
        | dict.fromkeys(map(ord, _DASHES), "-")
    )


_FORMS = _forms()
_DIGITS: dict[str, str] = WORDS["digits"]
_SIGN = f"[{''.join(_DIGITS)}]"
_PAUSE = f"[{re.escape(WORDS['pauses'])}]"
# Three at least, or one between plain digits: neither 周一 nor 一次 is a digit.
_SPOKEN = re.compile(rf"{_SIGN}(?:{_PAUSE}{{0,3}}{_SIGN}){{2,}}(?![十百千万亿])|(?<=[0-9]){_SIGN}{{1,4}}(?=[0-9])")
_AS_SAID = {ord(sign): digit for sign, digit in _DIGITS.items()} | {ord(pause): " " for pause in WORDS["pauses"]}
_CROSS = re.compile(rf"(?<=[0-9]){_PAUSE}{{0,2}}[{WORDS['crosses']}]")

JOIN = "\x1f"
_STOPS = r"[^0-9A-Za-z\u3400-\u9fff:：【】〔〕]{0,4}"
_WORDS = rf"(?:(?:{one_of(WORDS['joins'])}){_STOPS})"
# The other one's line between: 嗯，您说。
_SPEAKER = r"[\n ]【?[\u4e00-\u9fff]{1,6}(?:】|[:：]) ?"
_TIMES: dict[str, int] = WORDS["times"]
_REWRITTEN = re.compile(
    rf"(?<=[0-9])(?:(?P<repeated>(?:[{''.join(_TIMES)}]个[0-9{''.join(_DIGITS)}])+)"
    rf"|{_STOPS}(?:{_WORDS}{{1,3}}|{_SPEAKER}{_WORDS}{{1,4}}{_SPEAKER}{_WORDS}{{0,3}})(?=[0-9]))"
)


class View(NamedTuple):
    """The view of a text; `places` tells where each of its characters stands there, None: at the same place."""

    text: str
    places: list[int] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A piece of the view, as it lies in the text itself."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def view_of(text: str) -> View:
    """The view of a text, in simplified characters."""
    view = text.translate(_FORMS)
    modern = simplified(view)
    view = modern if len(modern) == len(view) else view
    view = _SPOKEN.sub(lambda run: run[0].translate(_AS_SAID), view)
    view = _CROSS.sub(lambda cross: "X".rjust(len(cross[0])), view)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in _REWRITTEN.finditer(view):
        pieces.append(view[at : match.start()])
        places += range(at, match.start())
        at = match.end()
        if match["repeated"] is None:
            pieces.append(JOIN)
            places.append(match.start())
        for start in range(match.start(), match.end(), 3) if match["repeated"] else ():  # 四个5
            times, digit = _TIMES[view[start]], view[start + 2]
            pieces.append(_DIGITS.get(digit, digit) * times)
            places += [start] * (times - 1) + [start + 2]
    return View("".join([*pieces, view[at:]]), [*places, *range(at, len(view))]) if at else View(view)
