"""Files to plain text, one loader a format, found by the file's suffix.

A later format (.docx, .pdf, .xlsx) joins by registering one function: bytes and name in, SourceText out.
Every problem is a DocumentError of one line that says what to do instead.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.errors import DocumentError
from knowledge.importing.encoding import decode
from knowledge.importing.html import page_text

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceText:
    """The plain text of a source, the file's name, and what the file says of itself apart from its text.

    Spans of clauses count characters of `text`. `hints` may hold `title`, `published`, `issuer`.
    """

    text: str
    name: str
    hints: dict[str, str] = field(default_factory=dict)


Loader = Callable[[bytes, str], SourceText]
_LOADERS: dict[str, Loader] = {}


def register(*suffixes: str) -> Callable[[Loader], Loader]:
    """Make a function the loader of these suffixes (lower case, with the dot)."""

    def add(loader: Loader) -> Loader:
        _LOADERS.update(dict.fromkeys(suffixes, loader))
        return loader

    return add


def known_suffixes() -> tuple[str, ...]:
    """The suffixes that can be read."""
    return tuple(sorted(_LOADERS))


@register(".txt", ".md", ".markdown")
def load_text(data: bytes, name: str) -> SourceText:
    """Plain text and Markdown: the text as it stands."""
    return SourceText(decode(data, name), name)


@register(".html", ".htm")
def load_html(data: bytes, name: str) -> SourceText:
    """A saved web page, without its furniture."""
    text, hints = page_text(decode(data, name))
    return SourceText(text, name, hints)


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises DocumentError where it cannot be read or is empty, too large or of unknown format."""
    if path.suffix.lower() not in _LOADERS:
        known = " ".join(known_suffixes())
        raise DocumentError(f"不支持“{path.suffix or '无后缀'}”格式（支持 {known}）；请另存为其中一种后再导入", path)
    try:
        if not path.is_file():
            raise DocumentError("没有这个文件；请检查路径", path)
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"超过 {MAX_BYTES // 1024 // 1024} MB；请拆成几个文件，或只保留正文后再导入", path)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"读不了这个文件（{os.strerror(error.errno or 0)}）；请检查权限", path) from error
    if not data.strip():
        raise DocumentError("文件是空的；请换一个有内容的文件", path)
    return data


def read_source(path: Path) -> SourceText:
    """The plain text of one file; raises DocumentError (see read_bytes) where nothing readable is in it."""
    return load(read_bytes(path), path)


def load(data: bytes, path: Path) -> SourceText:
    """The plain text of bytes already read from `path`."""
    try:
        source = _LOADERS[path.suffix.lower()](data, path.name)
    except DocumentError as error:
        # Loaders know the name only; the person wants the path.
        raise DocumentError(str(error).removeprefix(f"{path.name}: "), path) from error
    if not any(c.isalnum() for c in source.text):
        raise DocumentError("没有可读的文字；请换一个有正文的文件", path)
    return source
