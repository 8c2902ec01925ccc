"""The days in force that a document states for itself as a whole (本办法自……起施行，有效期五年)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.importing.dates import DAY, days, han_number, years_later

_IN_FORCE = re.compile(
    rf"(?:本|该)?[\u4e00-\u9fff]{{0,10}}(?:自|从)({DAY})(?:起|开始)(?:正式|全面)?(?:施行|实施|执行|生效)"
)
_OWN = re.compile(
    r"(?:本|该)(?:通知|办法|意见|细则|规定|条例|方案|预案|规程|公告|通告|决定|文件|政策|措施|标准|规则|章程|制度|规划|计划|目录|指南|法(?![律规院人定]))"
)
_TERM_YEARS = re.compile(r"有效期(?:为|限为|限)?\s*([一二三四五六七八九十\d]{1,3})年")
_TERM_UNTIL = re.compile(rf"有效期(?:截至|截止到?|至|到)\s*({DAY})")


def in_force(text: str, published: date | None) -> tuple[date | None, date | None]:
    """The first and last day that the document states for itself as a whole."""
    start = until = None
    for sentence in _own_sentences(text):
        force = _IN_FORCE.search(sentence)
        if force and start is None:
            start = next((f.day for f in days(force[1])), None)
        if not re.search(r"施行|实施|执行|印发|发布", sentence):
            continue
        limit, term = _TERM_UNTIL.search(sentence), _TERM_YEARS.search(sentence)
        if limit and until is None:
            until = next((f.day for f in days(limit[1])), None)
        elif term and until is None and (start or published):
            until = years_later(start or published or date.max, han_number(term[1]))
    return start, until if until is None or start is None or until >= start else None


def _own_sentences(text: str) -> Iterator[str]:
    """What the document says of itself (本办法……), with the sentence after it, which may give its term."""
    for match in _OWN.finditer(text):
        before = re.split(r"[。；\n]", text[max(0, match.start() - 100) : match.start()])[-1]
        yield before + match[0] + "。".join(re.split(r"[。\n]", text[match.end() : match.end() + 200])[:2])
