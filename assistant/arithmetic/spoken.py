"""Figures that a question names by their values: 5724.94万、31.09万人次，摊到每人次多少; 核减12.88万和26.33万，一共.

Whoever says what stands in the clauses to the last digit leaves no doubt which figures are meant. Every figure said
must be one of a clause, else a bill of the person's own may be among them and nothing is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.arithmetic import asked_for
from assistant.arithmetic.averages import heads_asked
from assistant.arithmetic.matter import apart, operand, same_matter
from assistant.arithmetic.quantities import HEADS, kinds_of
from assistant.arithmetic.scene import Scene
from assistant.understanding.numerals import amounts, parse_number
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import each, total
from knowledge.figures import Figure

_COUNTS = re.compile(rf"(\d+(?:\.\d+)?万?|[一二三四五六七八九十百千万零两]{{3,}})({HEADS})")
_LEAST = 10
"""So small a number counts the things said (那两家) rather than what stands in a clause."""


def of_spoken(scene: Scene) -> Calculation | None:
    """The sum of the figures said, or the one of money for each of the heads said."""
    money = {m.yuan for m in amounts(scene.ask.whole) if m.yuan > _LEAST}
    counts = {(number, m[2]) for m in _COUNTS.finditer(scene.ask.whole) if (number := parse_number(m[1]) or 0) > _LEAST}
    sums = _all_found([(value, frozenset({"元"})) for value in money], scene)
    heads = _all_found([(Decimal(value), kinds_of(unit)) for value, unit in counts], scene)
    if sums is None or heads is None:
        return None
    cue = asked_for.EACH.search(scene.text)
    if cue and len(sums) == len(heads) == 1 and _reported([*sums, *heads]):
        fits = heads[0].kind in heads_asked(cue) and not asked_for.DIFFERENCE.search(scene.text)
        return each(operand(sums[0]), operand(heads[0]), scene.day) if fits else None
    if not cue and not heads and len(sums) > 1 and asked_for.SUM.search(scene.text):
        fits = same_matter(sums) and apart(sums)
        return total([operand(f, sums) for f in sums], scene.day) if fits else None
    return None


def _all_found(said: Sequence[tuple[Decimal, frozenset[str]]], scene: Scene) -> list[Figure] | None:
    """A figure for each value, of one of its kinds; None where one is of no clause."""
    found = []
    for value, kinds in said:
        there = next((f for f, _ in scene.figures if f.kind in kinds and f.value * 10**f.places == value), None)
        if there is None:
            return None
        found.append(there)
    return found


def _reported(figures: Sequence[Figure]) -> bool:
    """Whether the figures are of one report."""
    return len({figure.clause.document_id for figure in figures}) == 1
