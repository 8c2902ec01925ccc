"""E-mail addresses and number plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.privacy.span import Known, Span

# A local part has 64 characters at most; an unbounded one would read a run of digits again from each of them.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使][ ·]{0,2}[A-HJ-Za-hj-z][ .·•-]{0,2}"
    r"(?=[A-Za-z0-9]{0,5}[0-9])[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领](?![0-9A-Za-z])"
)


def emails(view: str, known: Known) -> Iterator[Span]:
    """Every e-mail address."""
    for match in _EMAIL.finditer(view):
        yield Span(*match.span(), "邮箱")


def plates(view: str, known: Known) -> Iterator[Span]:
    """Every number plate of a car: 川B·12345, 京AD12345, 粤Z1234港."""
    for match in _PLATE.finditer(view):
        yield Span(*match.span(), "车牌号")
