"""Lines of a source with their places: the unit in which furniture, head, tail and structure are found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# Pages saved as one line keep their paragraphs apart by the two wide blanks that indent them; 附　　则 is one word.
_LINE = re.compile(r"(?:(?!\u3000{2})[^\n]|\u3000(?=\u3000*[则录](?:\s|第|\Z)))+")


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


def without(lines: Sequence[Line], cut: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines without the passages `cut`; what stands before and behind one becomes a line of its own."""
    found: list[Line] = []
    left = sorted(cut)
    for line in lines:
        while left and left[0][1] <= line.start:
            left.pop(0)
        at = line.start
        for start, end in left:
            if start >= line.end:
                break
            found += _piece(line, at, start)
            at = max(at, end)
        found += _piece(line, at, line.end)
    return found


def _piece(line: Line, start: int, end: int) -> list[Line]:
    raw = line.text[start - line.start : max(start, end) - line.start]
    kept = raw.strip()
    first = start + len(raw) - len(raw.lstrip())
    return [Line(first, first + len(kept), kept)] if re.search(r"\w", kept) else []
