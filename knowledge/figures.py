"""The figures of a clause: value, unit, and the words that say what each is a figure of.

A figure's own words are those of its part of the sentence (住院补偿41922人次); what the parts before it say goes along
(补偿基金10960.49万元 is said of 住院补偿). Dates, terms of years, phones, 文号 and numbers without a unit are no figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from knowledge.clause import Clause
from knowledge.difference.figures import mentions

SCALES = {"万": 4, "亿": 8}
MEASURES = "人次|家次|件次|个百分点|百分点|个?工作日|个?小时|个月|人|名|位|户|家|所|种|项|件|起|例|份|条|场|次|张|台|辆|间|套|批|本|个|天"
_FIGURE = re.compile(
    rf"(?<![\d.A-Za-z])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?P<fraction>\.\d+)?(?P<more>[多余几来])?"
    rf"(?P<scale>[万亿])?(?P<more_>[多余几来])?(?P<unit>元|%|{MEASURES})(?P<bound>以上|以内|以下|左右|上下|多|余)?"
)
_KEPT = ("amount", "ratio", "count", "term", "number")
_SENTENCE = re.compile(r"[^。;!?\n]+")
_BREAK = re.compile(r"[、:〈〉]|(?<!\d),|,(?!\d{3})")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ROUGH = re.compile(r"(?:近|约|至少|最低|不低于|不少于|(?<!不)超过?|高于)$")
_CHANGE = re.compile(
    r"(?:提高|上调|增加|增长|增|上升|涨|(?<![不最])多|(?<![不最])高|减少|下降|降低|下调|降|(?<![不至最])少|(?<![不最])低|缩短|延长)[了约近]*$"
)
_YEAR = re.compile(r"\d{4}年以?[来前]?|今年|去年|前年")
_ANY = "、"
_WITHIN = re.compile(r"\s*(?:其中|当中|内含|含|包括)")
_AND = re.compile(r"以?[和与及]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` as written, in `unit` as written (10960.49 万元), at `start` of its text.

    `own` are the words around it in its part of the sentence; `before` those of the parts before it; `beside` those of
    parts before it that have a figure of the same kind, its equals or the whole that it is part of; `lead` those of the
    last part before it without any figure; `when` the year named last before it, as it is written. `rough`: the source says only about how much (近2万人次). `change`: it says by how much something
    rose or fell (提高5个百分点). `within`: it is a part of a figure before it (其中…). `sentence` and `part` tell
    which stand together.
    """

    clause: Clause
    value: Decimal
    unit: str
    written: str
    own: str
    before: tuple[str, ...]
    beside: tuple[str, ...]
    lead: str
    when: str
    sentence: int
    part: int
    start: int
    rough: bool = False
    change: bool = False
    within: bool = False

    @property
    def places(self) -> int:
        """The power of ten that the unit's 万 or 亿 stands for."""
        return SCALES.get(self.unit[0], 0)

    @property
    def kind(self) -> str:
        """What is counted, without 万 and 亿: 元, 人次, %. Figures of one kind can be added."""
        return self.unit[1:] if self.places else self.unit


def plain_form(text: str) -> str:
    """Half width: the form in which figures and their words are read."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=2048)
def figures_of(clause: Clause) -> tuple[Figure, ...]:
    """The figures of the clause's text in reading order."""
    text = _without_remarks(plain_form(clause.text))
    hidden = list(text)
    for mention in mentions(text):
        if mention.kind not in _KEPT:
            hidden[mention.start : mention.end] = "\0" * (mention.end - mention.start)
    visible = "".join(hidden)
    return tuple(
        figure
        for number, sentence in enumerate(_SENTENCE.finditer(text))
        for figure in _of_sentence(clause, text, visible, number, sentence)
    )


def _without_remarks(text: str) -> str:
    """Brackets marked where they hold a figure, else blanked, so that 53个村(社区)服务站 stays one part."""
    return _BRACKETS.sub(lambda m: f"〈{m[1]}〉" if _FIGURE.search(m[1]) else f" {m[1]} ", text)


def _of_sentence(clause: Clause, text: str, visible: str, number: int, sentence: re.Match[str]) -> Iterator[Figure]:
    said: list[tuple[str, frozenset[str]]] = []
    within = False
    for first, last in _parts(text, *sentence.span()):
        found = list(_FIGURE.finditer(visible, first, last))
        opened = text[first - 1 : first] if first else ""
        if "〉" in text[max(0, first - 2) : first]:
            within = False
        # 19个：医院3个、药房16个, 19个（医院3个、药房16个）, 19个，其中医院3个: parts of what stands before.
        within = within or bool(_WITHIN.match(text[first:last]) or (opened in ":〈" and said and said[-1][1]))
        for i, match in enumerate(found):
            own, ahead = _own(text, first, last, found, i), text[first : match.start()]
            here = [(_own(text, first, last, found, j), frozenset({found[j]["unit"]})) for j in range(i)]
            earlier = [(words, bool(kinds & {match["unit"], _ANY})) for words, kinds in (*said, *here) if words]
            yield Figure(
                clause=clause,
                value=Decimal(match["number"].replace(",", "") + (match["fraction"] or "")),
                unit=(match["scale"] or "") + match["unit"],
                written=match["number"] + (match["fraction"] or "") + (match["scale"] or "") + match["unit"],
                own=own,
                before=tuple(words for words, alike in earlier if not alike),
                beside=tuple(words for words, alike in earlier if alike),
                lead=next((words for words, kinds in reversed(said) if len(words) > 2 and not kinds), ""),
                when=next(reversed(_YEAR.findall(text, 0, match.start())), ""),
                sentence=number,
                part=first,
                start=match.start(),
                rough=bool(match["more"] or match["more_"] or match["bound"] or _ROUGH.search(ahead)),
                change=bool(_CHANGE.search(ahead)),
                within=within,
            )
        kinds = frozenset(match["unit"] for match in found)
        listed = bool(kinds) and _listed(text, first, last)
        said.append((_words(text[first:last]), kinds | {_ANY} if listed else kinds))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _BREAK.finditer(text, start, end):
        if match.start() > first:
            yield first, match.start()
        first = match.end()
    if end > first:
        yield first, end


def _listed(text: str, first: int, last: int) -> bool:
    """Whether the part stands in a list (23家医院、213家药店): its words are its own and say nothing of the next."""
    return "、" in (text[last : last + 1], text[first - 1 : first])


def _own(text: str, first: int, last: int, found: list[re.Match[str]], i: int) -> str:
    """The words of a part that belong to its i-th figure: all of it, or its share where several stand in the part."""
    led = bool(text[first : found[0].start()].strip())
    left = first if i == 0 else _cut(text, found[i - 1], found[i], led)
    right = last if i == len(found) - 1 else _cut(text, found[i], found[i + 1], led)
    return _words(f"{text[left : found[i].start()]} {text[found[i].end() : right]}")


def _cut(text: str, one: re.Match[str], other: re.Match[str], led: bool) -> int:
    """Where the words between two figures part: behind an 和, else behind the first figure where words lead it."""
    conjunction = _AND.search(text, one.end(), other.start())
    if conjunction:
        return conjunction.end()
    return one.end() if led else other.start()


def _words(text: str) -> str:
    """The words of a part without its figures."""
    return re.sub(r"\s+", " ", _FIGURE.sub(" ", text)).strip()
