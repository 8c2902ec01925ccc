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
    r"|附\s*件\s*(?P<annex>\d{1,2}|[一二三四五六七八九十]{1,2})(?=[\u4e00-\u9fff《“])(?![和及与或所中的、为是表按])"
    rf"|第(?P<book>[{_N}]{{1,4}})编|第(?P<chapter>[{_N}]{{1,4}}|\d{{1,3}})章(?![，,”的])|第(?P<section>[{_N}]{{1,4}})节(?![，,”的])"
    rf"|第(?P<article>[{_N}]{{1,5}}|\d{{1,3}})条(?!例|款|第|规定|的|[、和至或及与]第)"
    rf"|(?P<first>[{_N[:10]}]{{1,3}})[、．](?![一二三四五六七八九十]{{1,2}}(?:、|级))"
    rf"|[（(]\s*(?P<second>[{_N[:10]}]{{1,3}})\s*[）)](?![项款、])"
    r"|(?<![\d.．])(?P<third>\d{1,2})\s*(?:[.．](?!\d+(?:\.\d+)*\s*(?:万|亿|元|%|％|倍|个百分点|版))|、)"
    r"|[（(]\s*(?P<fourth>\d{1,2})\s*[）)](?![项款、])|(?<![\d（(件表图])(?P<fourth2>\d{1,2})[）)]"
    r"|(?P<fifth>[①-⑳])"
    rf"|(?P<point>[{_N[:10]}]{{1,3}})(?:是|要)(?!否)"
)
_RANKS = {
    "annex": Rank.ANNEX,
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
_TITLE_BEFORE = re.compile(
    r"(?:办法|方案|预案|意见|规定|细则|通知|规划|计划|要点|措施|指南|名单|目录|清单|条例|标准|指引|规则|纲要|总结|报告|条件|规程|说明|流程|情况|[（(](?:试行|暂行)[）)])$"
)
# 详见附件1, （附件2）: an annex that is only named.
_ANNEX_NAMED = re.compile(r"(?:见|详|如|按|照|填|填写|及|与|和|提供|提交|根据|将|以下简称|[（(《“、，,：:])\s*$")
# 第十六条第一款, 第二十条规定的: an article that is cited.
_CITED = re.compile(r"\s*[第的和与及或至、，,。（(]|规定|所|之|中")
# 权责统一、择优支持: 一 ends a word.
_WORDS_IN_ONE = ("统", "专", "唯", "同", "划", "逐", "单", "合", "之", "第", "万", "三位", "五位", "四位")
_DENSE = 60


class Marker:
    """Finds the marks of line after line, remembering the numbers reached so far."""

    def __init__(self) -> None:
        self._reached: dict[Rank, int] = {}
        self._before: dict[Rank, int] = {}  # 二、……（三）: brackets that count on through the whole text

    def marks(self, text: str, start: int, end: int) -> list[Mark]:
        """The marks of the line [start, end)."""
        hashes = _HASHES.match(text, start, end)
        if hashes:
            self._reached.clear()
            self._before.clear()
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
        raw = text[max(start, mark.start - 12) : mark.start].rstrip()
        before = raw.rstrip("”’」』）)】 ")
        wide = text[max(start, mark.start - 1) : mark.start] == "\u3000"
        ended = bool(before) and before[-1] in _SENTENCE_END
        if not ended and raw.endswith(("）", ")")):
            ended = self._note_ends(text, start, mark.start)
        if mark.speaker:
            return ended and (text[mark.start] in "【[" or mark.speaker == "ask" or before[-1] in "？?")
        reached = self._reached.get(mark.rank) or (
            self._before.get(mark.rank, 0) if mark.rank in (Rank.SECOND, Rank.THIRD) else 0
        )
        if mark.rank is Rank.POINT:
            # 一是……；二是……: the row begins with one and goes on by one.
            return (ended or (bool(before) and before[-1] in "：:，,")) and mark.number in (1, reached + 1)
        follows = mark.number == reached + 1 or (mark.number == 1 and mark.rank is not Rank.ARTICLE)
        if mark.rank is Rank.ARTICLE and ended and mark.number > reached and not _CITED.match(text, mark.end):
            follows = True  # a page that dropped the numbers of other articles
        if not follows:
            return False
        if mark.rank is Rank.ANNEX:
            return not _ANNEX_NAMED.search(raw)
        if mark.rank in (Rank.BOOK, Rank.CHAPTER, Rank.SECTION):
            return True
        if mark.rank is Rank.FIRST and mark.number == 1 and raw.endswith(_WORDS_IN_ONE):
            return False
        if mark.rank is Rank.FIRST and mark.number == 1 and not reached and _TITLE_BEFORE.search(raw):
            return True
        if ended or wide or (bool(before) and before[-1] in _LEAD_END):
            return True
        return last is not None and self._after_bare(text, mark, last)

    def _after_bare(self, text: str, mark: Mark, last: Mark) -> bool:
        """Whether a mark follows a bare heading, or the short entries of a list that nothing parts: 1.甲医院2.乙医院."""
        between = text[last.end : mark.start]
        if last.rank is Rank.TALK:
            return False
        if last.rank is Rank.FIRST and mark.rank is Rank.SECOND and len(between) <= _BARE_HEADING:
            return not re.search(r"[。；;！!？?：:]|[，,].*[，,]", between)  # 规范用工，明确责任（一）
        if _BARE.search(between):
            return False
        if last.rank < mark.rank:
            return (mark.number == 1 or mark.rank in (Rank.ARTICLE, Rank.SECOND)) and len(between) <= _BARE_HEADING
        if last.rank is mark.rank is Rank.FIRST:
            return mark.number > 1 and len(between) <= _BARE_HEADING
        entry = len(between) <= _DENSE and not re.search(r"[、：:]$|第$", between)
        return entry and mark.number > 1 and last.rank in (Rank.THIRD, Rank.FOURTH, Rank.FIFTH, Rank.SECOND)

    def _note_ends(self, text: str, start: int, at: int) -> bool:
        """Whether a bracket that closes before `at` follows a finished sentence or names who is responsible."""
        close = at
        while close > start and text[close - 1].isspace():
            close -= 1
        depth = 0
        for place in range(close - 1, max(start, close - 400) - 1, -1):
            if text[place] in "）)":
                depth += 1
            elif text[place] in "（(":
                depth -= 1
                if not depth:
                    before = text[max(start, place - 3) : place].rstrip("”’」』 ")
                    return bool(before) and before[-1] in _SENTENCE_END
        return False

    def _reach(self, mark: Mark) -> None:
        if mark.speaker:
            return
        self._reached[mark.rank] = self._before[mark.rank] = mark.number
        for rank in list(self._reached):
            # Articles run on through chapters; all else begins anew below an outer mark.
            if rank > mark.rank and rank is not Rank.ARTICLE:
                del self._reached[rank]


def short_line(text: str) -> bool:
    """Whether a line could be a heading by its shape: short, without the marks of a sentence."""
    return (
        2 <= len(text) <= 32
        and not re.search(
            r"@|https?:|[:：]\s*[\dA-Za-z（(]|^(?:电话|传真|邮箱|邮编|地址|联系|部长|局长|主任|厅长)", text
        )
        and not re.search(r"[。；;：:，,、！!？?…]$|[。；;]|^[(（]", text)
        and bool(re.search(r"[\u4e00-\u9fff]", text))
    )
