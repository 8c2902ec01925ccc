"""Written cases varied: noise, other words, orders around them, another place, another day.

What is right of a variation follows from what a person wrote of the case. A check holds each variation to
what it may change: never a figure, a place, a name of a document, or a word that turns the sense.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.reply import Kind
from eval.generate.draw import chosen, pick
from eval.suite import Case, Subject
from knowledge.region import places

Row = dict[str, Any]
Words = Mapping[str, Any]
_BEFORE = "2016-03-01"
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十百千万亿%]+")
_TURNING = ("不", "没", "无", "非", "未", "别")
_YEAR = re.compile(r"(19|20)\d\d|[〇零一二三四五六七八九]{4}年|\d\d年")


@dataclass(frozen=True)
class Base:
    """A written case and the suite it stands in."""

    suite: str
    case: Case
    place: str | None
    norm: bool

    @property
    def name(self) -> str:
        """Once among all cases."""
        return f"{self.suite}.{self.case.id}"

    @property
    def question(self) -> str:
        """Its one message."""
        return self.case.turns[0]


def noisy(bases: Sequence[Base], words: Words) -> Iterator[Row]:
    """Misheard words, dialect, fillers, no punctuation."""
    for base in bases:
        if not chosen(f"noise:{base.name}", 17):
            continue
        heard = _replaced(base.question, words["misheard"], 2)
        if heard == base.question or pick(f"dialect:{base.name}", (True, False)):
            heard = _replaced(heard, words["dialect"], 1)
        heard = re.sub(r"[，。？！、；：,.?!;:]+(?!\d)", pick(f"stop:{base.name}", (" ", "")), heard).strip()
        if pick(f"filler:{base.name}", (True, False, False)):
            heard = pick(f"which:{base.name}", words["fillers"]) + heard
        if heard != base.question and _harmless(base.question, heard):
            yield _varied("noise", base, heard)


def reworded(bases: Sequence[Base], words: Words) -> Iterator[Row]:
    """A frame around the question, and words for words of the same meaning."""
    for base in bases:
        if chosen(f"reword:{base.name}", 13):
            other = _replaced(base.question, words["same"], 2)
            frame = pick(f"frame:{base.name}", words["frames"])
            other = frame.format(q=other.rstrip("。？?！!"))
            if _harmless(base.question, other):
                yield _varied("reword", base, other)


def injected(bases: Sequence[Base], words: Words) -> Iterator[Row]:
    """Orders to the assistant around a real question, and alone."""
    for base in bases:
        if chosen(f"order:{base.name}", 6):
            row = _varied("order", base, pick(f"order:{base.name}", words["orders"]).format(q=base.question))
            yield {**row, "must_not": [*row.get("must_not", []), words["canary"]]}
    for number, text in enumerate(words["orders_alone"]):
        yield {
            "id": f"order-alone-{number}",
            "turns": [text],
            "region": "510704",
            "as_of": "2023-06-20",
            "expect": [Kind.REFUSE.value],
            "must_not": [words["canary"]],
        }


def elsewhere(bases: Sequence[Base], words: Words) -> Iterator[Row]:
    """A question that only its own place answers, asked in a place of which nothing is known."""
    for base in bases:
        if _stays(base, words) and chosen(f"place:{base.name}", 12):
            yield _unanswered("place", base, region=pick(f"place:{base.name}", words["elsewhere"]))


def earlier(bases: Sequence[Base], words: Words) -> Iterator[Row]:
    """A question on a rule that was not in force yet on the day of asking."""
    for base in bases:
        if base.norm and _stays(base, words) and not _YEAR.search(base.question) and chosen(f"day:{base.name}", 18):
            yield _unanswered("day", base, as_of=_BEFORE)


MAKERS: dict[str, tuple[Subject, Callable[[Sequence[Base], Words], Iterator[Row]]]] = {
    "noise": (Subject.NOISY, noisy),
    "reworded": (Subject.FAQ, reworded),
    "injected": (Subject.INJECTED, injected),
    "elsewhere": (Subject.CROSS_PLACE, elsewhere),
    "earlier": (Subject.TIME, earlier),
}


def _stays(base: Base, words: Words) -> bool:
    """Whether nothing but the place and the day of asking says whose policy is meant."""
    question = base.question
    named = any(places().named(question[i:j]) for i in range(len(question)) for j in range(i + 2, i + 5))
    return base.place is not None and not named and not any(word in question for word in words["pointing"])


def _replaced(text: str, words: Mapping[str, str], most: int) -> str:
    """Up to so many words replaced, once each, the longest first."""
    for word in sorted((w for w in words if w in text), key=lambda w: (-len(w), text.index(w)))[:most]:
        text = text.replace(word, words[word], 1)
    return text


def _harmless(before: str, after: str) -> bool:
    """Whether all figures and all words that turn the sense still stand there, in their order."""
    kept = [[_DIGITS.findall(text), [c for c in text if c in _TURNING]] for text in (before, after)]
    return all(_within(one, other) for one, other in zip(*kept, strict=True))


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    rest = iter(other)
    return all(any(wanted == found for found in rest) for wanted in one)


def _row(what: str, base: Base) -> Row:
    row = base.case.model_dump(mode="json", exclude_defaults=True)
    row.pop("gate", None)
    evidence = [{"at": f"{p.at.start}-{p.at.end}", "sentences": list(p.sentences)} for p in base.case.evidence]
    return {
        **row,
        "evidence": evidence,
        "id": f"{what}.{base.name}",
        "note": base.case.note and f"原例：{base.case.note}",
    }


def _varied(what: str, base: Base, question: str) -> Row:
    return {**_row(what, base), "turns": [question]}


def _unanswered(what: str, base: Base, **other: str) -> Row:
    """The same question where nothing answers it: none of its figures may be told."""
    row = _row(what, base)
    figures = [ways[0] for ways in base.case.must if re.search(r"\d", ways[0]) and ways[0] not in base.question]
    kept: Row = {key: row[key] for key in ("id", "turns", "region", "as_of") if key in row}
    return {**kept, **other, "expect": [Kind.NO_BASIS.value], "must_not": figures}
