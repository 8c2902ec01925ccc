"""A source text becomes a document: its header as recognised or as the person said, its clauses, the warnings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from knowledge.clause import Clause
from knowledge.document import Document, Header, Wording
from knowledge.errors import DocumentError
from knowledge.importing.clauses import clauses_of
from knowledge.importing.loaders import SourceText
from knowledge.importing.metadata import Metadata, body_lines, recognise
from knowledge.importing.questions import damped
from knowledge.importing.structure import Part, parts_of
from knowledge.region import places


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the person said about the files; it goes before what is recognised. `region` is a name or a code."""

    region: str | None = None
    issuer: str | None = None
    published: date | None = None
    effective_from: date | None = None
    source: str | None = None
    title: str | None = None

    def over(self, header: Header) -> Header:
        """The header with what the person said."""
        said = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None}
        if self.region is not None:
            said["region"] = places().resolve(self.region)
        return header.model_copy(update=said)

    def answers(self, warning: str) -> bool:
        """Whether the person already gave what the warning asks for."""
        names = ("region", "issuer", "published", "title")
        return any(f"--{name}" in warning and getattr(self, name) is not None for name in names)


class Reading:
    """One source text, read once; from it documents under one header or another."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.found: Metadata = recognise(source)

    def header(self, document_id: str) -> Header:
        """The header as it is recognised, nothing said of it."""
        found = self.found
        try:
            return Header(
                id=document_id,
                title=found.title,
                issuer=found.issuer,
                document_number=found.document_number,
                region=found.region,
                kind=found.kind,
                published=found.published,
                effective_from=found.effective_from,
                effective_to=found.effective_to,
                source=self.source.name,
                wording=Wording.ORIGINAL,
            )
        except ValidationError as error:
            key = error.errors()[0]["loc"][0]
            raise DocumentError(f"文头 {key} 认不清；请在命令中写明", self.source.name) from error

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of the text."""
        return parts_of(self.source.text, body_lines(self.source, self.found), self.source.rows)

    def document(self, header: Header) -> Document:
        """The document that the text becomes under this header."""
        clauses = damped(clauses_of(header, self.parts))
        if not clauses:
            raise DocumentError("除标题和页面装饰外没有正文；请检查文件内容", self.source.name)
        return Document(header=header, clauses=tuple(clauses))

    def warnings(self, overrides: Overrides, document: Document) -> list[str]:
        """What the person should look at, in Chinese sentences."""
        found = [w for w in self.found.warnings if not overrides.answers(w)]
        return [*self.source.warnings, *found, *_left_out(document.clauses, self.source.text)]


def build_document(
    source: SourceText, overrides: Overrides, free_id: Callable[[str, str], str] = lambda base, _: base
) -> tuple[Document, list[str]]:
    """The document that a source text becomes, with the warnings; `free_id(base, title)` settles the final id."""
    reading = Reading(source)
    header = overrides.over(reading.header("unnamed"))
    document_id = free_id(base_id(source.name, header.title, header.region), header.title)
    document = reading.document(header.model_copy(update={"id": document_id}))
    return document, reading.warnings(overrides, document)


def base_id(name: str, title: str, region: str | None) -> str:
    """An id of ASCII letters and digits that stays the same: the file's own name, else place and title."""
    stem = Path(name).stem
    if stem.isascii():
        plain = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")
        if plain:
            return plain
    return f"{region or 'doc'}-{short(title)}"


def short(text: str) -> str:
    """A few characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _left_out(clauses: Sequence[Clause], text: str) -> list[str]:
    letters = len("".join(text.split()))
    if letters and sum(len("".join(c.text.split())) for c in clauses) < letters * 0.5:
        return ["超过一半的文字被当作页面装饰或标题略去；请核对导入结果"]
    return []
