"""Where imported documents lie in a home: `documents/<id>.md`, and the untouched source in `originals/<id>/`.

A source that changed takes its predecessor's place; the predecessor stays beside it under the first
characters of its digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Literal

from knowledge.document import Document, parse_document, read_document, write_document
from knowledge.errors import DocumentError, HotlineError

State = Literal["new", "same", "changed"]


class HomeStore:
    """The documents and originals of one home."""

    def __init__(self, documents: Path) -> None:
        self.documents = documents
        self.originals = documents.parent / "originals"

    def held(self, document_id: str) -> Document | None:
        """The document of that id, or None; one that an editor broke counts as none here and is replaced with its copy kept."""
        path = self._path(document_id)
        if not path.exists():
            return None
        try:
            return read_document(path)
        except HotlineError:
            return None

    def keep(self, document: Document, data: bytes, name: str) -> State:
        """Store a document and its original; `same` where nothing had to be written."""
        path, original = self._path(document.id), self.originals / document.id / name
        markdown = write_document(document)
        if parse_document(markdown, path) != document:
            raise DocumentError("原文里有与文档格式相冲突的写法（例如行首的 # 号），未能无损保存；请删去后再导入", name)
        same_source = original.exists() and original.read_bytes() == data
        if path.exists():
            held = self.held(document.id)
            # An editor's additions to the clauses stay, as long as the source and its header are the same.
            if same_source and held is not None and held.header == document.header:
                return "same"
        state: State = "changed" if path.exists() else "new"
        if path.exists():
            self._set_aside(path, document.id, path.name, unless=markdown.encode())
        if original.exists() and not same_source:
            self._set_aside(original, document.id, name)
        write_atomically(original, data)
        write_atomically(path, markdown.encode())
        return state

    def _path(self, document_id: str) -> Path:
        return self.documents / f"{document_id}.md"

    def _set_aside(self, path: Path, document_id: str, name: str, unless: bytes | None = None) -> None:
        data = path.read_bytes()
        if data == unless:
            return
        digest = hashlib.sha256(data).hexdigest()[:8]
        write_atomically(self.originals / document_id / "replaced" / f"{digest}-{name}", data)


def write_atomically(path: Path, data: bytes) -> None:
    """The whole file or none of it, even when the process is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)  # mkstemp keeps others from reading; a home may be shared
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
