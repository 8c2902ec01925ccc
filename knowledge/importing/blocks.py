"""Lines to blocks: the stretches between marks, and the short lines that head what follows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from knowledge.importing.cutting import strip
from knowledge.importing.dates import days
from knowledge.importing.furniture import without_closing
from knowledge.importing.lines import Line
from knowledge.importing.marks import Mark, Marker, short_line
from knowledge.importing.offices import is_signature

ANNEX_LINE = re.compile(r"^附\s*件\s*(?:[\d一二三四五六七八九十]{1,2}\s*[:：]?)?$")
# ……施行。附件：1.…… in a text that lost its line breaks.
_ANNEX_LIST = re.compile(r"(?<=[。；！）)])附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a line: with the mark it begins with, or plain."""

    mark: Mark | None
    start: int
    end: int
    line: int
    opens_line: bool


def blocks_of(text: str, lines: list[Line], rows: frozenset[int]) -> list[Block]:
    """The blocks of all lines in order; a row of a table is one, whatever marks stand in it."""
    marker, found = Marker(), []
    for number, line in enumerate(lines):
        if line.start in rows:
            found.append(Block(None, line.start, line.end, number, True))
            continue
        end = line.start + without_closing(line.text)
        marks = marker.marks(text, line.start, end)
        opens = {line.start, *(m.start() for m in _ANNEX_LIST.finditer(text, line.start, end))}
        by_start = {m.start: m for m in marks}
        edges = [line.start, *sorted((opens | set(by_start)) - {line.start}), end]
        for s, e in pairwise(edges):
            s2, e2 = strip(text, s, e)
            if s2 < e2:
                found.append(Block(by_start.get(s), s2, e2, number, s in opens))
    return found


def subheads(lines: list[Line], blocks: list[Block], rows: frozenset[int]) -> frozenset[int]:
    """Numbers of the short lines that head what follows: alone (or two in a row) between finished sentences."""
    marked = {b.line for b in blocks if b.opens_line and b.mark is not None}
    short = [i not in marked and short_line(line.text) and not _is_signature(lines, i) for i, line in enumerate(lines)]
    short.append(False)
    found = set()
    for number, line in enumerate(lines):
        if ANNEX_LINE.match(line.text) and number + 1 < len(lines):
            found.add(number)
            continue
        if not short[number]:
            continue
        first = last = number
        while first > 0 and short[first - 1] and number - first < 3:
            first -= 1
        while short[last + 1] and last - number < 3:
            last += 1
        below = lines[last + 1].text if last + 1 < len(lines) else ""
        tabled = last + 1 < len(lines) and lines[last + 1].start in rows
        above = lines[first - 1].text if first else "。"
        finished = (
            bool(re.search(r"[。！？!?；;”）)】]$", above))
            or first - 1 in found
            or (first - 1 in marked and len(above) < 40)
        )
        if last - first < 2 and finished and (len(below) >= 30 or tabled or last + 1 in marked):
            found.add(number)
    return frozenset(found)


def _is_signature(lines: list[Line], number: int) -> bool:
    """A date, or an office's name above one: signed in the middle, before an annex."""
    below = lines[number + 1].text if number + 1 < len(lines) else ""
    if any(found.start == 0 for found in days(lines[number].text)):
        return True
    return is_signature(lines[number].text) and any(found.start == 0 for found in days(below))
