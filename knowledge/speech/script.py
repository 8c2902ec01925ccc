"""Traditional characters, those of Hong Kong and Taiwan among them, as simplified ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
# Characters of Chinese dialects, for which the tables of standard Chinese know another, rarer one.
_STAY = frozenset("么嗰喎")


def simplified(text: str) -> str:
    """The text in simplified characters: 個人帳戶 → 个人帐户."""
    try:
        # The characters of GB 2312 are the simplified ones; a text that needs no others need not be converted.
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _HAN.sub(lambda run: _converted(run[0]), text)
    return text


def _converted(run: str) -> str:
    plain = run
    for convert in _converters():
        plain = convert(plain)
    if len(plain) != len(run):
        return plain
    return "".join(a if a in _STAY else b for a, b in zip(run, plain, strict=True))


@cache
def _converters() -> tuple[Callable[[str], str], ...]:
    # Imported here: most processes never see a traditional character.
    from opencc import OpenCC

    # Each knows variants that the other does not: 著 is Taiwan's, 衞 Hong Kong's.
    return OpenCC("tw2s").convert, OpenCC("hk2s").convert
