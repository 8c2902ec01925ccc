"""Does the message point at a document that names no place: by its title and period, or a name only it holds?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.understanding.facts import spoken_digits
from knowledge.document import Header, Kind
from knowledge.words import bigrams

_KIND_WORDS = {
    Kind.REPORT: r"汇报|报告|总结",
    Kind.NEWS: r"报道|新闻|采访",
    Kind.INTERVIEW: r"访谈|采访",
    Kind.NOTICE: r"通知|文件|公告",
    Kind.POLICY: r"办法|细则|政策|文件|规定",
}
_PERIOD = re.compile(r"(20)?(\d\d)年?的?\s*(上半年|下半年)?")
_TITLE_SHARE = 0.75


def points_at(message: str, header: Header) -> bool:
    """Whether the message means this document: most of its title, or its kind together with its period."""
    message = spoken_digits(message)
    title = set(bigrams(header.title))
    if title and len(title & set(bigrams(message))) / len(title) >= _TITLE_SHARE:
        return True
    if not re.search(_KIND_WORDS[header.kind], message):
        return False
    of_title = _PERIOD.search(header.title)
    if not of_title:
        return False
    half = of_title[3]
    for said in _PERIOD.finditer(message):
        if said[2] == of_title[2] and (not half or said[3] == half or half in message):
            return True
    return False


def pointed_documents(message: str, headers: Iterable[Header], names: Mapping[str, str]) -> tuple[str, ...]:
    """Ids of the documents without a region that the message points at.

    `names`: the proper names that stand in one document only → that document.
    """
    by_name = {document_id for name, document_id in names.items() if name in message}
    return tuple(h.id for h in headers if h.region is None and (h.id in by_name or points_at(message, h)))
