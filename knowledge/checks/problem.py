"""One thing that is wrong, and where: an error stops, a reminder is only shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from knowledge.clause import Clause
from knowledge.document import Document
from knowledge.errors import DocumentError, HotlineError, RuleError
from knowledge.home import Home
from knowledge.layout import Layout, clause_key, layout_of
from knowledge.library import Library

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """File, line and key where something is wrong, what it is, and how to mend it."""

    severity: Severity
    file: Path | None
    line: int | None
    key: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """One line; a warning says that it is one."""
        where = "" if self.file is None else f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        mark = "提醒：" if self.severity == "warning" else ""
        key = f"{self.key}：" if self.key else ""
        return " ".join(f"{where}{mark}{key}{self.message}{'；' if self.remedy else ''}{self.remedy}".split("\n"))

    def as_json(self) -> dict[str, Any]:
        """The same as fields."""
        return {**asdict(self), "file": str(self.file) if self.file else None}


def of_error(error: HotlineError) -> Problem:
    """A refusal of the reader as a problem."""
    match error:
        case DocumentError():
            key, path, line, text = "", error.path, error.line, error.message
        case RuleError():
            key, path, line, text = error.key or "", error.path, None, error.message
        case _:
            key, path, line, text = "", None, None, str(error)
    message, _, remedy = text.rpartition("；")
    return Problem("error", Path(path) if path else None, line, key, message or text, remedy if message else "")


class Scene:
    """What the checks look at: the library of a home, the day, and the lines of its files."""

    def __init__(self, home: Home, library: Library, today: date) -> None:
        self.home, self.library, self.today = home, library, today
        self._layouts: dict[str, Layout] = {}

    @cached_property
    def searched(self) -> list[Document]:
        """The documents that answer: all but the digests whose original was imported."""
        superseded = self.library.superseded
        return [d for d in self.library.documents.values() if d.id not in superseded]

    def in_document(self, severity: Severity, document: Document, key: str, message: str, remedy: str = "") -> Problem:
        """A problem of a header; `key` is the header's key."""
        return self._at(severity, document.id, "", key, f"{document.id}.{key}" if key else document.id, message, remedy)

    def in_clause(self, severity: Severity, clause: Clause, key: str, message: str, remedy: str = "") -> Problem:
        """A problem of a clause; `key` is its attribute, empty for its text."""
        shown = f"{clause.id} @{key}" if key else clause.id
        return self._at(severity, clause.document_id, clause_key(clause), key, shown, message, remedy)

    def _at(
        self, severity: Severity, document_id: str, name: str, key: str, shown: str, message: str, remedy: str
    ) -> Problem:
        path = self.library.paths[document_id]
        if document_id not in self._layouts:
            self._layouts[document_id] = layout_of(path.read_text(encoding="utf-8-sig"))
        layout = self._layouts[document_id]
        line = layout.get((name, key)) or layout.get((name, "")) or 1
        return Problem(severity, path, line, shown, message, remedy)


Check = Callable[[Scene], Iterator[Problem]]
