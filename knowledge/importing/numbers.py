"""文号: the number that a document bears itself, not those of the documents it cites."""

from __future__ import annotations

import re
from typing import NamedTuple

_YEAR_NUMBER = r"\s*[〔\[（(【﹝〈]\s*[12１２]\d{3}\s*[〕\])）】﹞〉]\s*(?:第\s*)?\d{1,5}\s*号"
_BRACKETED = re.compile(rf"[\u4e00-\u9fff]{{2,14}}{_YEAR_NUMBER}")
# 国务院令第258号, 国家知识产权局局长令（第30号）
_ORDER = re.compile(
    r"(?:中华人民共和国)?(?:[\u4e00-\u9fff]{2,12}(?:部|局|委员会|政府|院|厅|署|行)[、\s]*){1,4}(?:局长|部长|主席|主任)?令\s*[（(]?\s*(?:\d{4}年\s*)?第\s*[\d〇○零一二三四五六七八九十百]{1,6}\s*号\s*[）)]?"
    r"|(?:[\u4e00-\u9fff]{2,12}(?:部|局|委员会|政府|院|厅|署|行)[、\s]*){1,4}(?:公告|通告)\s*[（(]?\s*[12]\d{3}\s*年\s*第\s*\d{1,4}\s*号\s*[）)]?"
    r"|(?<![\u4e00-\u9fff])[^\s。，\d〔（]{0,10}(?:公告|通告)\s*[〔（(\[]\s*[12]\d{3}\s*[〕）)\]]\s*(?:第\s*)?\d{1,4}\s*号"
)
_LABELLED = re.compile(
    r"(?:发文字号|文\s*号|文件编号)\s*[:：]\s*([\u4e00-\u9fff]{2,15}[〔\[（(][12]\d{3}[〕\])）]\d{1,5}号)"
)
PARTIAL = re.compile(r"^[「【\[(（]?\s*(?:第)?(\d{1,4}号)\s*[」】\])）]?")
# What may stand before the own number: the title, or nothing.
_TITLE_BEFORE = re.compile(
    r"(?:通知|意见|决定|办法|方案|公告|批复|函|规定|细则|措施|规划|计划|要点|通报|条例|[）)》])[\s\u3000]*[（(]?$"
)
_SENTENCE = re.compile(r"[，。；：]|^(?:根据|按照|依据|为|现将|现就)")
_OWN_WORD = re.compile(r"(?:通知|意见|决定|办法|方案|公告|批复|函|规定|细则|措施|规划|计划|要点|通报|》|条例)$")


class Number(NamedTuple):
    """The number as written and where it stands."""

    text: str
    start: int
    end: int


def own_number(text: str, title_end: int) -> Number | None:
    """The number in the head of a text, or on a line or behind a label of its own; `title_end`: where the title line ends."""
    labelled = _LABELLED.search(text[:2000])
    if labelled:
        return Number(_squeeze(labelled[1]), labelled.start(), labelled.end())
    head = text[: title_end + 500]
    sentence = re.search(r"[。！]", head[title_end:])
    reach = title_end + (sentence.start() if sentence else len(head))
    for pattern in (_BRACKETED, _ORDER):
        for match in pattern.finditer(head):
            if match.start() > reach:
                break
            start = _own_start(head, match, title_end)
            if start is not None:
                end = match.end()
                bracket = head[:start].rstrip()[-1:]
                written = _squeeze(head[start:end])
                if bracket in "（(" and bracket and head[end : end + 1] in ("）", ")"):
                    return Number(written, head[:start].rindex(bracket), end + 1)
                return Number(written, start, end)
    return None


def _own_start(head: str, match: re.Match[str], title_end: int) -> int | None:
    """Where the own number begins; None where it is another document's."""
    start = _cut_title(match)
    behind = match.string[match.end() : match.end() + 12]
    # 你市……〔2002〕143号文收悉, （……号，以下简称……）, 《……》（……号）要求: the number of a document that is spoken of.
    if re.match(r"文?(?:收悉|件)|文[，。]|，", behind) or re.match(r"你[市县厅局委省区]", match[0]):
        return None
    bracketed = head[start - 1 : start] in ("（", "(") and start > 0
    if bracketed and not re.match(r"[）)](?:\s|$|各|为|省|现|第|根据)", behind):
        return None
    line = re.split(r"[\n]|\u3000{2}", head[:start])[-1]
    if not line.strip("（(【[「 \u3000"):
        return start
    # （2001年9月11日某部令第1号公布……）: the order with which a law was made.
    if re.search(r"[（(][^（）()]{0,12}日\s*$", line) and re.match(
        r"\s*(?:公布|发布|颁布)", match.string[match.end() :]
    ):
        return start
    if line.count("《") > line.count("》") or line.count("（") > line.count("）") + line.endswith("（"):
        return None
    if start < title_end or not _TITLE_BEFORE.search(line) or _SENTENCE.search(line) or len(line) > 130:
        return None
    return start


def _cut_title(match: re.Match[str]) -> int:
    """……的通知冀科外〔2017〕1号: the title's last word does not belong to the number."""
    written = match[0]
    if written[0] == "日":  # 2001年9月11日人事部令……
        return match.start() + 1
    for at in range(min(12, len(written) - 6), 0, -1):
        if _OWN_WORD.search(written[:at]) and re.match(r"[\u4e00-\u9fff]{2}", written[at:]):
            return match.start() + at
    return match.start()


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)
