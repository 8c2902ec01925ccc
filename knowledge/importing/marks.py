"""The marks that order Chinese official texts: 第一章, 第一条, 一、, （一）, 1., （1）, ①, 一是, and who speaks.

A mark at the head of a line counts. Inside a line it counts only where a sentence has ended before it
(or a bare heading runs into it) and its number follows, so that 依照第三条第（一）项 is no mark.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from knowledge.importing.dates import han_number


class Rank(IntEnum):
    """How deep a mark stands; a smaller number is further out."""

    MARKDOWN1 = 0  # #
    MARKDOWN2 = 1
    MARKDOWN3 = 2
    MARKDOWN4 = 3
    MARKDOWN5 = 4
    MARKDOWN6 = 5  # ######
    ANNEX = 6
    BOOK = 7  # 编
    CHAPTER = 8
    SECTION = 9
    SUBHEAD = 10  # a short line that heads what follows
    SUBHEAD2 = 11
    TALK = 12  # a question and its answer
    ARTICLE = 13  # 条
    FIRST = 14  # 一、
    SECOND = 15  # （一）
    THIRD = 16  # 1.
    FOURTH = 17  # （1）
    FIFTH = 18  # ①
    POINT = 19  # 一是, 一要


class Mark(NamedTuple):
    """A mark at [start, end); `number` 0 where it has none. `speaker` is `ask`, `answer` or empty."""

    rank: Rank
    number: int
    start: int
    end: int
    speaker: str = ""


_N = "一二三四五六七八九十百零〇"
_ASKS = "主持人|记者|网友|听众|观众|市民|提问|问题?|Q"
_ANSWERS = "嘉宾|回答|答复|答|A|发言人"
_MARK = re.compile(
    rf"(?P<talk>[【\[](?:(?P<ask1>{_ASKS})|(?P<answer1>{_ANSWERS}|[\u4e00-\u9fff]{{1,6}}(?:局长|主任|处长|科长|书记|县长|区长|市长)))\d{{0,3}}[】\]]\s*[:：]?"
    rf"|(?:(?P<ask2>{_ASKS})|(?P<answer2>{_ANSWERS}|[\u4e00-\u9fff]{{1,4}}(?:局长|主任|处长|科长|发言人)))\s*\d{{0,3}}\s*[:：])"
    rf"|第(?P<book>[{_N}]{{1,4}})编|第(?P<chapter>[{_N}]{{1,4}}|\d{{1,3}})章(?![，,”的])|第(?P<section>[{_N}]{{1,4}})节(?![，,”的])"
    rf"|第(?P<article>[{_N}]{{1,5}}|\d{{1,3}})条(?!例|款|第|规定|的|[、和至或及与]第)"
    rf"|(?P<first>[{_N[:10]}]{{1,3}})[、．](?![一二三四五六七八九十]{{1,2}}(?:、|级))"
    rf"|[（(]\s*(?P<second>[{_N[:10]}]{{1,3}})\s*[）)](?![项款、])"
    r"|(?<![\d.．])(?P<third>\d{1,2})\s*(?:[.．](?!\d+(?:\.\d+)*\s*(?:万|亿|元|%|％|倍|个百分点|版))|、)"
    r"|[（(]\s*(?P<fourth>\d{1,2})\s*[）)](?![项款、])|(?<![\d（(])(?P<fourth2>\d{1,2})[）)]"
    r"|(?P<fifth>[①-⑳])"
    rf"|(?P<point>[{_N[:10]}]{{1,3}})(?:是|要)(?!否)"
)
_RANKS = {
    "book": Rank.BOOK,
    "chapter": Rank.CHAPTER,
    "section": Rank.SECTION,
    "article": Rank.ARTICLE,
    "first": Rank.FIRST,
    "second": Rank.SECOND,
    "third": Rank.THIRD,
    "fourth": Rank.FOURTH,
    "fourth2": Rank.FOURTH,
    "fifth": Rank.FIFTH,
    "point": Rank.POINT,
}
_SENTENCE_END = "。；;！!？?…"
_LEAD_END = "：:"
_HASHES = re.compile(r"(#{1,6})\s+")
_BARE = re.compile(r"[。；;！!？?，,]")
_BARE_HEADING = 40
# A chapter has a name and nothing else before its first article; 第一章总则，第二章…… in a sentence has not.
_NAME_BEHIND = re.compile(rf"[^。；;，,：:]{{0,40}}?(?:\Z|第[{_N}]+[条节]|[一1][、.])")
# A text without line breaks runs its title into 一、
_TITLE_BEFORE = re.compile(r"(?:办法|方案|预案|意见|规定|细则|通知|规划|计划|要点|措施|指南)$")


class Marker:
    """Finds the marks of line after line, remembering the numbers reached so far."""

    def __init__(self) -> None:
        self._reached: dict[Rank, int] = {}

    def marks(self, text: str, start: int, end: int) -> list[Mark]:
        """The marks of the line [start, end)."""
        hashes = _HASHES.match(text, start, end)
        if hashes:
            self._reached.clear()
            return [Mark(Rank(len(hashes[1]) - 1), 0, start, hashes.end())]
        found: list[Mark] = []
        for match in _MARK.finditer(text, start, end):
            mark = self._mark(match)
            if mark is None or (found and mark.start < found[-1].end):
                continue
            if mark.start == start or self._inside(text, start, end, mark, found[-1] if found else None):
                found.append(mark)
                self._reach(mark)
        return found

    def _mark(self, match: re.Match[str]) -> Mark | None:
        if match["talk"]:
            speaker = "ask" if match["ask1"] or match["ask2"] else "answer"
            return Mark(Rank.TALK, 0, match.start(), match.end(), speaker)
        group = next(name for name in _RANKS if match[name])
        value = match[group]
        number = ord(value) - ord("①") + 1 if group == "fifth" else han_number(value)
        if group in ("book", "chapter", "section") and not _NAME_BEHIND.match(match.string, match.end(), match.endpos):
            return None
        return Mark(_RANKS[group], number, match.start(), match.end()) if number else None

    def _inside(self, text: str, start: int, end: int, mark: Mark, last: Mark | None) -> bool:
        """Whether a mark in the middle of a line is one."""
        before = text[max(start, mark.start - 12) : mark.start].rstrip("”’」』）)】 ")
        wide = text[max(start, mark.start - 1) : mark.start] == "\u3000"
        ended = bool(before) and before[-1] in _SENTENCE_END
        if mark.speaker:
            return ended and (text[mark.start] in "【[" or mark.speaker == "ask" or before[-1] in "？?")
        reached = self._reached.get(mark.rank, 0)
        if mark.rank is Rank.POINT:
            # 一是……；二是……: the row begins with one and goes on by one.
            return (ended or (bool(before) and before[-1] in "：:，,")) and mark.number in (1, reached + 1)
        follows = mark.number == reached + 1 or (mark.number == 1 and mark.rank is not Rank.ARTICLE)
        if not follows:
            return False
        if mark.rank in (Rank.BOOK, Rank.CHAPTER, Rank.SECTION):
            return True
        if mark.rank is Rank.FIRST and mark.number == 1 and not reached and _TITLE_BEFORE.search(before):
            return True
        if ended or wide or (bool(before) and before[-1] in _LEAD_END):
            return True
        if (
            last is None
            or last.rank >= mark.rank
            or last.rank is Rank.TALK
            or (mark.number != 1 and mark.rank is not Rank.ARTICLE)
        ):
            return False
        between = text[last.end : mark.start]
        return len(between) <= _BARE_HEADING and not _BARE.search(between)

    def _reach(self, mark: Mark) -> None:
        if mark.speaker:
            return
        self._reached[mark.rank] = mark.number
        for rank in list(self._reached):
            # Articles run on through chapters; all else begins anew below an outer mark.
            if rank > mark.rank and rank is not Rank.ARTICLE:
                del self._reached[rank]


def short_line(text: str) -> bool:
    """Whether a line could be a heading by its shape: short, without the marks of a sentence."""
    return (
        2 <= len(text) <= 32
        and not re.search(r"[。；;：:，,、！!？?…]$|[。；;]|^[(（]", text)
        and bool(re.search(r"[\u4e00-\u9fff]", text))
    )
