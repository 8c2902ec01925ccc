"""Where imported documents lie in a home.

documents/<id>.md                  what editors correct and what is searched
originals/<id>/<name>              the untouched source
originals/<id>/recognised/<id>.md  the document as the importer read it, before editors
originals/<id>/replaced/           earlier sources and documents, under the first characters of their digests
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Literal

from knowledge.document import Document, parse_document, read_document, write_document
from knowledge.errors import DocumentError, HotlineError
from knowledge.files import write_atomically

State = Literal["new", "same", "changed"]


class HomeStore:
    """The documents and originals of one home."""

    def __init__(self, documents: Path) -> None:
        self.documents = documents
        self.originals = documents.parent / "originals"

    def path(self, document_id: str) -> Path:
        """The document's file."""
        return self.documents / f"{document_id}.md"

    def held(self, document_id: str) -> Document | None:
        """The document of that id, or None; one that an editor broke counts as none and is replaced with its copy kept."""
        return _read(self.path(document_id))

    def recognised(self, document_id: str) -> Document | None:
        """The document of that id as the importer last wrote it, before editors; None where that was not kept."""
        return _read(self._recognised(document_id))

    def original(self, document_id: str) -> Path | None:
        """The untouched source of a document, or None."""
        folder = self.originals / document_id
        if not folder.is_dir():
            return None
        return next((p for p in sorted(folder.iterdir()) if p.is_file() and not p.name.endswith(".tmp")), None)

    def bearer(self, data: bytes) -> str | None:
        """The id of the document that was imported from exactly these bytes, under whatever name."""
        same = (i for i, path in self._by_size.get(len(data), ()) if path.exists() and path.read_bytes() == data)
        return next(same, None)

    def named(self, name: str) -> list[str]:
        """The ids of the documents whose source bears this file name."""
        return self._by_name.get(name, [])

    @cached_property
    def _by_size(self) -> dict[int, list[tuple[str, Path]]]:
        found: dict[int, list[tuple[str, Path]]] = {}
        for document_id, path in self._all:
            found.setdefault(path.stat().st_size, []).append((document_id, path))
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for document_id, path in self._all:
            found.setdefault(path.name, []).append(document_id)
        return found

    @cached_property
    def _all(self) -> list[tuple[str, Path]]:
        folders = sorted(self.originals.iterdir()) if self.originals.is_dir() else []
        return [(folder.name, path) for folder in folders if (path := self.original(folder.name))]

    def keep(self, document: Document, recognised: Document, data: bytes, name: str) -> None:
        """Store a document, what the importer read, and the source; what they replace is kept beside.

        The source comes last: as long as it is not there, the same import begins again.
        """
        path, old = self.path(document.id), self.original(document.id)
        markdown = write_document(document).encode()
        if path.exists():
            self._set_aside(path, document.id, path.name, unless=markdown)
        if old is not None:
            self._set_aside(old, document.id, old.name, unless=data)
        write_atomically(path, markdown)
        write_atomically(self._recognised(document.id), write_document(recognised).encode())
        if old is not None and old.name != name:
            old.unlink()
        write_atomically(self.originals / document.id / name, data)

    def _recognised(self, document_id: str) -> Path:
        return self.originals / document_id / "recognised" / f"{document_id}.md"

    def _set_aside(self, path: Path, document_id: str, name: str, unless: bytes) -> None:
        data = path.read_bytes()
        if data != unless:
            digest = hashlib.sha256(data).hexdigest()[:8]
            write_atomically(self.originals / document_id / "replaced" / f"{digest}-{name}", data)


def _read(path: Path) -> Document | None:
    try:
        return read_document(path)
    except (FileNotFoundError, HotlineError):
        return None


def check_form(document: Document, name: str) -> None:
    """DocumentError where the document's Markdown form does not give the same document back."""
    if parse_document(write_document(document), name) != document:
        raise DocumentError("原文里有与文档格式相冲突的写法（例如行首的 # 号），未能无损保存；请删去后再导入", name)
