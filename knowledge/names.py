"""Proper names of hospitals, clinics and companies: a name that stands in one document only points at it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.document import Document
from knowledge.words import tagged_words

_KIND = re.compile(r"(?:医院|卫生室|诊所|药房|公司)$")
# What kind of house it is, not which: 定点医院, 县医院, 人民医院, 保险公司.
_COMMON = re.compile(
    r"定点|协议|各级|民营|公立|公办|基层|上级|下级|中医|人民|专科|综合|商业|保险|医药|所有|大型|[县乡镇村市省区级院家]$"
)
_IN_A_VILLAGE = re.compile(r".[村镇乡]$")
# jieba's tags of people, places, other proper nouns, and of characters that form no word.
_NAMING = frozenset({"nr", "ns", "nz", "nrt", "nrfg", "zg", "x"})
_LEAST, _MOST = 2, 6


def names_in(text: str) -> set[str]:
    """The proper names in a text, as far as words and their kinds tell: 约谈了东塘医院 → 东塘医院."""
    found = set()
    tagged = tagged_words(text)
    for i, (word, _) in enumerate(tagged):
        kind = _KIND.search(word)
        if not kind:
            continue
        own = word[: kind.start()]
        for before, tag in reversed(tagged[:i]):
            if tag not in _NAMING or len(before) + len(own) > _MOST:
                break
            own = before + own
        # 长汾村卫生室 has a name of its own before its kind of place, 村卫生室 has none.
        if len(own) >= _LEAST and not _COMMON.search(own[:-1] if _IN_A_VILLAGE.search(own) else own):
            found.add(own + kind[0])
    return found


def proper_names(documents: Iterable[Document]) -> dict[str, str]:
    """Names in documents without a region that stand in no other document → that document's id.

    Only such a document has to be pointed at, so only its names are looked for.
    """
    nobodys: list[str] = []
    texts: dict[str, str] = {}
    for document in documents:
        texts[document.id] = "\n".join(clause.text for clause in document.clauses)
        if document.header.region is None:
            nobodys.append(document.id)
    return {
        name: own
        for own in nobodys
        for name in sorted(names_in(texts[own]))
        if not any(name in text for other, text in texts.items() if other != own)
    }
