"""The tree of a text: which heading, numbered point or answer stands below which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.importing.cutting import Piece, sentences, strip
from knowledge.importing.dates import days
from knowledge.importing.furniture import without_closing
from knowledge.importing.lines import Line
from knowledge.importing.marks import Mark, Marker, Rank, short_line
from knowledge.importing.offices import is_signature
from knowledge.importing.questions import question_of

_RULE_WORDS = re.compile(
    r"[0-9０-９%％]|不(?![断同少忘])|须|应当|可(?![信行靠视持及])|必须|可以|禁止|严禁|最高|最低|免|除外|的，|的,"
)
_FIRST_SENTENCE = re.compile(r"[^。：:？?\n]{2,52}(?:。|[：:](?!\d))")
_COLON_HEADING, _POINT_HEADING, _LINE_HEADING = 20, 40, 64
_CLOSING_LINE = re.compile(
    r"^(?:本(?:通知|办法|意见|方案|细则|规定|条例|预案|公告|规程)|附[:：]|附件\d*\s*[:：]|联系(?:人|电话|单位|方式)|特此|此前|以上(?:规定|政策|通知))"
)
_ANNEX_LINE = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[:：]?$")
_SUMMARY = re.compile(r"^((?:访谈|内容)?(?:摘要|提要|导读)|编者按|核心提示)\s*[:：]\s*(?=\S)")
_NO_LABEL = re.compile(r"[，,；]|如下|下列|以下|情形之一")
_COURTESY = re.compile(r"^(?:好的?|感谢|谢谢|欢迎|再次感谢|观众朋友|各位)")
_ASKED = re.compile(r"[？?][”’」』）)]*$")
_MARKDOWN_TAIL = re.compile(r"\s*#*\s*(?:\{#[^}]*\})?\s*$")


@dataclass(slots=True)
class Node:
    """A heading, numbered point or answer; `content` holds its own passages and its children in order."""

    rank: int
    token: str
    start: int
    heading: str = ""
    questions: tuple[str, ...] = ()
    content: list[Piece | Node] = field(default_factory=list)
    ask: list[Piece] = field(default_factory=list)
    inline: bool = False

    @property
    def children(self) -> list[Node]:
        """The nodes directly below."""
        return [c for c in self.content if isinstance(c, Node)]

    @property
    def end(self) -> int:
        """Where the last passage below it ends."""
        if not self.content:
            return self.start
        last = self.content[-1]
        return last.end if isinstance(last, Node) else last[1]


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of a line: with the mark it begins with, or plain."""

    mark: Mark | None
    start: int
    end: int
    line: int
    opens_line: bool


