"""All figures of a list that a question means as a whole: each of them named, or as many as it says there are (两笔).

Nothing is left to choose then, however the question runs its words together: 医院药店卫生室送药的都算，一共多少家.
"""

from __future__ import annotations

import re
from collections import defaultdict

from assistant.arithmetic import asked_for
from assistant.arithmetic.matter import rate, standard
from assistant.arithmetic.operands import owners_of, telling
from assistant.arithmetic.quantities import MONEY
from assistant.arithmetic.scene import Scene, meets
from assistant.understanding.numerals import parse_number
from knowledge.figures import Figure

_MANY = re.compile(r"([两二三四五六])(?:笔|块(?!钱)|项|样|类|部分)")
_FEWEST = 3


def whole_list(scene: Scene, kinds: frozenset[str] | None) -> list[Figure] | None:
    """The figures of one sentence that are all named, or those of the one clause that has as many as are said; or None."""
    said = telling(scene.text, asked_for.DOING)
    of_sentence: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    of_clause: dict[str, list[Figure]] = defaultdict(list)
    for figure, _ in scene.of_kinds(kinds or MONEY):
        of_sentence[figure.clause.id, figure.sentence].append(figure)
        of_clause[figure.clause.id].append(figure)
    named = [
        figures
        for figures in of_sentence.values()
        if len(figures) >= _FEWEST and all(any(owners_of(t.word, figures) == [f] for t in said) for f in figures)
    ]
    named.sort(key=len, reverse=True)
    if named and (len(named) == 1 or len(named[0]) > len(named[1])):  # the fuller list leaves no word out
        return named[0]
    counted = {int(parse_number(n) or 0) for n in _MANY.findall(scene.text)}
    as_many = [
        figures
        for figures in of_clause.values()
        if counted == {len(figures)} and not any(rate(f) or standard(f) for f in figures) and meets(scene, figures)
    ]
    return as_many[0] if len(as_many) == 1 else None
