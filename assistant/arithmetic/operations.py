"""A figure that must be worked out of figures that stand in clauses: which operation, which operands, or nothing.

The words of the ask name the operation and its operands; each operand must be one figure of the clauses found, by its
own words and in the unit asked for. Where anything is open nothing is worked out: the clause is quoted instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assistant.arithmetic import asked_for
from assistant.arithmetic.averages import average, each_of_parts
from assistant.arithmetic.lists import whole_list
from assistant.arithmetic.matter import apart, operand, rate, same_matter, standard
from assistant.arithmetic.operands import (
    Phrase,
    candidates,
    met,
    named,
    siblings,
    telling,
    text_of,
    told_near,
)
from assistant.arithmetic.portions import fallen, heads_at_rate, of_costs
from assistant.arithmetic.quantities import PER_CENT, kinds_asked
from assistant.arithmetic.scene import LEAST_MET, Scene, find, meets, reached
from assistant.arithmetic.spoken import of_spoken
from assistant.ask import Ask
from assistant.understanding.numerals import amounts
from assistant.understanding.terms import Demand, Term
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import difference, multiple, rest, share, total
from knowledge.benefit.figure import plain
from knowledge.figures import Figure, figures_of
from knowledge.search import Hit

_FEWEST = 2
_LEAST = 10
"""A smaller sum is none: 一块 means together."""


def reckon(ask: Ask, hits: Sequence[Hit], day: date) -> Calculation | None:
    """What is worked out for the ask of the clauses found for it, or None; `hits` best first, none ruled out."""
    scene = scene_of(ask, hits, day)
    if not asked_for.ASKED.search(scene.text) or _points(scene.text):
        return None
    from_said = fallen(scene, hits) or heads_at_rate(scene)
    if from_said is not None:
        return from_said
    known = {f.value * 10**f.places for f, _ in scene.figures}
    said = {money.yuan for money in amounts(scene.ask.whole) if money.exact and money.yuan > _LEAST}
    if said - known:
        return None  # a bill of the person's own
    for operation in (of_costs, _multiple, _share, average, _rest, _difference, _total, of_spoken):
        found = operation(scene)
        if found is not None and (not said or said & _worked_with(found)):
            return found  # a sum that was named is worked with
    return None


def scene_of(ask: Ask, hits: Sequence[Hit], day: date) -> Scene:
    """The ask without the places and titles that it names, and the figures that may serve it."""
    titles = {hit.header.title for hit in hits}
    ask = replace(ask, text=text_of(ask.text, ask.names, titles), context=text_of(ask.context, ask.names, titles))
    return Scene(ask, ask.text, candidates(hits, changes=bool(asked_for.CHANGED.search(ask.text))), day)


def _points(text: str) -> bool:
    """Whether the text points at what it does not name itself: 这三样 behind a list are those of the list."""
    pointing = asked_for.POINTING.search(text)
    if pointing is None:
        return False
    listed = asked_for.JOIN.split(text[: pointing.start()])
    return len([p for p in listed if telling(p, asked_for.DOING)]) < _FEWEST


def _worked_with(calculation: Calculation) -> set[Decimal]:
    return {line.value for line in calculation.lines if isinstance(line.value, Decimal)}


def _two(scene: Scene, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    match = pattern.search(scene.text)
    if match is None:
        return None
    groups = match.groupdict()
    one, other = groups["one"] or groups.get("one_"), groups["other"] or groups.get("other_")
    assert one is not None and other is not None
    return (one, other) if telling(other, asked_for.DOING) and not asked_for.THEN.search(other) else None


def _total(scene: Scene) -> Calculation | None:
    found = summands(scene)
    if not found or not same_matter(found) or not apart(found) or any(map(standard, found)) or any(map(rate, found)):
        return None
    added, each_one = asked_for.SUM.search(scene.text), asked_for.EACH.search(scene.text)
    if added and each_one and added.start() < each_one.start():
        return each_of_parts(scene, found, each_one)
    if "平均" in scene.text and not each_one:
        return None  # of whom, is not made out: a sum answers nothing
    return _unless_stated(scene, found, total([operand(f, found) for f in found], scene.day))


def summands(scene: Scene) -> list[Figure] | None:
    """The figures to add: those of phrases joined by 和, of the ask before and one more, or of one list by their names."""
    cue = asked_for.SUM.search(scene.text)
    more = asked_for.TOO.search(scene.text)
    if cue is None:
        return None
    if more and scene.ask.context:
        return find(scene, [text_of(scene.ask.context, scene.ask.names), more["other"]], kinds_asked(scene.text))
    parts: list[str] = []
    for part in re.finditer(r"[^,:;。?!]+", scene.text):
        inside = part.start() < cue.start() < part.end()
        parts.append(part[0][: cue.start() - part.start()] if inside else part[0])
        phrases = [p for p in asked_for.JOIN.split(parts[-1]) if telling(p, asked_for.DOING)]
        if len(phrases) > 1 and (found := find(scene, phrases, kinds_asked(scene.text))):
            return found
    kinds = kinds_asked(scene.text)
    lists = [one for part in parts for one in siblings(telling(part, asked_for.DOING), scene.of_kinds(kinds)) if kinds]
    said = telling(scene.text, asked_for.DOING)
    ranked = sorted(((reached(scene, one), told_near(said, one), one) for one in lists), key=lambda r: (-r[0], -r[1]))
    if not ranked or ranked[0][0] < LEAST_MET or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return whole_list(scene, kinds)
    return list(ranked[0][2])


def _unless_stated(scene: Scene, figures: Sequence[Figure], calculation: Calculation | None) -> Calculation | None:
    """Nothing where a clause of the operands states the result itself: it is quoted then."""
    if calculation is None or calculation.result is None:
        return None
    stated = {(f.value, f.unit) for hit in scene.hits_of(figures) for f in figures_of(hit.clause)}
    return None if any(plain(value) + unit == calculation.result.text for value, unit in stated) else calculation


def _difference(scene: Scene) -> Calculation | None:
    pair = _two(scene, asked_for.DIFFERENCE)
    found = find(scene, pair, kinds_asked(scene.text)) if pair else None
    if found is None or not same_matter(found):
        return None
    one, other = (operand(f, found) for f in found)
    return difference(one, other, scene.day)


def _rest(scene: Scene) -> Calculation | None:
    if asked_for.EACH.search(scene.text):
        return None  # of what is left so much for each: two steps
    pair = _two(scene, asked_for.LESS)
    found = find(scene, pair, kinds_asked(scene.text)) if pair else None
    if found is None or not same_matter(found, nested=True):
        return None
    whole, part = (operand(f, found) for f in found)
    return _unless_stated(scene, found, rest(whole, [part], scene.day))


def _share(scene: Scene) -> Calculation | None:
    return _quotient(scene, asked_for.SHARE, share) or _quotient(scene, asked_for.AMONG, share)


def _multiple(scene: Scene) -> Calculation | None:
    return _quotient(scene, asked_for.MULTIPLE, multiple)


def _quotient(scene: Scene, pattern: re.Pattern[str], work: Callable[..., Calculation | None]) -> Calculation | None:
    pair = _two(scene, pattern)
    if work is share and asked_for.COUNTED.search(scene.text):
        return None
    if pair is None:
        raw = pattern.search(scene.text) if work is share else None
        found = _part_of_its_whole(scene, (raw["one"] or "", raw["other"] or "")) if raw else None
        if found is None or not raw or not raw["other"] or raw["other"] not in found[1].own:
            return None
        return work(operand(found[0], found), operand(found[1], found), scene.day)
    kinds = kinds_asked(scene.text)
    kinds = None if kinds == PER_CENT else kinds
    found = find(scene, pair, kinds, whole=True)
    if found is None or not _comparable(found, pair, pattern) or (kinds is None and _of_two_kinds(found)):
        found = _part_of_its_whole(scene, pair) if work is share else None
    if found is None:
        return None
    one, other = (operand(f, found) for f in found)
    return work(one, other, scene.day)


def _of_two_kinds(found: Sequence[Figure]) -> bool:
    """Whether the parts of both tell of money and of cases (补偿752人次，427万元), so that either may be meant."""
    beside = [[f.kind for f in figures_of(one.clause) if f.sentence == one.sentence] for one in found]
    return found[0].clause.id != found[1].clause.id and all({"元", "人次"} <= set(kinds) for kinds in beside)


def _comparable(found: Sequence[Figure], pair: tuple[str, str], pattern: re.Pattern[str]) -> bool:
    """Whether the one can be told as so much of the other, and it was said of what."""
    if not same_matter(found, nested=True) or found[0].kind == "%":
        return False
    part, whole = found
    if part.clause.id != whole.clause.id and not any(t.demand is not Demand.TALK for t in _specific(pair[1])):
        return False  # 占总数: of what, is not said
    together = (part.clause.id, part.sentence) == (whole.clause.id, whole.sentence)
    # two of one list: neither is a part of the other
    return not (pattern is asked_for.AMONG and not part.within and together)


def _part_of_its_whole(scene: Scene, pair: tuple[str, str]) -> list[Figure] | None:
    """A part that its sentence says to be one (其中…), and the one figure of its kind that it is a part of."""
    words, of = telling(pair[0], asked_for.DOING), _specific(pair[1])
    around = telling(scene.ask.context, asked_for.DOING)
    counts = [(f, hit) for f, hit in scene.figures if f.within and f.kind not in ("%", "元")]
    found = named([Phrase(words, words, around)], counts)
    if (
        found is None
        or not found[0].within
        or not meets(scene, found)
        or not all(met(t.word, found[0].own) for t in words[-1:])
    ):
        return None
    part = found[0]
    wholes = [
        f for f in figures_of(part.clause) if f.sentence == part.sentence and f.kind == part.kind and not f.within
    ]
    if len(wholes) != 1 or wholes[0].rough or not all(met(t.word, wholes[0].own) > 0 for t in of):
        return None
    return [part, wholes[0]]


def _specific(phrase: str) -> list[Term]:
    return [term for term in telling(phrase, asked_for.DOING) if not asked_for.ALL.search(term.word)]
