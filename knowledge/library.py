"""The library: all documents and rule files that a generation is built from."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from knowledge.clause import Clause
from knowledge.document import Document, Header, Wording, decode_document
from knowledge.errors import DocumentError, HotlineError, RuleError
from knowledge.files import digest_of
from knowledge.home import Home
from knowledge.hospital import read_hospitals
from knowledge.region import NATION
from knowledge.retired import Retirement, ended, line_of, read_retired, successions
from knowledge.words import normalise

T = TypeVar("T")
PACKAGE = Path(str(files("knowledge")))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was read: where it lies (errors name it) and its bytes."""

    path: Path
    data: bytes


Reuse = Callable[[str, str], "Document | None"]
"""The document that a file of this name and SHA-256 became before, or None where it must be read."""


@dataclass(frozen=True)
class Library:
    """Documents and their files by id, rule files, the hospital directory.

    `files` holds every file that was read under its name in a home; what is shipped stands below `shipped/`.
    `digests` are the SHA-256 of those that count for the answers, `names` the file of each document. `reused` are
    the documents that did not have to be read again, `ended` those that end because another supersedes them.
    """

    documents: dict[str, Document]
    rule_files: tuple[Path, ...]
    digests: dict[str, str]
    paths: dict[str, Path]
    names: dict[str, str]
    reused: set[str]
    ended: set[str]
    hospitals: Path | None
    files: dict[str, SourceFile]

    @cached_property
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
    if one.full_number and one.full_number == other.full_number:
        return True
    titles = {re.sub(r"\W", "", normalise(h.title)) for h in (one, other)}
    issuers = {h.issuer for h in (one, other) if h.issuer}
    return len(titles) == 1 and len(issuers) < 2 and one.published == other.published


def text_keys(header: Header) -> set[str]:
    """Words under which headers of one text meet: two that `same_text` takes for one share at least one."""
    keys = {re.sub(r"\W", "", normalise(header.title))}
    return keys | {header.document_number} if header.document_number else keys


def read_library(
    home: Home,
    *,
    builtin: bool,
    shipped: Path = PACKAGE,
    reuse: Reuse = lambda name, digest: None,
    faults: list[HotlineError] | None = None,
) -> Library:
    """Read every document and name every rule file.

    `builtin` False leaves the local documents and rules among the shipped ones out; national ones stay.
    Shipped documents that the home ended end on that day. `reuse` spares reading a home's document again.
    Raises DocumentError at the first file that cannot be used or where two bear one id, RuleError where two
    rule files bear one name; with `faults` those are put there and the rest is read.
    """
    read = _Reader(builtin, reuse, faults)
    retired = read.guarded(lambda: read_retired(home.retired)) or {}
    for path in sorted((shipped / "documents").glob("*.md")):
        read.shipped_document(path, retired)
    for path in sorted(home.documents.glob("*.md")):
        read.document(path)
    for document_id in retired.keys() - read.shipped:
        read.refuse(
            DocumentError(
                f"没有随产品发布的文档 {document_id}；请删去这一项",
                home.retired,
                line_of(home.retired.read_text(encoding="utf-8-sig"), document_id),
            )
        )
    rules = [path for path in sorted((shipped / "rules").glob("*.yaml")) if read.rule(path, "shipped/", used=builtin)]
    rules += [path for path in sorted(home.rules.glob("*.yaml")) if read.rule(path, "")]
    for prefix, folder in (("shipped/", shipped / "words"), ("", home.words)):
        for path in sorted(p for p in folder.glob("[!.]*") if p.is_file()):
            read.take(f"{prefix}words/{path.name}", path)
    for path in (home.retired, home.hospitals):
        if path.exists():
            read.take(path.name, path)
    read.guarded(lambda: read_hospitals(home.hospitals))
    hospitals = home.hospitals if home.hospitals.exists() else None
    read.end_superseded()
    return Library(
        read.documents,
        tuple(rules),
        read.digests,
        read.paths,
        read.names,
        read.reused,
        read.ended,
        hospitals,
        read.files,
    )


class _Reader:
    """Files into a library; what is wrong with one is raised, or kept where the caller wants all of it."""

    def __init__(self, builtin: bool, reuse: Reuse, faults: list[HotlineError] | None) -> None:
        self._builtin, self._reuse, self._faults = builtin, reuse, faults
        self.documents: dict[str, Document] = {}
        self.paths: dict[str, Path] = {}
        self.names: dict[str, str] = {}
        self.reused: set[str] = set()
        self.ended: set[str] = set()
        self.digests: dict[str, str] = {}
        self.files: dict[str, SourceFile] = {}
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

    def take(self, name: str, path: Path, *, used: bool = True) -> bytes:
        """Read a file once: what is parsed, what is kept and what the digest is of are the same bytes."""
        data = path.read_bytes()
        self.files[name] = SourceFile(path, data)
        if used:
            self.digests[name] = digest_of(data)
        return data

    def shipped_document(self, path: Path, retired: dict[str, Retirement]) -> None:
        name = f"shipped/documents/{path.name}"
        data = self.take(name, path, used=False)
        document = self.guarded(lambda: decode_document(data, path))
        if document is None:
            return
        self.shipped.add(document.id)
        if self._builtin or document.header.region == NATION:
            if document.id in retired:
                document = ended(document, retired[document.id].effective_to)
            self._add(name, document, path)

    def document(self, path: Path) -> None:
        name = f"documents/{path.name}"
        data = self.take(name, path, used=False)
        before = self._reuse(name, digest_of(data))
        document = before or self.guarded(lambda: decode_document(data, path))
        if document is not None:
            self._add(name, document, path)
        if before is not None:
            self.reused.add(before.id)

    def _add(self, name: str, document: Document, path: Path) -> None:
        if document.id in self.documents:
            self.refuse(DocumentError(f"文档编号 {document.id} 已被另一个文件使用；请换一个 id", path))
            return
        self.documents[document.id], self.paths[document.id], self.names[document.id] = document, path, name
        self.digests[name] = digest_of(self.files[name].data)

    def end_superseded(self) -> None:
        """A document that another says it supersedes ends the day before that begins."""
        for document_id, day in successions(d.header for d in self.documents.values()).items():
            self.documents[document_id] = ended(self.documents[document_id], day)
            self.reused.discard(document_id)
            self.ended.add(document_id)

    def rule(self, path: Path, prefix: str, *, used: bool = True) -> bool:
        """Whether the rule file counts: it is in use and its name is not taken."""
        self.take(f"{prefix}rules/{path.name}", path, used=used)
        if not prefix and f"shipped/rules/{path.name}" in self.digests:
            self.refuse(RuleError("另一个规则文件已用这个文件名；请改名", path))
            return False
        return used
