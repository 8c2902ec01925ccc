"""Personal numbers are masked before anything is logged, stored, searched or sent on.

`\\b` does not exist between a Chinese character and a digit, so the edges are look-arounds.
"""

from __future__ import annotations

import re

_EDGE, _END = r"(?<![\dA-Za-z])", r"(?![\dA-Za-z])"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "身份证号",
        re.compile(
            rf"{_EDGE}[1-9]\d{{5}}[ -]?(?:19|20)\d{{2}}[ -]?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?\d{{3}}[\dXx]{_END}"
        ),
    ),
    ("银行卡号", re.compile(rf"{_EDGE}(?:\d{{4}}[ -]?){{3,4}}\d{{1,4}}{_END}")),
    ("手机号", re.compile(rf"{_EDGE}(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_END}")),
    ("邮箱", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "证件号",
        re.compile(r"((?:社保卡|医保号|住院号|证件号|医保编号|保险号)(?:号码|号|是|为|[：:\s])*)[A-Za-z0-9]{6,}"),
    ),
    ("姓名", re.compile(r"((?:我叫|名叫|户名|患者|姓名)(?:是|为|[：:\s])*)[\u4e00-\u9fff]{2,3}(?=[，。,.\s；;！!]|$)")),
)


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with personal numbers and names replaced by `〔身份证号〕` and the like, and which kinds were found."""
    found = []
    for name, pattern in _KINDS:
        # A cue word before the number stays; it is the pattern's only group.
        text, count = pattern.subn(rf"\g<1>〔{name}〕" if pattern.groups else f"〔{name}〕", text)
        if count:
            found.append(name)
    return text, tuple(found)
