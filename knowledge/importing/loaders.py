"""Files to plain text, one loader a format, found by the file's suffix.

Text and Markdown are read here; what is packed or marked up is read in a limited child process (sandbox.py).
Every problem is a DocumentError of one line that says what to do instead.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from knowledge.errors import DocumentError
from knowledge.importing import limits
from knowledge.importing.encoding import decode
from knowledge.importing.sandbox import shared
from knowledge.importing.source import MAX_CHARS, SourceText, too_long

__all__ = [
    "SourceText",
    "known_suffixes",
    "load",
    "read_bytes",
    "read_source",
    "read_table_file",
    "register",
    "reported_suffixes",
]

MAX_BYTES = 20 * 1024 * 1024  # of text; what is packed may be larger (limits.MAX_PACKED_BYTES)
_MAX_ROWS, _MAX_FIELD = 100_000, 10_000

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


def reported_suffixes() -> frozenset[str]:
    """The suffixes of papers that a folder's import should name: those that can be read, and .doc, .wps, .ofd and their like."""
    return frozenset(_LOADERS) | limits.PAPERS


@register(".txt", ".md", ".markdown")
def load_text(data: bytes, name: str) -> SourceText:
    """Plain text and Markdown: the text as it stands."""
    text = decode(data, name)
    if len(text) > MAX_CHARS:
        raise too_long(name)
    return SourceText(text, name)


@register(".html", ".htm")
def load_html(data: bytes, name: str) -> SourceText:
    """A saved web page, without its furniture."""
    markup = decode(data, name)
    limits.check_markup(markup, name)
    return _source(shared().ask("html", markup.encode("utf-8", "replace"), name), name)


@register(".docx")
def load_docx(data: bytes, name: str) -> SourceText:
    """A Word document."""
    return _source(shared().ask("docx", data, name), name)


@register(".pdf")
def load_pdf(data: bytes, name: str) -> SourceText:
    """A PDF with text."""
    return _source(shared().ask("pdf", data, name), name)


@register(".xlsx")
def load_xlsx(data: bytes, name: str) -> SourceText:
    """A spreadsheet: every row with its header words."""
    return _source(shared().ask("xlsx", data, name), name)


def read_bytes(path: Path, folder: Path | None = None) -> bytes:
    """The file's bytes; raises DocumentError where it cannot be read or is empty, too large or of unknown format.

    `folder` is the one whose members are imported: a link that leads out of it is refused.
    """
    suffix, shown = _checked(path), limits.printable(path)
    if folder is not None and limits.leaves(path, folder):
        raise DocumentError("是指向所导入文件夹之外的链接；请直接导入它指向的文件", shown)
    most = limits.MAX_PACKED_BYTES if suffix in (".docx", ".pdf", ".xlsx") else MAX_BYTES
    data = limits.read_regular(path, most)
    if len(data) > most:
        raise DocumentError(f"超过 {most // 1024 // 1024} MB；请拆成几个文件，或只保留正文后再导入", shown)
    if not data.strip():
        raise DocumentError("文件是空的；请换一个有内容的文件", shown)
    return data


def read_source(path: Path) -> SourceText:
    """The plain text of one file; raises DocumentError (see read_bytes) where nothing readable is in it."""
    return load(read_bytes(path), path)


def load(data: bytes, path: Path) -> SourceText:
    """The plain text of bytes already read from `path`."""
    suffix = _checked(path)
    try:
        limits.check_kind(data, suffix, path.name)
        source = _LOADERS[suffix](data, path.name)
    except DocumentError as error:
        raise _of_path(error, path) from error
    if not any(c.isalnum() for c in source.text):
        raise DocumentError("没有可读的文字；请换一个有正文的文件", limits.printable(path))
    return source


def read_table_file(data: bytes, path: Path) -> list[tuple[str, list[list[str]]]]:
    """A .csv or .xlsx as data: title and rows of each visible sheet (for hospital directories and their like)."""
    suffix, name = path.suffix.lower(), path.name
    try:
        limits.check_name(name)
        limits.check_kind(data, suffix, name)
        if suffix == ".xlsx":
            return _sheets(shared().ask("sheets", data, name), name)
        if suffix == ".csv":
            return [("", _csv_rows(decode(data, name), name))]
    except DocumentError as error:
        raise _of_path(error, path) from error
    raise DocumentError("不是表格文件；请另存为 .csv 或 .xlsx 后再导入", limits.printable(path))


def _csv_rows(text: str, name: str) -> list[list[str]]:
    head = text[: text.find("\n") if "\n" in text else len(text)]
    mark = max(",\t;，", key=head.count)
    rows = []
    try:
        for row in csv.reader(StringIO(text), delimiter=mark, strict=False):
            rows.append([cell.strip()[:_MAX_FIELD] for cell in row])
            if len(rows) > _MAX_ROWS:
                raise DocumentError(f"超过 {_MAX_ROWS} 行；请拆成几个文件后再导入", name)
    except csv.Error as error:
        raise DocumentError("表格格式有误（引号没有成对）；请用表格软件打开后另存为 .xlsx 再导入", name) from error
    return rows


def _checked(path: Path) -> str:
    """The suffix of a file with a fair name and a format that can be read."""
    try:
        limits.check_name(path.name)
    except DocumentError as error:
        raise _of_path(error, path) from error
    suffix = path.suffix.lower()
    if suffix not in _LOADERS:
        raise DocumentError(_unknown(path), limits.printable(path))
    return suffix


def _unknown(path: Path) -> str:
    advice = limits.ADVICE.get(path.suffix.lower())
    if advice:
        return f"{advice}（不支持的格式）" if "不支持" not in advice else advice
    return f"不支持“{limits.printable(path.suffix) or '无后缀'}”格式（支持 {' '.join(known_suffixes())}）；请另存为其中一种后再导入"


def _of_path(error: DocumentError, path: Path) -> DocumentError:
    """The same refusal with the path: loaders know the name only, the person wants the path."""
    return DocumentError(
        str(error).removeprefix(f"{path.name}: ").removeprefix(f"{limits.printable(path.name)[:120]}: "),
        limits.printable(path),
    )


def _source(answer: dict[str, Any], name: str) -> SourceText:
    """The child's answer as a text, every field checked."""
    text, hints, rows, warnings = (answer.get(key) for key in ("text", "hints", "rows", "warnings"))
    if not (
        isinstance(text, str) and isinstance(hints, dict) and isinstance(rows, list) and isinstance(warnings, list)
    ):
        raise DocumentError("解析结果不完整，已放弃；请用办公软件打开后另存再导入", name)
    if len(text) > MAX_CHARS:
        raise too_long(name)
    spans = []
    for row in rows:
        start, end = row if isinstance(row, list) and len(row) == 2 else (0, 0)
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            spans.append((start, end))
    return SourceText(
        text,
        name,
        {key: str(value)[:300] for key, value in hints.items() if key in ("title", "published", "issuer")},
        tuple(spans),
        tuple(str(w)[:300] for w in warnings[:20]),
    )


def _sheets(answer: dict[str, Any], name: str) -> list[tuple[str, list[list[str]]]]:
    sheets = answer.get("sheets")
    try:
        return [(str(title), [[str(cell) for cell in row] for row in rows]) for title, rows in sheets or []]
    except (TypeError, ValueError) as error:
        raise DocumentError("解析结果不完整，已放弃；请用办公软件打开后另存再导入", name) from error
