"""The library: all documents and rule files that a generation is built from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from knowledge.document import Document, Header, Wording, read_document
from knowledge.errors import DocumentError, RuleError
from knowledge.home import Home
from knowledge.region import NATION
from knowledge.words import normalise

PACKAGE = Path(str(files("knowledge")))


@dataclass(frozen=True)
class Library:
    """Documents by id, rule files, and the SHA-256 of every file that they were read from."""

    documents: dict[str, Document]
    rule_files: tuple[Path, ...]
    digests: dict[str, str]

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
    if one.document_number and one.document_number == other.document_number:
        return True
    titles = {re.sub(r"\W", "", normalise(h.title)) for h in (one, other)}
    issuers = {h.issuer for h in (one, other) if h.issuer}
    return len(titles) == 1 and len(issuers) < 2 and one.published == other.published


def read_library(home: Home, *, builtin: bool) -> Library:
    """Read every document and name every rule file.

    `builtin` False leaves the shipped local documents and rules out; national ones stay.
    Raises DocumentError at the first file that cannot be used or where two bear one id, RuleError where two
    rule files bear one name.
    """
    shipped = sorted((PACKAGE / "documents").glob("*.md"))
    own = sorted(home.documents.glob("*.md"))
    documents: dict[str, Document] = {}
    digests: dict[str, str] = {}
    for path in [*shipped, *own]:
        document = read_document(path)
        if path in shipped and not builtin and document.header.region != NATION:
            continue
        if document.id in documents:
            raise DocumentError(f"文档编号 {document.id} 已被另一个文件使用；请换一个 id", path)
        documents[document.id] = document
        digests[f"documents/{document.id}"] = file_digest(path)
    rules = [
        p
        for p in (*sorted((PACKAGE / "rules").glob("*.yaml")), *sorted(home.rules.glob("*.yaml")))
        if builtin or home.rules in p.parents
    ]
    for path in rules:
        if f"rules/{path.name}" in digests:
            raise RuleError("另一个规则文件已用这个文件名；请改名", path)
        digests[f"rules/{path.name}"] = file_digest(path)
    digests |= {f"words/{path.name}": file_digest(path) for path in _word_lists()}
    return Library(documents, tuple(rules), digests)


def _word_lists() -> Iterable[Path]:
    return sorted(p for p in (PACKAGE / "words").iterdir() if p.is_file())


def file_digest(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
