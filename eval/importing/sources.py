"""The texts that the labels speak of, read from the data folder."""

from __future__ import annotations

import hashlib
import json
import lzma
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.document import Document
from knowledge.importing.importer import Overrides, build_document
from knowledge.importing.loaders import SourceText, read_source

HEBEI = Path("data") / "train" / "hebei_policy.jsonl.xz"
RAW = Path("sources")


@dataclass(frozen=True)
class Row:
    """One Hebei document as it was collected."""

    title: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether the row is kept for the last measurement and must not be looked at."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 20 == 0


class Texts:
    """Source texts and the documents that they become, by the names that labels use."""

    def __init__(self, shared: Path) -> None:
        self._shared = shared
        self._documents: dict[str, Document] = {}

    @cached_property
    def rows(self) -> list[Row]:
        """All rows of the Hebei set, in the order of the file."""
        with lzma.open(self._shared / HEBEI, "rt", encoding="utf-8") as lines:
            read = [json.loads(line) for line in lines]
        return [Row(row["title"], row["text"]) for row in read]

    def source(self, name: str, titled: bool = True) -> SourceText:
        """The source text behind a name; without its title where `titled` is false."""
        if not name.startswith("hebei:"):
            return read_source(self._shared / RAW / name)
        number = int(name.removeprefix("hebei:"))
        row = self.rows[number]
        if row.held_out:
            raise ValueError(f"row {number} is held out")
        return SourceText(f"{row.title}\n{row.text}" if titled else row.text, f"hebei-{number}.txt")

    def document(self, name: str) -> Document:
        """The document that a source becomes without hand work."""
        if name not in self._documents:
            self._documents[name] = build_document(self.source(name), Overrides())[0]
        return self._documents[name]


def digest(text: str) -> str:
    """Eight hex digits that tell whether a labelled passage is still the one that was read."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
