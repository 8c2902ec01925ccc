"""The facts of the case that one message tells: whom it is about, where and how care was had, what was done about it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.understanding.circumstances import circumstances
from assistant.understanding.focus import question_of
from assistant.understanding.people import patient
from knowledge.facets import Named, named

# 在职，哦不对，退休了: what was said before is taken back. 不是退休，是在职 is denied by its own words.
_CORRECTED = re.compile(
    r"(?:不对|[说讲写打搞弄记看听报]错|错了|纠正|更正|更正一下|[说讲]拐|口误|笔误|应该是|其实是|其实|才是|改一下|重新说)"
)
_LESS: tuple[tuple[str, str], ...] = (
    ("outpatient", "chronic"),
    ("outpatient", "maternity"),
    ("inpatient", "maternity"),
)
"""Of two kinds of care told at once the second is the one meant: 生孩子住院 is maternity."""
_FACETS = frozenset({"insured", "status", "care", "tier"})


def readings(text: str) -> list[Named]:
    """Every word and way of saying that names a fact, in their order, denied ones left out."""
    words = [one for one in named(text) if one.facet in _FACETS]
    spoken = [one for one in circumstances(text) if not any(w.facet == one.facet and _overlap(w, one) for w in words)]
    return sorted([*words, *spoken])


def told(text: str) -> dict[str, str]:
    """Fact → value; a fact of which the message says several things that stand is left out."""
    found = readings(text)
    facts: dict[str, str] = {}
    for name in dict.fromkeys(one.facet for one in found):
        value = _settled(text, name, [one for one in found if one.facet == name])
        if value is not None:
            facts[name] = value
    whose = patient(text)
    return {**facts, **({"patient": whose} if whose else {})}


def _settled(text: str, name: str, found: list[Named]) -> str | None:
    """The one value that stands: the only one, the one put right, the more telling, or the one in the question itself."""
    values = _values(found)
    if len(values) == 1:
        return values[0]
    for mark in reversed(list(_CORRECTED.finditer(text))):
        after = _values(one for one in found if one.start >= mark.start())
        if after:
            return after[0] if len(after) == 1 else None
    if name == "care":
        values = [v for v in values if not any(less == v and more in values for less, more in _LESS)]
        if set(values) == {"outpatient", "inpatient"} and "急诊" in text:
            values = ["inpatient"]  # 急诊住进去的
        if len(values) == 1:
            return values[0]
    question = question_of(text)
    asked = _values(one for one in found if text[one.start : one.end] in question)
    return asked[0] if len(asked) == 1 else None


def _values(found: Iterable[Named]) -> list[str]:
    """The values named alone, each once, in their order."""
    return list(dict.fromkeys(one.values[0] for one in found if len(one.values) == 1))


def _overlap(one: Named, other: Named) -> bool:
    return one.start < other.end and other.start < one.end
