"""A text as every kind of personal data reads it: plain digits, letters and dashes, each character in its place."""

from __future__ import annotations

import re
import unicodedata

from assistant.understanding.privacy.wording import WORDS

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff0d\uff5e~\u301c_"
_BLANKS = "\t\xa0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u200f\u2060\u3000\ufeff"
# Digits in circles, of other scripts, in mathematical letters.
_RANGES = ((0x00B2, 0x3000), (0xA620, 0xAC00), (0xFF10, 0xFF1A), (0x1D7CE, 0x1D800))


def _forms() -> dict[int, str]:
    forms = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，。；：！？、"}
    for first, last in _RANGES:
        for code in range(first, last):
            if (digit := unicodedata.digit(chr(code), None)) is not None:
                forms[code] = str(digit)
    return forms | dict.fromkeys(map(ord, _BLANKS), " ") | dict.fromkeys(map(ord, _DASHES), "-")


_FORMS = _forms()
_DIGITS: dict[str, str] = WORDS["digits"]
_SIGN = f"[{''.join(_DIGITS)}]"
_PAUSE = f"[{re.escape(WORDS['pauses'])}]"
# Three at least, or one between plain digits: neither 周一 nor 一次 is a digit.
_SPOKEN = re.compile(rf"{_SIGN}(?:{_PAUSE}{{0,3}}{_SIGN}){{2,}}(?![十百千万亿])|(?<=[0-9]){_SIGN}{{1,4}}(?=[0-9])")
_AS_SAID = {ord(sign): digit for sign, digit in _DIGITS.items()} | {ord(pause): " " for pause in WORDS["pauses"]}


def plain(text: str) -> str:
    """The view of a text, as long as the text: full-width forms are plain, digits said one by one are digits."""
    return _SPOKEN.sub(lambda run: run[0].translate(_AS_SAID), text.translate(_FORMS))
