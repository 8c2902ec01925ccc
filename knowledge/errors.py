"""Every error that this project raises on purpose, in one tree.

HotlineError                what a person did or gave cannot be used; the text says where and how to mend it
├── InputError              an argument, a setting or a message of the caller
│   ├── UnknownRegion       no place of that name or code
│   └── AmbiguousRegion     a name that several places bear
├── DocumentError           a document or a source file: file, line, remedy
├── RuleError               a rule file: file, key, value, remedy
├── CalculationError        a calculation that cannot be made from these facts
├── IndexUnusable           no usable generation, or one that does not fit the settings
│   ├── IndexDamaged        files of a generation are missing or are not what was written
│   └── VectorsUnavailable  the vector index does not answer just now; the words still do
└── CheckFailed             a check ran and found something (exit code 1)

Messages are Chinese: operators and editors read them as they stand.
"""

from __future__ import annotations

from pathlib import Path


class HotlineError(Exception):
    """Base of all deliberate errors; `str(error)` is one line that a person can act on."""

    exit_code = 2


class InputError(HotlineError):
    """An argument, setting or message that cannot be used."""


class UnknownRegion(InputError):
    """No place has this name or code."""


class AmbiguousRegion(InputError):
    """Several places bear the name; `candidates` are their codes."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class DocumentError(HotlineError):
    """A document or source file that cannot be read; names the file, the line and the remedy."""

    def __init__(self, message: str, path: Path | str | None = None, line: int | None = None) -> None:
        self.message, self.path, self.line = message, path, line
        where = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(where + message)


class RuleError(HotlineError):
    """A rule file that is refused; names the file, the key and the remedy."""

    def __init__(self, message: str, path: Path | str | None = None, key: str | None = None) -> None:
        self.message, self.path, self.key = message, path, key
        where = "" if path is None else f"{path}: "
        at = "" if key is None else f"{key}: "
        super().__init__(where + at + message)


class CalculationError(HotlineError):
    """A calculation that cannot be made from the facts given."""


class IndexUnusable(HotlineError):
    """There is no usable generation, or it does not fit the settings."""


class IndexDamaged(IndexUnusable):
    """Files of a generation are missing, or their checksums differ from what was written."""


class VectorsUnavailable(IndexUnusable):
    """The vector index cannot be reached just now."""


class CheckFailed(HotlineError):
    """A check found something; exit code 1."""

    exit_code = 1
