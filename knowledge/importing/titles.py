"""The title of a text: the document's own, over several lines, before its number, or glued to what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from knowledge.importing import offices
from knowledge.importing.kinds import DOCUMENT_WORD
from knowledge.importing.lines import Line

_TITLE_END = re.compile(rf"{DOCUMENT_WORD}(?:[（(][^）)]{{1,20}}[）)])?(?:的解读|汇编|》)?$")
_INLINE = re.compile(
    r"^[^。；！？：:\n]{4,120}?(?:的(?:[\u4e00-\u9fff]{0,4})?通知|的公告|的通告|的通报|的决定|的[若干实施指导]*意见|的批复|的复函|的函)"
    r"(?:[（(](?:试行|暂行)[）)])?(?=[\u3400-\u9fff]{2,8}[〔\[（(][12]|各|为|根据|按照|\s|省|现将|[\u4e00-\u9fff]{2,6}(?:人民政府|厅|局)[：:、，]|$)|"
    r"^[^。；！？：:，\n]{4,40}?(?:办法|细则|规定|条例|方案|法)(?:[（(](?:试行|暂行)[）)])?(?=第一章|第一条|总则|[（(]?\s*[12１２]\d{3}年|目\s*录\s*第)|"
    r"^[^。；！？：:，\n]{4,40}?(?:办法|细则|规定|条例|方案)(?=为了?|根据)"
)
# （2016-2020年）的通知 on a line of its own below the title.
_TITLE_TAIL = re.compile(rf"^(?:[（(][^）)]{{2,20}}[）)])?的?{DOCUMENT_WORD}$")
_NOT_TITLE = re.compile(
    r"^(?:目\s*录$|附件|附[:：]|第[一二三四五六七八九十]+[章条]|[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[)）]|新华社|本报)"
)
# The 文号 before a title.
_NUMBER = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{2,12}\s*[〔\[（(﹝【][12１２]\d{3}[〕\])）﹞】]\s*(?:第\s*)?\d{1,5}\s*号[)）]?\s*"
)


class Title(NamedTuple):
    """The title, the lines it takes, and where in its line a glued title ends (0: it is the whole line)."""

    text: str
    lines: frozenset[int] = frozenset()
    glued_end: int = 0
    is_heading: bool = False
    is_sure: bool = True
    warning: str | None = None


def find_title(lines: Sequence[Line], kept: Sequence[int], head: Sequence[int], hinted: str, name: str) -> Title:
    """The title among the first lines; `kept` are the lines that are no page furniture, `head` those that can be a title."""
    head = [i for i in head if not _NUMBER.fullmatch(lines[i].text)]
    kept = [i for i in kept if not _NUMBER.fullmatch(lines[i].text)]
    found = _formal(lines, head) or _hinted(lines, head, hinted)
    if found:
        return _fuller(lines, kept, found)
    first = next((i for i in kept if re.search(r"[\u4e00-\u9fff]", lines[i].text)), 0)
    text = lines[first].text
    glued = _glued(lines, kept, first)
    if glued and glued.lines:
        return glued
    if head and head[0] == first and is_title(text):
        if len(text) >= 8:
            return _fuller(lines, kept, Title(text, frozenset((first,))))
        return Title(
            text,
            is_heading=True,
            warning=f"标题不明确，暂用首行“{text}”；可用 --title 或在文头中改正",
        )
    if glued:
        return glued
    stem = PurePath(name).stem
    if len(re.findall(r"[\u4e00-\u9fff]", stem)) >= 4:
        return Title(stem)
    start = re.split(r"[。；：:，,]", text)[0][:40] or stem
    return Title(start, is_sure=False, warning=f"没有认出标题，暂用开头“{start[:20]}”；请在文头中改正")


def _formal(lines: Sequence[Line], head: Sequence[int]) -> Title | None:
    """A title of an official document, possibly over several lines: … 关于 / …… 的通知.

    A title over several lines is the document's own; a single line above it is the page's short form.
    """
    found: list[tuple[int, int]] = []
    for at, number in enumerate(head[:8]):
        text = lines[number].text
        if _ends_sentence(text):
            break
        if len(text) > 160 or not _TITLE_END.search(text) or _NOT_TITLE.match(text):
            continue
        first = at
        while first > 0 and _runs_on(lines[head[first - 1]].text):
            first -= 1
        found.append((first, at))
    if not found:
        return None
    first, last = next((f for f in found if f[0] < f[1]), found[0])
    if last + 1 < len(head) and _TITLE_TAIL.match(lines[head[last + 1]].text):
        last += 1
    title = "".join(lines[head[i]].text for i in range(first, last + 1))
    same = [i for i in head[last + 1 : last + 4] if bare(lines[i].text) == bare(title)]
    return Title(title, frozenset((*head[: last + 1], *same)))


def _hinted(lines: Sequence[Line], head: Sequence[int], hinted: str) -> Title | None:
    if not hinted:
        return None
    return Title(hinted, frozenset(i for i in head[:6] if bare(lines[i].text) == bare(hinted)))


def _fuller(lines: Sequence[Line], kept: Sequence[int], found: Title) -> Title:
    """The title once more at the head of the text, run into it: left out there, and taken where an office stands before it."""
    short = bare(found.text).rstrip(".…")
    for number in [i for i in kept if i not in found.lines][:2]:
        text = lines[number].text
        again = _glued(lines, kept, number)
        said = bare(again.text) if again else ""
        if again and len(short) >= 8 and (said.endswith(short) or (len(short) >= 16 and said.startswith(short))):
            # A title that the page shortened (……) gives way to the whole one, and so does one without its office.
            whole = said.endswith(short) or "…" in found.text or ".." in found.text
            return again._replace(text=again.text if whole else found.text, lines=found.lines | again.lines)
        if len(short) >= 8 and bare(text).startswith(short) and text.startswith(found.text):
            behind = text[len(found.text) :]
            if re.match(r"\s*(?:[（(]|第一|目\s*录|为|根据|各|一、|\s|[\u4e00-\u9fff]{2,8}[〔（(\[][12])", behind):
                return found._replace(glued_end=lines[number].start + len(found.text))
    return found


def _glued(lines: Sequence[Line], kept: Sequence[int], first: int) -> Title | None:
    """A title that the text runs into, on one line or begun on the short lines above it: ……的通知各市：……"""
    joined, above = "", set[int]()
    for number in [i for i in kept if i >= first][:4]:
        text = lines[number].text
        start = 0
        if not joined:
            own = _NUMBER.match(text)
            start = own.end() if own else 0
        if joined and (bare(text[start:]).startswith(bare(joined)) or _TITLE_END.search(joined)):
            joined = ""
        match = _INLINE.match(joined + text[start:])
        if match and match.end() > len(joined):
            end = start + match.end() - len(joined)
            if start + match.end() - len(joined) >= len(text) and not above:
                return None  # a title on a line of its own
            if re.match(r"(?:根据|按照|依据|为|现将|各)", match[0]):
                return None
            return Title(re.sub(r"\s+", "", match[0]), frozenset(above), glued_end=lines[number].start + end)
        if not _runs_on(text[start:]):
            return None
        joined += text[start:]
        above.add(number)
    return None


def is_title(text: str) -> bool:
    """Whether a line can be a title by its shape."""
    return (
        len(text) <= 160
        and bool(re.search(r"[\u4e00-\u9fffA-Za-z]", text))
        and not _ends_sentence(text)
        and not _NOT_TITLE.match(text)
    )


def _ends_sentence(text: str) -> bool:
    return text[-1] in "。；，,;：:" or bool(re.search(r"[。；]", text))


def _runs_on(text: str) -> bool:
    """A title line that the next one continues: it ends with 关于, 印发, or is only a name without a document word."""
    if len(text) > 60 or re.search(r"[。；：:！？]", text):
        return False
    return bool(re.search(r"(?:关于|印发|转发|批转|的|《[^》]*|、)$", text)) or (
        offices.is_signature(text) and len(text) >= 5
    )


def bare(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"\W", "", text)
