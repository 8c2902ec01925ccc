"""What a home knows while files come in: its library, with the documents of this import laid over it."""

from __future__ import annotations

from knowledge.benefit import load_rule
from knowledge.clause import Clause
from knowledge.document import Document, Header, Wording
from knowledge.errors import HotlineError, RuleError
from knowledge.home import Home
from knowledge.library import PACKAGE, Library, read_library, same_text, text_keys


class Known:
    """Documents and clauses as they will be once this import is done."""

    def __init__(self, home: Home, *, builtin: bool) -> None:
        self.home = home
        faults: list[HotlineError] = []  # a broken file is the check's business, not this import's
        self.library: Library = read_library(home, builtin=builtin, faults=faults)
        self._documents = dict(self.library.documents)
        self._ids: dict[str, set[str]] = {}
        for document in self._documents.values():
            self._index(document.header)

    def is_shipped(self, document_id: str) -> bool:
        """Whether a shipped document, in use here, bears the id."""
        path = self.library.paths.get(document_id)
        return path is not None and PACKAGE in path.parents

    def add(self, document: Document) -> list[str]:
        """Lay a document over what is known; warnings where another one is of the same text."""
        header = document.header
        others = sorted({i for key in text_keys(header) for i in self._ids.get(key, ())} - {document.id})
        self._documents[document.id] = document
        self._index(header)
        return [w for i in others if (w := _told(header, self._documents[i].header))]

    @property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by id."""
        return {c.id: c for d in self._documents.values() for c in d.clauses}

    def broken_rules(self) -> list[RuleError]:
        """Rules of the home that the coming documents no longer bear out, though today's do."""
        if not self.library.rule_files:
            return []
        before, after = self.library.clauses, self.clauses
        found = []
        for path in self.library.rule_files:
            try:
                load_rule(path, after)
            except RuleError as error:
                try:
                    load_rule(path, before)
                except RuleError:
                    continue
                found.append(error)
        return found

    def _index(self, header: Header) -> None:
        for key in text_keys(header):
            self._ids.setdefault(key, set()).add(header.id)


def _told(new: Header, other: Header) -> str | None:
    if not same_text(new, other):
        return None
    if other.wording is Wording.DIGEST and new.wording is Wording.ORIGINAL:
        return f"检索和引用将改用这份原文，不再用编写要点 {other.id}"
    if other.wording is not new.wording:
        return f"已有这份文件的原文 {other.id}，检索和引用仍用原文"
    return f"与文档 {other.id} 是同一份文件（文号相同，或标题、机关、日期相同）；请核对，只留一份"
