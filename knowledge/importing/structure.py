"""Plain text to parts: each heading, numbered point and answer with its heading path and exact place.

`source[part.start:part.end].strip() == part.text` for every part. The tree comes from tree.py; here it is
decided what stands together as one part: a whole answer, a row of short points with its lead, a
paragraph; what is too long is cut at sentence ends (cutting.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from knowledge.importing.cutting import HARD, LONG, Piece, cut, join_short, length, sentences, strip
from knowledge.importing.headings import RULE_WORDS
from knowledge.importing.lines import Line, lines_of
from knowledge.importing.marks import Rank
from knowledge.importing.tree import Node, TreeBuilder

_LEAD_HEADING, _SHORT_LEAD = 48, 36
_DEEPEST = 5
# A lead without which the points below it cannot be understood.
_CONDITION = re.compile(
    r"下列|以下|情形|条件|之一|应当?|可以|要求|符合|满足|材料|范围|包括|分为|标准|对象|不得|不予|如下"
)
_BARE_ANNEX = re.compile(r"附\s*件?\s*\d*\s*[:：]?")


@dataclass(frozen=True, slots=True)
class Part:
    """One passage: where it stands, the headings above it, its number in the text (`tokens`), the question it answers."""

    headings: tuple[str, ...]
    text: str
    start: int
    end: int
    tokens: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def parts_of(text: str, lines: Sequence[Line] | None = None, rows: Sequence[Piece] = ()) -> list[Part]:
    """The parts of a text in reading order; `lines` leaves out those that are no text (default: all count).

    `rows` are the spans of lines that are one row of a table each: a part each, whatever marks stand in them.
    """
    starts = frozenset(start for start, _ in rows)
    kept = list(lines_of(text) if lines is None else lines)
    root = TreeBuilder(text, kept, starts).build()
    left_out = [(a.end, b.start) for a, b in pairwise(kept) if text[a.end : b.start].strip()]
    emitter = _Emitter(text, [start for start, _ in left_out], starts)
    emitter.emit(root, (), (), ())
    return emitter.parts


def _shortened(lead: str) -> str:
    """A long lead by its beginning, which says of whom, and its end, which says what: 奖励名称应当……符合以下要求."""
    parts = [p for p in re.split(r"(?<=[，,；;。])", lead) if p.strip()]
    first, last = parts[0], parts[-1]
    if len(parts) == 1 or len(first) + len(last) > _LEAD_HEADING + 12:
        return lead[:20] + "……" + lead[-20:] if len(lead) > _LEAD_HEADING else lead
    return first.rstrip("，,；;。") + "……" + last if len(parts) > 2 else lead[: _LEAD_HEADING + 12]


class _Emitter:
    def __init__(self, text: str, left_out: list[int], rows: frozenset[int]) -> None:
        self._text, self._left_out, self._rows = text, left_out, rows
        self.parts: list[Part] = []

    def emit(self, node: Node, path: tuple[str, ...], tokens: tuple[str, ...], asked: tuple[str, ...]) -> None:
        """The parts of a node and of all below it."""
        path = (*path, node.heading) if node.heading else path
        tokens = (*tokens, node.token) if node.token else tokens
        asked = node.questions or asked
        if not node.content:
            if node.heading and node.rank > Rank.SECTION and node.rank not in (Rank.ARTICLE,):
                end = node.start + len(node.heading)
                self._add(path[:-1], (node.start, end), tokens, asked)
            return
        if (
            node.rank == Rank.TALK
            and length(self._text, self._first(node), node.end) <= LONG
            and self._near(self._first(node), node.end)
        ):
            self._add(path, (self._first(node), node.end), tokens, asked)
            return
        pieces: list[Piece] = []
        for is_node, group in groupby(node.content, key=lambda c: isinstance(c, Node)):
            members = list(group)
            if not is_node:
                pieces += [m for m in members if not isinstance(m, Node)]
                continue
            for _, row in groupby((m for m in members if isinstance(m, Node)), key=lambda n: n.rank):
                pieces = self._row(list(row), pieces, path, tokens, asked)
        self._flush(pieces, path, tokens, asked)

    def _row(
        self,
        row: list[Node],
        pieces: list[Piece],
        path: tuple[str, ...],
        tokens: tuple[str, ...],
        asked: tuple[str, ...],
    ) -> list[Piece]:
        """A row of children of one rank after `pieces`; returns the pieces still open."""
        lead = pieces[-1] if pieces and pieces[-1][1] <= row[0].start else None
        belongs = self._belongs_together(row)
        if lead and not self._fits(lead[0], row[-1].end):
            # ……。下列内容：（一）…… : of a long paragraph only the sentence that leads goes with the row.
            said = sentences(self._text, *lead)
            if len(said) > 1 and self._text[: lead[1]].rstrip().endswith(("：", ":")) and row[0].rank > Rank.FIRST:
                pieces = [*pieces[:-1], (lead[0], said[-2][1]), (said[-1][0], lead[1])]
                lead = pieces[-1]
        start = lead[0] if lead else row[0].start
        if belongs and (lead or len(row) > 1) and self._fits(start, row[-1].end):
            return [*(pieces[:-1] if lead else pieces), (start, row[-1].end)]
        above, used_up = self._lead_heading(lead, row[0].rank)
        below = (*path, above) if above else path
        if belongs and row[0].rank != Rank.POINT:
            leads = lead if lead and not used_up and self._text[: lead[1]].rstrip().endswith(("：", ":")) else None
            self._flush(pieces[:-1] if leads or used_up else pieces, path, tokens, asked)
            for first, last in self._bundles(row, leads[0] if leads else None):
                own = first is row[0] and leads is not None
                place = cut(self._text, leads[0] if own and leads else first.start, last.end)
                self._add_all(place, path if own else below, tokens if own else (*tokens, first.token), asked)
        else:
            self._flush(pieces[:-1] if used_up else pieces, path, tokens, asked)
            for child in row:
                self.emit(child, below, tokens, asked)
        return []

    def _fits(self, start: int, end: int) -> bool:
        """Whether [start, end) can be one clause."""
        return length(self._text, start, end) <= LONG and self._near(start, end)

    def _belongs_together(self, row: list[Node]) -> bool:
        """Points of one sentence (；), tiny points (身份证), and 一是……二是…… are one row with their lead."""
        rank = row[0].rank
        if rank <= Rank.FIRST or any(n.questions or n.children for n in row):
            return False
        if rank == Rank.POINT:
            return True
        if any(n.heading for n in row):
            return False
        texts = [self._text[n.start : n.end].rstrip() for n in row]
        joined = sum(t.endswith(("；", ";")) for t in texts)
        tiny = sum(len(t) < 28 for t in texts)
        return joined * 2 >= len(texts) or sum(map(len, texts)) < 30 * len(texts) or tiny * 3 >= 2 * len(texts)

    def _near(self, start: int, end: int) -> bool:
        """Whether nothing was left out between (furniture, a signature): else the slice would hold what is no text."""
        return end - start <= 2 * LONG and not self._gap(start, end)

    def _gap(self, start: int, end: int) -> bool:
        """Whether a passage that is no text begins inside [start, end)."""
        at = bisect_left(self._left_out, start)
        return at < len(self._left_out) and self._left_out[at] < end

    def _bundles(self, row: list[Node], lead: int | None) -> list[tuple[Node, Node]]:
        """As many points together as one clause holds; the first bundle has room for the lead that begins at `lead`."""
        found: list[tuple[Node, Node]] = []
        for node in row:
            start = lead if lead is not None and len(found) == 1 else found[-1][0].start if found else 0
            if found and self._fits(start, node.end):
                found[-1] = (found[-1][0], node)
            else:
                found.append((node, node))
        return found

    def _lead_heading(self, lead: Piece | None, rank: int) -> tuple[str, bool]:
        """The lead of a row as a heading over it, and whether that says all of the lead."""
        if lead is None or rank <= Rank.FIRST:
            return "", False
        said = sentences(self._text, *lead)
        last = self._text[said[-1][0] : said[-1][1]].strip()
        if re.search(r"(?:通知|汇报|报告|意见|公告|说明)如下[:：]$", last) or (
            len(said) > 1 and not last.endswith(("：", ":"))
        ):
            return "", False
        if not last.endswith(("：", ":")) and rank != Rank.POINT:
            return "", False
        whole = len(last) <= _LEAD_HEADING
        if not whole and not last.endswith(("：", ":")):
            return "", False
        used_up = whole and len(said) == 1 and not RULE_WORDS.search(last)
        if not used_up and not _CONDITION.search(last):
            return "", False
        if len(last) > (_LEAD_HEADING if used_up else _SHORT_LEAD):
            last = _shortened(last)
        return re.sub(r"\s+", " ", last).rstrip("：:。"), used_up

    def _first(self, node: Node) -> int:
        first = node.content[0]
        return first.start if isinstance(first, Node) else first[0]

    def _flush(
        self, pieces: list[Piece], path: tuple[str, ...], tokens: tuple[str, ...], asked: tuple[str, ...]
    ) -> None:
        for is_row, group in groupby(pieces, key=lambda piece: piece[0] in self._rows):
            if is_row:
                self._add_all(list(group), path, tokens, asked)
            else:
                found = [p for s, e in group for p in cut(self._text, s, e)]
                self._add_all(join_short(self._text, found), path, tokens, asked)

    def _add_all(
        self, pieces: list[Piece], path: tuple[str, ...], tokens: tuple[str, ...], asked: tuple[str, ...]
    ) -> None:
        for piece in pieces:
            self._add(path, piece, tokens, asked)

    def _add(self, path: tuple[str, ...], piece: Piece, tokens: tuple[str, ...], asked: tuple[str, ...]) -> None:
        start, end = strip(self._text, *piece)
        text = self._text[start:end]
        if not re.search(r"\w", text) or _BARE_ANNEX.fullmatch(text):
            return
        if length(self._text, start, end) > HARD:
            self._add_all(cut(self._text, start, end), path, tokens, asked)
            return
        self.parts.append(Part(path[-_DEEPEST:], text, start, end, tokens, asked))