class TreeBuilder:
    """Reads blocks in order and hangs each below the nearest outer one."""

    def __init__(self, text: str, lines: list[Line], rows: frozenset[int] = frozenset()) -> None:
        self._text, self._lines = text, lines
        self._rows = rows
        self._blocks = _blocks(text, lines, rows)
        self._subheads = _subheads(lines, self._blocks, rows)
        self.root = Node(-1, "", 0)
        self._stack = [self.root]
        self._counts = {"s": 0, "q": 0, "annex": 0}

    def build(self) -> Node:
        """The root of the tree."""
        for at, block in enumerate(self._blocks):
            if block.mark is None:
                self._plain(block)
            elif block.mark.speaker:
                self._speak(block, block.mark)
            else:
                self._item(at, block, block.mark)
        self._close_asks(len(self._stack))
        return self.root

    # --- blocks ------------------------------------------------------------------------------------

    def _plain(self, block: _Block) -> None:
        if block.start in self._rows:
            self._stack[-1].content.append((block.start, block.end))
            return
        text = self._text[block.start : block.end]
        if block.line in self._subheads and block.opens_line:
            self._subhead(block, text)
            return
        if block.opens_line and _CLOSING_LINE.match(text):
            self._pop(Rank.TALK + 1)
        elif block.opens_line:
            # A row 一是……二是…… inside a paragraph ends with the paragraph.
            while self._stack[-1].rank == Rank.POINT and self._stack[-1].inline:
                self._stack.pop()
        label = _SUMMARY.match(text) if block.opens_line else None
        if label:
            self._counts["s"] += 1
            node = self._push(Node(Rank.SUBHEAD, f"s{self._counts['s']}", block.start, heading=label[1]))
            node.content.append(strip(self._text, block.start + label.end(), block.end))
            return
        top = self._stack[-1]
        (top.ask if top.ask else top.content).append((block.start, block.end))

    def _subhead(self, block: _Block, text: str) -> None:
        if _ANNEX_LINE.match(text):
            self._counts["annex"] += 1
            self._push(Node(Rank.ANNEX, f"annex{self._counts['annex']}", block.start, heading=_tidy(text)))
            return
        self._counts["s"] += 1
        above = next((n for n in reversed(self._stack) if n.rank in (Rank.SUBHEAD, Rank.SUBHEAD2)), None)
        rank = Rank(above.rank) if above else Rank.SUBHEAD
        if above and above is self._stack[-1] and not above.content:
            rank = Rank.SUBHEAD2
        self._push(Node(rank, f"s{self._counts['s']}", block.start, heading=_tidy(text)))

    def _speak(self, block: _Block, mark: Mark) -> None:
        body = strip(self._text, mark.end, block.end)
        top = next((n for n in reversed(self._stack) if n.rank == Rank.TALK), None)
        if mark.speaker == "ask":
            self._push(Node(Rank.TALK, "", block.start))
            self._stack[-1].ask.append(body)
            return
        if top is None:
            top = self._push(Node(Rank.TALK, "", block.start))
        while self._stack[-1] is not top:
            self._stack.pop()
        self._answer(top)
        if body[0] < body[1]:
            top.content.append(body)

    def _answer(self, node: Node) -> None:
        """What was asked becomes the heading of the answer that begins now."""
        if not node.ask:
            return
        asked = self._text[node.ask[0][0] : node.ask[-1][1]]
        node.heading, node.questions = question_of(asked)
        if not node.questions:  # a greeting, a lead-in: part of what is said
            node.content[:0] = node.ask
        elif len(node.ask) > 1 or len(asked) > len(node.heading) + 60:
            node.content[:0] = _before_question(self._text, node.ask, node.heading)
        node.ask = []
        if not node.token and node.questions:
            self._counts["q"] += 1
            node.token = f"q{self._counts['q']}"

    def _item(self, at: int, block: _Block, mark: Mark) -> None:
        start, end = strip(self._text, mark.end, block.end)
        asked = bool(_ASKED.search(self._text[start:end]))
        nearest = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if asked and nearest is not None and nearest.mark is not None and nearest.mark.speaker == "answer":
            node = self._push(Node(Rank.TALK, f"q{mark.number}", block.start))
            node.ask.append((start, end))
            return
        node = Node(mark.rank, _token(mark), block.start, inline=not block.opens_line)
        body: Piece = (block.start, block.end)
        heading_end = self._heading_end(block, mark, start, end, nearest)
        if heading_end:
            from_ = start if mark.rank <= Rank.MARKDOWN6 else block.start
            node.heading = _tidy(self._text[from_:heading_end])
            body = _after(self._text, heading_end, block.end)
            if asked and heading_end == end:
                node.questions = question_of(self._text[start:end])[1]
        if mark.rank == Rank.POINT and self._stack[-1].rank == Rank.POINT and mark.number == 1:
            self._pop(Rank.POINT)
        self._push(node)
        if body[0] < body[1]:
            node.content.append(body)

    def _heading_end(self, block: _Block, mark: Mark, start: int, end: int, nearest: _Block | None) -> int:
        """Where the heading of a numbered item ends; 0 where the item has none."""
        text = self._text
        if mark.rank == Rank.ARTICLE:
            return mark.end
        if start >= end:
            return 0
        if mark.rank <= Rank.SECTION:
            return end if end - start <= _LINE_HEADING else 0
        whole = text[start:end]
        if nearest is not None and end - start <= _LINE_HEADING and not re.search(r"[。；;，,：:]$|[。；]", whole):
            below = nearest.mark is None or (not nearest.mark.speaker and nearest.mark.rank > mark.rank)
            apart = nearest.line != block.line or nearest.mark is not None
            if below and apart and mark.rank != Rank.POINT:
                return end
        match = _FIRST_SENTENCE.match(text[start : min(end, start + 60)])
        if not match:
            return 0
        stop, shown = start + match.end(), match[0][:-1]
        rest = text[stop:end].strip()
        if match[0][-1] in "：:":
            if mark.rank == Rank.POINT or len(shown) > _COLON_HEADING or _NO_LABEL.search(shown):
                return 0
            return stop if rest and not _RULE_WORDS.search(shown) else 0
        if not rest and not (nearest and (nearest.mark is None or nearest.mark.rank > mark.rank)):
            return 0
        if (mark.rank > Rank.SECOND and len(shown) > _POINT_HEADING) or len(re.findall("[，,]", shown)) > 1:
            return 0
        return 0 if _RULE_WORDS.search(shown) or shown.count("“") != shown.count("”") else stop

    # --- stack -------------------------------------------------------------------------------------

    def _push(self, node: Node) -> Node:
        self._pop(node.rank)
        self._stack[-1].content.append(node)
        self._stack.append(node)
        return node

    def _pop(self, rank: int) -> None:
        keep = next((i for i, n in enumerate(self._stack) if n.rank >= rank), len(self._stack))
        self._close_asks(len(self._stack) - keep)
        del self._stack[keep:]

    def _close_asks(self, count: int) -> None:
        """What a host said that nobody answered is text like any other."""
        for node in self._stack[len(self._stack) - count :]:
            said = self._text[node.ask[0][0] : node.ask[-1][1]] if node.ask else ""
            if not (len(said) <= 60 and _COURTESY.match(said)):
                node.content[:0] = node.ask
            node.ask = []


