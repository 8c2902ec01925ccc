"""Where things stand in a document's file: the lines of header keys, of clauses and of their attributes."""

from __future__ import annotations

from knowledge.clause import Clause
from knowledge.document import ATTRIBUTE, HEADING

Layout = dict[tuple[str, str], int]
"""(clause name or "" for the header, attribute or "" for the clause itself) → line, counted from 1."""


def layout_of(text: str) -> Layout:
    """The lines of everything that an editor may be sent to; of a key that stands twice, the first."""
    found: Layout = {}
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    for number, line in enumerate(lines[:end], 1):
        key, colon, _ = line.partition(":")
        if colon and key.strip() == key:
            found.setdefault(("", key), number)
    name, above_text = None, False
    for number, line in enumerate(lines[end + 1 :], end + 2):
        heading, attribute = HEADING.match(line), ATTRIBUTE.match(line)
        if heading:
            name, above_text = heading[3], True
            if name:
                found.setdefault((name, ""), number)
        elif name and above_text and attribute:
            found.setdefault((name, attribute[1]), number)
        elif line.strip():
            above_text = False
    return found


def clause_key(clause: Clause) -> str:
    """The clause's name in its document's file."""
    return clause.id.removeprefix(clause.document_id + ".")
