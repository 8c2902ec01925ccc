"""What whole documents say of themselves, and where their clauses begin, against what a person read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.importing.sources import Texts, digest
from knowledge.document import Document
from knowledge.importing.importer import Overrides, build_document

FIELDS = ("title", "document_number", "issuer", "published", "region")


@dataclass(frozen=True)
class Reading:
    """What a person read in one document; `cut` tells which cut into clauses was judged, and how many were wrong."""

    source: str
    fresh: bool
    title8: str
    document_number: str | None
    issuer: str | None
    published: str | None
    region: str | None
    cut8: str | None = None
    clauses: int = 0
    wrong: int = 0


@dataclass
class Share:
    """How many of how many came out right; `misses` name the rest."""

    right: int
    total: int
    misses: list[str]


def read(path: Path) -> Iterator[Reading]:
    """The readings of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Reading(**json.loads(line))


def metadata(readings: Iterable[Reading], texts: Texts, titled: bool = True) -> dict[str, Share]:
    """Field → the share of documents in which it came out right; without the title line where `titled` is false.

    Without its title line a document need not give a title, and an office or place that stands in the title
    alone may stay open (the importer then asks for it): only a wrong value counts against it.
    """
    shares = {name: Share(0, 0, []) for name in FIELDS if titled or name != "title"}
    for reading in readings:
        document = (
            texts.document(reading.source)
            if titled
            else build_document(texts.source(reading.source, titled=False), Overrides())[0]
        )
        header = document.header
        found = {
            "title": digest(squeeze(header.title)),
            "document_number": header.document_number,
            "issuer": header.issuer,
            "published": header.published.isoformat() if header.published else None,
            "region": header.region,
        }
        for name, share in shares.items():
            expected = reading.title8 if name == "title" else getattr(reading, name)
            share.total += 1
            if found[name] == expected or (not titled and found[name] is None):
                share.right += 1
            else:
                share.misses.append(reading.source)
    return shares


def clauses(readings: Iterable[Reading], texts: Texts) -> tuple[Share, list[str]]:
    """The share of clauses judged right by eye, and the documents whose cut has changed since and must be read again."""
    share, stale = Share(0, 0, []), []
    for reading in readings:
        if reading.cut8 is None:
            continue
        if cut_digest(texts.document(reading.source)) != reading.cut8:
            stale.append(reading.source)
            continue
        share.right += reading.clauses - reading.wrong
        share.total += reading.clauses
        if reading.wrong:
            share.misses.append(reading.source)
    return share, stale


def cut_digest(document: Document) -> str:
    """Eight hex digits of where the clauses of a document begin and end."""
    return digest(" ".join(f"{c.span.start}-{c.span.end}" for c in document.clauses if c.span))


def squeeze(text: str) -> str:
    """Text without blanks."""
    return "".join(text.split())
