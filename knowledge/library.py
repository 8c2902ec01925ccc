"""The library: all documents and rule files that a generation is built from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from knowledge.clause import Clause
from knowledge.document import Document, Header, Wording, read_document
from knowledge.errors import DocumentError, HotlineError, RuleError
from knowledge.home import Home
from knowledge.hospital import read_hospitals
from knowledge.region import NATION
from knowledge.retired import Retirement, ended, line_of, read_retired
from knowledge.words import normalise

T = TypeVar("T")
PACKAGE = Path(str(files("knowledge")))


@dataclass(frozen=True)
class Library:
    """Documents and their files by id, rule files, the hospital directory, and the SHA-256 of every file read."""

    documents: dict[str, Document]
    rule_files: tuple[Path, ...]
    digests: dict[str, str]
    paths: dict[str, Path]
    hospitals: Path | None = None

    @property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by id."""
        return {c.id: c for d in self.documents.values() for c in d.clauses}

    @property
    def superseded(self) -> set[str]:
        """Ids of shipped digests whose original was imported: out of search, kept for rules and cases."""
        headers = [d.header for d in self.documents.values()]
        originals = [h for h in headers if h.wording is Wording.ORIGINAL]
        return {h.id for h in headers if h.wording is Wording.DIGEST and any(same_text(h, o) for o in originals)}


def same_text(one: Header, other: Header) -> bool:
    """Whether two headers are of one text: the same 文号, or the same title, issuer and date.

    Spaces and the width of signs in a title do not count, and an issuer that one of them lacks is no difference.
    """
    if one.document_number == other.document_number and re.search(r"\d{4}", one.document_number or ""):
        return True  # a number without its year, such as 84号, is borne by many
    titles = {re.sub(r"\W", "", normalise(h.title)) for h in (one, other)}
    issuers = {h.issuer for h in (one, other) if h.issuer}
    return len(titles) == 1 and len(issuers) < 2 and one.published == other.published


def text_keys(header: Header) -> set[str]:
    """Words under which headers of one text meet: two that `same_text` takes for one share at least one."""
    keys = {re.sub(r"\W", "", normalise(header.title))}
    return keys | {header.document_number} if header.document_number else keys


def read_library(home: Home, *, builtin: bool, faults: list[HotlineError] | None = None) -> Library:
    """Read every document and name every rule file.

    `builtin` False leaves the shipped local documents and rules out; national ones stay. Shipped documents
    that the home ended end on that day.
    Raises DocumentError at the first file that cannot be used or where two bear one id, RuleError where two
    rule files bear one name; with `faults` those are put there and the rest is read.
    """
    read = _Reader(builtin, faults)
    retired = read.guarded(lambda: read_retired(home.retired)) or {}
    for path in sorted((PACKAGE / "documents").glob("*.md")):
        read.document(path, retired, shipped=True)
    for path in sorted(home.documents.glob("*.md")):
        read.document(path, retired)
    for document_id in retired.keys() - read.shipped:
        read.refuse(
            DocumentError(
                f"没有随产品发布的文档 {document_id}；请删去这一项",
                home.retired,
                line_of(home.retired.read_text(encoding="utf-8-sig"), document_id),
            )
        )
    shipped_rules = sorted((PACKAGE / "rules").glob("*.yaml")) if builtin else []
    rules = [path for path in (*shipped_rules, *sorted(home.rules.glob("*.yaml"))) if read.rule(path)]
    read.digests |= {f"words/{path.name}": file_digest(path) for path in _word_lists()}
    for path in (home.retired, home.hospitals):
        if path.exists():
            read.digests[path.name] = file_digest(path)
    read.guarded(lambda: read_hospitals(home.hospitals))
    hospitals = home.hospitals if home.hospitals.exists() else None
    return Library(read.documents, tuple(rules), read.digests, read.paths, hospitals)


class _Reader:
    """Files into a library; what is wrong with one is raised, or kept where the caller wants all of it."""

    def __init__(self, builtin: bool, faults: list[HotlineError] | None) -> None:
        self._builtin, self._faults = builtin, faults
        self.documents: dict[str, Document] = {}
        self.paths: dict[str, Path] = {}
        self.digests: dict[str, str] = {}
        self.shipped: set[str] = set()

    def refuse(self, error: HotlineError) -> None:
        if self._faults is None:
            raise error
        self._faults.append(error)

    def guarded(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except HotlineError as error:
            self.refuse(error)
            return None

    def document(self, path: Path, retired: dict[str, Retirement], *, shipped: bool = False) -> None:
        document = self.guarded(lambda: read_document(path))
        if document is None:
            return
        if shipped:
            self.shipped.add(document.id)
            if not self._builtin and document.header.region != NATION:
                return
            if document.id in retired:
                document = ended(document, retired[document.id].effective_to)
        if document.id in self.documents:
            self.refuse(DocumentError(f"文档编号 {document.id} 已被另一个文件使用；请换一个 id", path))
            return
        self.documents[document.id], self.paths[document.id] = document, path
        self.digests[f"documents/{document.id}"] = file_digest(path)

    def rule(self, path: Path) -> bool:
        if f"rules/{path.name}" in self.digests:
            self.refuse(RuleError("另一个规则文件已用这个文件名；请改名", path))
            return False
        self.digests[f"rules/{path.name}"] = file_digest(path)
        return True


def _word_lists() -> Iterable[Path]:
    return sorted(p for p in (PACKAGE / "words").iterdir() if p.is_file())


def file_digest(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
