"""Ending a document in a home: in its own file, or for a shipped one in the home's `retired.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from knowledge.document import Document, parse_document
from knowledge.errors import InputError
from knowledge.files import write_atomically
from knowledge.home import Home
from knowledge.library import Library
from knowledge.retired import Retirement, end_in_file, names_superseded, read_retired, with_header_key, write_retired


@dataclass(frozen=True, slots=True)
class Retired:
    """What was written: the document's last day, what took its place, the file that says so."""

    id: str
    effective_to: date
    superseded_by: str | None
    file: Path


def retire_document(
    home: Home, library: Library, document_id: str, *, on: date | None, superseded_by: str | None, today: date
) -> Retired:
    """End a document with the day `on`; its facts stay.

    Without a day it is the one before what takes its place begins, else today. Raises InputError for ids that
    nothing bears, and for a day before the document begins.
    """
    document = _known(library, document_id)
    newer = _known(library, superseded_by) if superseded_by else None
    if newer and newer.id == document.id:
        raise InputError("文档不能由自己取代；请写另一份文档的编号")
    day = on or _day_before(newer) or today
    header = document.header
    if header.in_force_from and day < header.in_force_from:
        raise InputError(f"{document.id} 自 {header.in_force_from} 起施行，晚于终止日 {day}；请用 --on 写更晚的日期")
    path = library.paths[document.id]
    if home.documents in path.parents:
        text = path.read_text(encoding="utf-8-sig")
        # Of the file, not of the library: there a document that another supersedes may already end earlier.
        changed = end_in_file(text, parse_document(text, path), day)
        parse_document(changed, path)
        write_atomically(path, changed.encode())
    else:
        path = home.retired
        retired = {**read_retired(path), document.id: Retirement(effective_to=day, superseded_by=superseded_by)}
        write_atomically(path, write_retired(retired).encode())
    if newer:
        _name_in(home, library, newer, document.id)
    return Retired(document.id, day, superseded_by, path)


def _known(library: Library, document_id: str) -> Document:
    try:
        return library.documents[document_id]
    except KeyError:
        raise InputError(f"没有编号为 {document_id} 的文档；可用的文档见 hotline knowledge list") from None


def _day_before(newer: Document | None) -> date | None:
    begins = newer.header.in_force_from if newer else None
    return begins - timedelta(days=1) if begins else None


def _name_in(home: Home, library: Library, newer: Document, old: str) -> None:
    """Say in the newer document, where it is the home's own, what it supersedes."""
    path, said = library.paths[newer.id], newer.header.supersedes
    if home.documents in path.parents and old not in names_superseded(newer.header):
        text = path.read_text(encoding="utf-8-sig")
        changed = with_header_key(text, "supersedes", f"{said}、{old}" if said else old)
        parse_document(changed, path)
        write_atomically(path, changed.encode())
