"""Parts to clauses: each clause's name, place, days, nature and facets, read from its own words."""

from __future__ import annotations

import re
from datetime import date

from knowledge.clause import Clause, Nature, Span
from knowledge.document import Header
from knowledge.facets import clause_facets, states
from knowledge.importing.dates import DAY, days
from knowledge.importing.nature import nature_of
from knowledge.importing.structure import Part
from knowledge.region import places

_CITY = re.compile(r"我市|本市|(?<![在于])全市(?!率先|首[家个次]|前列|范围内|推广|第一|排名)")
_COUNTY = re.compile(r"(?:我|全|本|该)[区县旗]")
_FROM = re.compile(
    rf"(?:自|从)?({DAY})(?:起|开始)(?!草)(?:\s*至\s*({DAY.replace('(?P<', '(?P<u_').replace('(?P=', '(?P=u_')}))?"
)
_NOT_EFFECT = re.compile(r"(?:截至|截止|统计期限|有效期|任期)[^。]{0,6}$")


def clauses_of(header: Header, parts: list[Part]) -> list[Clause]:
    """The clauses of a document from the parts of its text; names are unique and follow the text's numbering."""
    names: dict[str, tuple[str, ...]] = {}
    found = []
    for part in parts:
        start, until = _days_of(part.text)
        nature, period = nature_of(part.text, part.headings, header)
        if nature is Nature.FACT:
            start = until = None
        found.append(
            Clause(
                id=f"{header.id}.{_name(part, names)}",
                document_id=header.id,
                headings=part.headings,
                text=tidy(part.text),
                region=_region(part, header, nature),
                effective_from=start or header.in_force_from,
                effective_to=until or header.effective_to,
                nature=nature,
                period=period,
                facets=clause_facets(part.headings, part.text),
                states=states(part.text),
                questions=part.questions,
                span=Span(start=part.start, end=part.end),
            )
        )
    return found


def tidy(text: str) -> str:
    """The exact words without the page's indents and empty lines."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _name(part: Part, taken: dict[str, tuple[str, ...]]) -> str:
    """`2.3`, `art5`, `q5`; a further piece of the same part `2.3-2`; the whole path where two parts share a number."""
    tokens = part.tokens
    own = tokens
    for index, token in enumerate(tokens):
        # An article or an answer is known by its own number, whatever chapter it stands in.
        if token.startswith(("art", "q")):
            own = (*(t for t in tokens[:index] if t.startswith("annex")), *tokens[index:])
    bases = [".".join(own), ".".join(tokens)] if tokens else ["p1"]
    base = next((b for b in bases if taken.get(b, tokens) == tokens), bases[-1])
    name, number = base, 2
    while name in taken:
        name = f"{base}-{number}" if tokens else f"p{number}"
        number += 1
    taken[name] = tokens
    return name


def _region(part: Part, header: Header, nature: Nature) -> str | None:
    """The document's place; the city where a county's or district's text says 我市 of a rule."""
    own = header.region
    if own is None or nature is Nature.FACT:
        return own
    place = places()[own]
    if place.level != "county" or place.name.endswith("市"):  # 我市 in a county-level city is itself
        return own
    said = part.text + " ".join(part.questions)
    if _CITY.search(said) and not _COUNTY.search(said):
        return places().parent(own)
    return own


def _days_of(text: str) -> tuple[date | None, date | None]:
    """自2023年1月1日起[至……]: the clause's own first and last day; none where it names several."""
    found = []
    for match in _FROM.finditer(text):
        if _NOT_EFFECT.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        first = days(match[1])
        if first:
            until = days((match["u_y"] and text[match.start("u_y") : match.end()]) or "")
            found.append((first[0].day, until[0].day if until else None))
    if len({day for day, _ in found}) != 1:
        return None, None
    first_day, last_day = found[0]
    return first_day, last_day if last_day is None or last_day >= first_day else None