def _blocks(text: str, lines: list[Line], rows: frozenset[int]) -> list[_Block]:
    marker, found = Marker(), []
    for number, line in enumerate(lines):
        if line.start in rows:
            found.append(_Block(None, line.start, line.end, number, True))
            continue
        end = line.start + without_closing(line.text)
        marks = marker.marks(text, line.start, end)
        edges = [line.start, *(m.start for m in marks if m.start > line.start), end]
        by_start = {m.start: m for m in marks}
        for s, e in pairwise(edges):
            s2, e2 = strip(text, s, e)
            if s2 < e2:
                found.append(_Block(by_start.get(s), s2, e2, number, s == line.start))
    return found


def _subheads(lines: list[Line], blocks: list[_Block], rows: frozenset[int]) -> frozenset[int]:
    """Numbers of the short lines that head what follows: alone (or two in a row) between finished sentences."""
    marked = {b.line for b in blocks if b.opens_line and b.mark is not None}
    short = [i not in marked and short_line(line.text) and not _is_signature(lines, i) for i, line in enumerate(lines)]
    short.append(False)
    found = set()
    for number, line in enumerate(lines):
        if _ANNEX_LINE.match(line.text) and number + 1 < len(lines):
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


def _before_question(text: str, ask: list[Piece], heading: str) -> list[Piece]:
    """The sentences that a host said before the question itself; kept where there is something in them."""
    at = text.find(heading.rstrip("？?"), ask[0][0], ask[-1][1])
    start, end = strip(text, ask[0][0], at if at > 0 else ask[-1][1])
    return [(start, end)] if end - start >= 60 and len(sentences(text, start, end)) > 1 else []


def _after(text: str, start: int, end: int) -> Piece:
    while start < end and (text[start].isspace() or text[start] in "：:。"):
        start += 1
    return start, end


def _token(mark: Mark) -> str:
    names = {Rank.ARTICLE: "art", Rank.CHAPTER: "ch", Rank.SECTION: "sec", Rank.BOOK: "b"}
    if mark.rank <= Rank.MARKDOWN6:
        return ""
    return f"{names.get(mark.rank, '')}{mark.number}"


def _tidy(text: str) -> str:
    return _MARKDOWN_TAIL.sub("", re.sub(r"\s+", " ", text)).strip().rstrip("。：:；;")[:120]
