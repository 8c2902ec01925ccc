"""Lines of a source with their places: the unit in which furniture, head, tail and structure are found."""

from __future__ import annotations

import re
from typing import NamedTuple

# Pages saved as one line keep their paragraphs apart by the two wide blanks that indent them.
_LINE = re.compile(r"(?:(?!\u3000{2})[^\n])+")


class Line(NamedTuple):
    """A line without surrounding blanks: characters [start, end) of the source."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """The lines that hold anything, in order."""
    found = []
    for match in _LINE.finditer(text):
        raw = match[0]
        kept = raw.strip()
        if kept:
            start = match.start() + len(raw) - len(raw.lstrip())
            found.append(Line(start, start + len(kept), kept))
    return found
