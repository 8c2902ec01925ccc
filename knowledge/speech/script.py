"""Traditional characters, those of Hong Kong and Taiwan among them, as simplified ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

# Characters of Chinese dialects, for which the tables of standard Chinese know another, rarer one.
_STAY = frozenset("么嗰喎")


def simplified(text: str) -> str:
    """The text in simplified characters: 個人帳戶 → 个人帐户."""
    try:
        # The characters of GB 2312 are the simplified ones; a text that needs no others need not be converted.
        text.encode("gb2312")
    except UnicodeEncodeError:
        return "".join(a if a in _STAY else b for a, b in zip(text, _converted(text), strict=True))
    return text


def _converted(text: str) -> str:
    for convert in _converters():
        text = convert(text)
    return text


@cache
def _converters() -> tuple[Callable[[str], str], ...]:
    # Imported here: most processes never see a traditional character.
    from opencc import OpenCC

    # Each knows variants that the other does not: 著 is Taiwan's, 衞 Hong Kong's.
    return OpenCC("tw2s").convert, OpenCC("hk2s").convert
