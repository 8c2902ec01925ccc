"""What every loader gives: plain text, the file's name, and what the file says apart from its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.errors import DocumentError

MAX_CHARS = 3_000_000

# Radicals that PDF fonts put in the place of the character that looks the same, controls, halves of pairs, private use.
_RADICALS = re.compile("[\u2e80-\u2fd5]")
_UNSPEAKABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BLANKS = re.compile(r"[ \t\xa0\u2000-\u200a]+")
_LOOKS_LIKE = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳", "民见角贝车长门青韦页风飞食马鱼鸟麦黄齐齿龙龟"
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """The plain text of a source, the file's name, and what the file says of itself apart from its text.

    Spans of clauses count characters of `text`. `hints` may hold `title`, `published`, `issuer`. `rows` are the
    spans of those lines that are one row of a table each; `warnings` say what of the file was left out.
    """

    text: str
    name: str
    hints: dict[str, str] = field(default_factory=dict)
    rows: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()


class Draft:
    """A text that grows line by line, and remembers which lines are rows of a table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hints: dict[str, str] = {}
        self.warnings: list[str] = []
        self._lines: list[tuple[str, bool]] = []
        self._chars = 0

    def add(self, text: str, row: bool = False) -> None:
        """Add the lines of a text; empty ones are left out. Raises DocumentError where the whole grows too long."""
        self._chars += len(text)
        if self._chars > MAX_CHARS:
            raise too_long(self.name)
        for line in [" ".join(text.split("\n"))] if row else text.split("\n"):
            kept = tidy(line)
            if kept:
                self._lines.append((kept, row))

    def add_rows(self, rows: Iterable[tuple[str, bool]]) -> None:
        """Add lines as tables.py gives them: text, and whether it is a row."""
        for text, row in rows:
            self.add(text, row)

    def source(self) -> SourceText:
        """The finished text."""
        at, rows = 0, []
        for line, row in self._lines:
            if row:
                rows.append((at, at + len(line)))
            at += len(line) + 1
        text = "\n".join(line for line, _ in self._lines)
        return SourceText(text, self.name, dict(self.hints), tuple(rows), tuple(self.warnings))


def tidy(line: str) -> str:
    """A line without controls and marks that nobody sees, radicals turned into their characters, blanks joined."""
    if _RADICALS.search(line):
        line = _RADICALS.sub(_character, line)
    return _BLANKS.sub(" ", _UNSPEAKABLE.sub("", line.replace("\x0b", " ").replace("\x0c", " "))).strip()


def _character(match: re.Match[str]) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", match[0].translate(_LOOKS_LIKE))


def too_long(name: str) -> DocumentError:
    """The refusal of a text that is longer than any policy."""
    return DocumentError(f"正文超过 {MAX_CHARS // 10_000} 万字，不像一份文件；请拆分，或只保留正文后再导入", name)
