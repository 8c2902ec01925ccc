"""Who signed a text and when: an office's name with the day below or behind it, also where lines are lost.

`……遵照执行。某某厅2022年12月29日（此件主动公开）某某办法……` is signed in the middle of a line: the cover
letter ends there and the text that it sends begins.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from knowledge.importing import offices
from knowledge.importing.dates import days

_MANY = 3  # more than so many signed places are the rows of a table
_HEAD, _TAIL = 1500, 400
# 2022年12月29日起, 2022年12月29日印发的……: a day that the sentence goes on from.
_GOES_ON = re.compile(
    r" ?(?:[起至前后止的在由经以已，、,；;。—~\-\d“”]|之[前后]|国务院|第|印发|下发|发布|公布|颁布|颁发|通过|批准|修[订正改]|召开|开始|开幕|实施|"
    r"施行|执行|公开招|收到|报|[（(]?星期|[上下]午|晚|凌晨|各|全[省市县国]|我|本[^《》]{0,8}(?:共|已|有))"
)
_AFTER = re.compile(r"\s*[（(](?:此件|本文有删)[^）)]{0,14}[）)]")
_LINK = re.compile(r"\s*(?:关于)?《[^》]{4,90}》?[^。；《]{0,60}(?:解读|图解)(?=\s*(?:更多信息[^。]*)?$)")
_ONLY_CLOSING = re.compile(
    r"\s*(?:[（(]此件[^）)]*[）)]\s*)?(?:$|\n|\u3000{2}|附\s*件|更多信息|公开程序|责任部门|抄\s*送|[（(]?联系人|(?:关于)?《[^》]{4,90}》?[^。；]{0,60}解读)"
)
_PERSON = re.compile(
    r"代?[ \u3000]*(?:部\s*长|局\s*长|厅\s*长|主\s*任|总\s*理|省\s*长|市\s*长|县\s*长|区\s*长|署\s*长|主\s*席)[ \u3000]*(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff])?$"
)
_COVER = re.compile(
    r"(?:印发|转发|发布|公布|公告|通知|贯彻|执行|实施|落实|施行|组织|批准|报告|同意|废止|修订|请)[^。]{0,60}[。！]?\s*$"
)
_HARD = re.compile(r"[。！；!;]$")
_ANNEX_NAME = re.compile(r"[）)】》\dA-Za-z]$|表$|书$|单$|录$|准$|知$|[:：]$")
_GAP = re.compile(r"[\n]|\u3000{2}|[ \u3000]{3,}")


class Signature(NamedTuple):
    """The signing offices (None: a day alone) and the day, standing at [start, end)."""

    office: str | None
    day: date
    start: int
    end: int


def signatures(text: str) -> list[Signature]:
    """The signed places of a text in order; none where so many stand that they are a table."""
    found = []
    for said in days(text):
        behind = _GOES_ON.match(text, said.end)
        # A title may begin behind the day: 2022年5月23日2022年度名单, 二○一○年十二月二十日国务院关于……
        titled = behind and re.match(r"\d|国务院关于|第一", text[said.end : said.end + 5])
        if (behind and not titled) or re.search(
            r"[自从于至在截到年度：:（(—~\-]\s*$", text[max(0, said.start - 6) : said.start]
        ):
            continue
        office, start = _office_before(text, said.start, bool(_ONLY_CLOSING.match(text, said.end)))
        if office is None and (
            (behind and start == said.start) or (start == said.start and not _stands_alone(text, said.start, said.end))
        ):
            continue
        end = said.end
        for closing in (_AFTER, _LINK):
            match = closing.match(text, end)
            end = match.end() if match else end
        found.append(Signature(office, said.day, start, end))
    if len(found) > _MANY:
        found = [
            f for f in found if f.start > len(text) - _TAIL or (f.start < _HEAD and _COVER.search(text[: f.start]))
        ]
    return found if len(found) <= _MANY else []


def _office_before(text: str, at: int, is_last: bool) -> tuple[str | None, int]:
    """The offices that end at `at` (blanks between) and where they begin; (None, at) where none does."""
    names: list[str] = []
    begin = at
    while True:
        end = begin
        while end > 0 and text[end - 1] in " \u3000\n\t":
            end -= 1
        window = max(0, end - 240)
        line = text[window:end]
        gap = list(_GAP.finditer(line))
        first = window + gap[-1].end() if gap else window
        chunk = text[first:end]
        whole = bool(gap) or window == 0
        if chunk and whole and len(chunk) <= 180 and offices.is_signature(chunk):
            words = chunk.split()  # 科　技　部 is spaced out, 省财政厅　省科技厅 are two
            names.insert(0, ("" if max(map(len, words)) == 1 else "、").join(words))
            begin = first
            continue
        person = _PERSON.search(chunk)
        if person and not names:
            return None, first + person.start()
        if not names and chunk:
            found = _at_end(chunk, is_last)
            if found:
                return offices.apart(found), first + len(chunk) - len(found)
        break
    return (offices.apart("、".join(names)), begin) if names else (None, at)


def _at_end(chunk: str, is_last: bool) -> str | None:
    """The offices that end a line of running text, after a finished sentence or the name of an annex."""
    name = re.search(r"(?:[。！；!;])([^。！；!;：:]{3,180})$", chunk)
    if name and offices.is_signature(name[1].strip()):
        inner = name[1].strip()
        return offices.signature_at_end(inner) or inner
    found = offices.signature_at_end(chunk)
    if not found:
        return None
    before = chunk[: len(chunk) - len(found)].rstrip()
    return found if is_last or not before or _HARD.search(before) or _ANNEX_NAME.search(before) else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A day without an office: after a finished sentence, and nothing but closing words behind it, or a cover letter's."""
    before = text[max(0, start - 80) : start]
    bare = before.rstrip(" \u3000\n\t")
    if bare != before and not bare:
        return False
    apart = bare != before
    if not (_HARD.search(bare) or apart or bare.endswith(("）", ")"))):
        return False
    if _ONLY_CLOSING.match(text, end):
        return bool(_HARD.search(bare)) or bare.endswith(("）", ")")) or end >= len(text.rstrip()) - 60
    return start < _HEAD and bool(_HARD.search(bare)) and bool(_COVER.search(bare))
