"""Bytes to text: UTF-8, UTF-16 and GB18030 (GBK, GB2312) as Chinese offices save them.

A file that is none of these raises DocumentError with what to do instead.
"""

from __future__ import annotations

import codecs
import re
from operator import ne

from knowledge.errors import DocumentError

# Each becomes one character, so that no other character changes its place.
_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_ODD = re.compile(
    r"[^\t\n\r -~\u00a0-\u00ff\u2000-\u2fff\u3000-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]"
)
_SAMPLE = 200_000
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes, line ends as `\\n`; raises DocumentError naming `name`."""
    text = _decoded(data, name)
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    plain = _CONTROL.sub(" ", text)
    if plain != text and sum(map(ne, plain, text)) > len(text) // 500:
        raise DocumentError("含有大量控制字符，像是二进制文件；请导出为 UTF-8 文本后再导入", name)
    return plain


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise DocumentError("文件编码已损坏；请重新另存为 UTF-8 文本", name) from None
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = _strict(data, encoding)
            if text is not None and "\x00" not in text and _readable(text):
                return text
        raise DocumentError("含有 NUL 字节，不是文本文件；请导出为 UTF-8 文本后再导入", name)
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    text = _strict(data, "gb18030")
    if text is not None and _readable(text):
        return text
    raise DocumentError("认不出文字编码（支持 UTF-8、GB18030、UTF-16）；请另存为 UTF-8 文本", name)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _readable(text: str) -> bool:
    """Whether the characters are those of Chinese prose: GB18030 and UTF-16 decode almost any bytes."""
    sample = text[:_SAMPLE]
    if len(_ODD.findall(sample)) > len(sample) // 100:
        return False
    # Characters of GB2312 are the everyday ones; bytes of another encoding turn into rare ones.
    common = len(sample.encode("gb2312", errors="ignore").decode("gb2312"))
    return common >= len(sample) * 0.85
