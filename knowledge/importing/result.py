"""What an import of one file comes to: the plan, and the result with its one line of error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.benefit import Rule
from knowledge.document import Document
from knowledge.errors import DocumentError, HotlineError, RuleError
from knowledge.importing.store import State


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file, or would: what it was read as and its state, or an error of one line; warnings beside either."""

    path: Path
    document: Document | None = None
    error: str | None = None
    warnings: tuple[str, ...] = ()
    state: State | None = None
    rule: Rule | None = None
    hospitals: int | None = None

    @property
    def kind(self) -> Literal["document", "rule", "hospitals"] | None:
        """What the file was read as; None where it could not be read."""
        if self.document:
            return "document"
        return "rule" if self.rule else None if self.hospitals is None else "hospitals"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import of one file would do; `write` does it, None where there is nothing to write."""

    result: ImportResult
    write: Callable[[], None] | None = None


def error_line(path: Path, error: Exception) -> str:
    """The error as one line that names the file once, with the line or the key where there is one."""
    match error:
        case DocumentError():
            return f"{path}:{error.line}: {error.message}" if error.line else f"{path}: {error.message}"
        case RuleError():
            return f"{path}: {error.key}: {error.message}" if error.key else f"{path}: {error.message}"
        case HotlineError():
            return f"{path}: {error}"
        case OSError():
            return f"{path}: 写入失败（{error.strerror}）；请检查磁盘空间和目录权限"
        case _:
            # A text that breaks the reader is that file's misfortune, not the others'.
            return f"{path}: 无法整理成条款（{type(error).__name__}）；请另存为纯文本后再导入"
