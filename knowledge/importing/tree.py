"""The tree of a text: which heading, numbered point or answer stands below which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from knowledge.importing.blocks import ANNEX_LINE, Block, blocks_of, subheads
from knowledge.importing.cutting import Piece, sentences, strip
from knowledge.importing.headings import HeadingEnd, heading_end
from knowledge.importing.lines import Line
from knowledge.importing.marks import Mark, Rank
from knowledge.importing.questions import question_of

_CLOSING_LINE = re.compile(
    r"^(?:本(?:通知|办法|意见|方案|细则|规定|条例|预案|公告|规程)(?!所称)|附[:：]|附\s*件\s*\d*\s*[:：]|联系(?:人|电话|单位|方式)|特此|此前|以上(?:规定|政策|通知))"
)
_SUMMARY = re.compile(r"^((?:访谈|内容)?(?:摘要|提要|导读)|编者按|核心提示)\s*[:：]\s*(?=\S)")
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
    number: int = 0
    ends_at: int = 0  # where the heading ends
    is_sentence: bool = False  # the heading is the first sentence of the text

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


class TreeBuilder:
    """Reads blocks in order and hangs each below the nearest outer one."""

    def __init__(self, text: str, lines: list[Line], rows: frozenset[int] = frozenset()) -> None:
        self._text, self._lines = text, lines
        self._rows = rows
        self._blocks = blocks_of(text, lines, rows)
        self._subheads = subheads(lines, self._blocks, rows)
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
        _settle(self.root)
        return self.root

    # --- blocks ------------------------------------------------------------------------------------

    def _plain(self, block: Block) -> None:
        if block.start in self._rows:
            self._stack[-1].content.append((block.start, block.end))
            return
        text = self._text[block.start : block.end]
        if block.line in self._subheads and block.opens_line:
            self._subhead(block, text)
            return
        if block.opens_line and _CLOSING_LINE.match(text) and not self._is_owed():
            inside = any(n.rank == Rank.ARTICLE for n in self._stack) and not text.startswith("附")
            self._pop(Rank.ARTICLE + 1 if inside else Rank.TALK + 1)
        elif block.opens_line:
            self._leave_list()
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

    def _is_owed(self) -> bool:
        """Whether the heading above has no text yet: 四、施行时间 / 本通知自……"""
        top = self._stack[-1]
        if top.rank <= Rank.TALK or not top.heading:
            return False
        last = top.content[-1] if top.content else None
        return last is None or (isinstance(last, tuple) and bool(re.match("联系|电话", self._text[last[0] : last[1]])))

    def _leave_list(self) -> None:
        """A paragraph after the last point of 下列情形：（一）……；（二）……。 belongs to what stands above the points."""
        top = self._stack[-1]
        while Rank.SECOND <= top.rank < Rank.POINT and not top.heading and len(top.content) == 1:
            before = self._elder(top.rank, top.number)
            if before is None or not self._ends_open(before) or self._ends_open(top):
                return
            self._stack.pop()
            top = self._stack[-1]

    def _elder(self, rank: int, number: int) -> Node | None:
        """The point before number `number` of this rank, directly above in the text."""
        for node in reversed(self._stack):
            if node.rank == rank and node.number == number - 1:
                return node
            if node.rank < rank:
                # The point itself may stand on the stack already: look at its elder brother.
                said = [c for c in node.children if c.rank == rank and c.number == number - 1]
                return said[-1] if said else None
        return None

    def _ends_open(self, node: Node) -> bool:
        return self._text[node.start : node.end].rstrip().endswith(("；", ";"))

    def _subhead(self, block: Block, text: str) -> None:
        if ANNEX_LINE.match(text):
            self._counts["annex"] += 1
            self._push(Node(Rank.ANNEX, f"annex{self._counts['annex']}", block.start, heading=_tidy(text)))
            return
        self._counts["s"] += 1
        above = next((n for n in reversed(self._stack) if n.rank in (Rank.SUBHEAD, Rank.SUBHEAD2)), None)
        rank = Rank(above.rank) if above else Rank.SUBHEAD
        if above and above is self._stack[-1] and not above.content:
            rank = Rank.SUBHEAD2
        self._push(Node(rank, f"s{self._counts['s']}", block.start, heading=_tidy(text)))

    def _speak(self, block: Block, mark: Mark) -> None:
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

    def _item(self, at: int, block: Block, mark: Mark) -> None:
        start, end = strip(self._text, mark.end, block.end)
        asked = bool(_ASKED.search(self._text[start:end]))
        nearest = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        if asked and nearest is not None and nearest.mark is not None and nearest.mark.speaker == "answer":
            node = self._push(Node(Rank.TALK, f"q{mark.number}", block.start))
            node.ask.append((start, end))
            return
        node = Node(mark.rank, _token(mark), block.start, inline=not block.opens_line, number=mark.number)
        body: Piece = (block.start, block.end)
        rest: Piece | None = None
        elder = self._elder(mark.rank, mark.number) if mark.rank >= Rank.SECOND else None
        if elder is not None and self._ends_open(elder) and not elder.heading:
            rest = self._behind_list(mark, start, end, nearest)
            body = (block.start, rest[0]) if rest else body
        else:
            found = self._heading(block, mark, start, end, nearest)
            if found.at:
                from_ = start if mark.rank <= Rank.MARKDOWN6 else block.start
                node.heading, node.ends_at = _tidy(self._text[from_ : found.at]), found.at
                node.is_sentence = found.is_sentence
                body = _after(self._text, found.at, block.end)
                if asked and found.at == end:
                    node.questions = question_of(self._text[start:end])[1]
        if mark.rank == Rank.POINT and self._stack[-1].rank == Rank.POINT and mark.number == 1:
            self._pop(Rank.POINT)
        self._push(node)
        if body[0] < body[1]:
            node.content.append(strip(self._text, *body))
        if rest:
            self._pop(mark.rank)
            self._stack[-1].content.append(rest)

    def _behind_list(self, mark: Mark, start: int, end: int, nearest: Block | None) -> Piece | None:
        """What stands behind the last point of a row that ；parts, on its line: it is the text's, not the point's."""
        last = nearest is None or nearest.mark is None or nearest.mark.rank <= mark.rank
        follows = nearest is not None and nearest.mark is not None and nearest.mark[:2] == (mark.rank, mark.number + 1)
        said = sentences(self._text, start, end)
        if not last or follows or len(said) < 2:
            return None
        return strip(self._text, said[1][0], end)

    def _heading(self, block: Block, mark: Mark, start: int, end: int, nearest: Block | None) -> HeadingEnd:
        """The heading of a numbered item: whether something stands below it decides what can be one."""
        mark_behind = nearest.mark if nearest else None
        below = nearest is not None and (
            mark_behind is None or (not mark_behind.speaker and mark_behind.rank > mark.rank)
        )
        apart = nearest is not None and (nearest.line != block.line or mark_behind is not None)
        return heading_end(self._text, mark, start, end, below, apart)

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


def _settle(node: Node) -> None:
    """Undo the first-sentence headings of a row in which most points have none: there they are rules like the others."""
    for _, group in groupby(node.children, key=lambda n: n.rank):
        row = list(group)
        headed = [n for n in row if n.heading and n.is_sentence]
        plain = [n for n in row if not n.heading]
        if headed and plain and len(headed) * 2 < len(row) and row[0].rank >= Rank.FIRST:
            for one in headed:
                first = one.content[0] if one.content else None
                end = first[1] if isinstance(first, tuple) else one.ends_at
                one.content[: isinstance(first, tuple)] = [(one.start, end)]
                one.heading, one.questions = "", ()
    for child in node.children:
        _settle(child)


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
    names = {Rank.ARTICLE: "art", Rank.CHAPTER: "ch", Rank.SECTION: "sec", Rank.BOOK: "b", Rank.ANNEX: "annex"}
    if mark.rank <= Rank.MARKDOWN6:
        return ""
    return f"{names.get(mark.rank, '')}{mark.number}"


def _tidy(text: str) -> str:
    return _MARKDOWN_TAIL.sub("", re.sub(r"\s+", " ", text)).strip().rstrip("。：:；;")[:120]
