"""Does the message point at a document that names no place: by its title and period, or a name only it holds?

Kinds and names are compared by sound: the 会报 that speech recognition writes is a 汇报.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from assistant.understanding.facts import spoken_digits
from knowledge.document import Header, Kind
from knowledge.sound import heard_as
from knowledge.words import bigrams

_KIND_WORDS = {
    Kind.REPORT: ("汇报", "报告", "总结"),
    Kind.NEWS: ("报道", "新闻", "采访"),
    Kind.INTERVIEW: ("访谈", "采访"),
    Kind.NOTICE: ("通知", "文件", "公告"),
    Kind.POLICY: ("办法", "细则", "政策", "文件", "规定"),
}
_PERIOD = re.compile(r"(20)?(\d\d)年?的?\s*(上半年|下半年)?")
_TITLE_SHARE = 0.75


def points_at(message: str, header: Header) -> bool:
    """Whether the message means this document: most of its title, or its kind together with its period."""
    message = spoken_digits(message).replace("头半年", "上半年")
    title = set(bigrams(header.title))
    if title and len(title & set(bigrams(message))) / len(title) >= _TITLE_SHARE:
        return True
    sound = heard_as(message)
    if not any(heard_as(word) in sound for word in _KIND_WORDS[header.kind]):
        return False
    of_title = _PERIOD.search(header.title)
    if not of_title:
        return False
    half = of_title[3]
    for said in _PERIOD.finditer(message):
        if said[2] == of_title[2] and (not half or said[3] == half or half in message):
            return True
    return False


def written_on(message: str, header: Header) -> date | None:
    """The last day of the period in the title, where the message names its year: from there its 去年 counts."""
    period = _PERIOD.search(header.title)
    if not period or all(said[2] != period[2] for said in _PERIOD.finditer(spoken_digits(message))):
        return None
    return date(2000 + int(period[2]), *((6, 30) if period[3] == "上半年" else (12, 31)))


def pointed_documents(message: str, headers: Iterable[Header], names: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the documents without a region that the message points at.

    `names`: the proper names that stand in one document only → that document.
    """
    sound = heard_as(message)
    by_name = {document_id for name, document_id in names.items() if heard_as(name) in sound}
    return tuple(h.id for h in headers if h.region is None and (h.id in by_name or points_at(message, h)))
