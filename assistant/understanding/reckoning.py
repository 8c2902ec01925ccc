"""A figure that must be worked out of figures that stand in clauses: which operation, which operands, or nothing.

The words of the ask name the operation and its operands; each operand must be one figure of the clauses found, by its
own words and in the unit asked for. Where anything is open nothing is worked out: the clause is quoted instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.ask import Ask
from assistant.turn import Verdict, Work
from assistant.understanding import asked_for
from assistant.understanding.evidence import objections
from assistant.understanding.matter import apart, operand, rate, same_matter
from assistant.understanding.numerals import amounts
from assistant.understanding.operands import (
    Phrase,
    candidates,
    met,
    named,
    phrases_of,
    siblings,
    somewhere,
    telling,
    text_of,
    weight,
)
from assistant.understanding.quantities import MONEY, PER_CENT, kinds_asked, kinds_of
from assistant.understanding.raised import before_change, later
from assistant.understanding.terms import Demand, Term
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import difference, each, multiple, rest, share, total
from knowledge.benefit.figure import plain
from knowledge.clause import Nature
from knowledge.figures import Figure, figures_of
from knowledge.search import Hit

_LEAST_MET = 0.75
_MOST_CLAUSES = 3
_LEAST = 10
"""A smaller sum is none: 一块 means together."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """One ask with the figures that may serve it."""

    ask: Ask
    text: str
    figures: Sequence[tuple[Figure, Hit]]
    day: date

    def of_kinds(self, kinds: frozenset[str] | None) -> list[tuple[Figure, Hit]]:
        """The figures of these kinds; all where the unit is open."""
        return [(f, hit) for f, hit in self.figures if kinds is None or f.kind in kinds]

    def hits_of(self, figures: Iterable[Figure]) -> list[Hit]:
        """The clauses that figures stand in."""
        ids = {figure.clause.id for figure in figures}
        return list({hit.clause.id: hit for _, hit in self.figures if hit.clause.id in ids}.values())


def work_out(work: Work, message: str) -> None:
    """Fill the calculation of a work whose figure follows from the clauses found; they are its evidence then.

    A message that supposes sums of its own (要是有三亿五) asks for something else.
    """
    if asked_for.SUPPOSED.search(message) or work.verdict is Verdict.WHICH_PLACE:
        return
    hits = [hit for hit in work.found.hits if not objections(work.ask, hit.clause)]
    found = reckon(work.ask, hits, work.days.day)
    if found is None and work.verdict is Verdict.NONE:
        hits = [hit for hit, _ in work.found.rejected if later(hit, work.days) and not objections(work.ask, hit.clause)]
        found = before_change(work.ask, hits, work.days.day)
    if found is None:
        return
    of_operands = [hit for id_ in found.clauses for hit in hits if hit.clause.id == id_]
    others = [hit for hit in work.evidence if hit.clause.id not in found.clauses]
    work.calculation, work.verdict = found, Verdict.FULL
    work.evidence = (*of_operands, *others)[: max(_MOST_CLAUSES, len(of_operands))]


def reckon(ask: Ask, hits: Sequence[Hit], day: date) -> Calculation | None:
    """What is worked out for the ask of the clauses found for it, or None; `hits` best first, none ruled out."""
    text = text_of(ask.text, ask.names)
    if not asked_for.ASKED.search(text):
        return None
    usable = candidates(hits, changes=bool(asked_for.CHANGED.search(text)))
    known = {f.value * 10**f.places for f, _ in usable}
    if any(money.yuan > _LEAST and money.yuan not in known for money in amounts(text_of(ask.whole, ask.names))):
        return None  # a bill of the person's own
    scene = _Scene(ask, text, usable, day)
    for operation in (_multiple, _share, _each, _rest, _difference, _total):
        found = operation(scene)
        if found is not None:
            return found
    return None


def _find(
    scene: _Scene, phrases: Sequence[str], kinds: frozenset[str] | None, *, whole: bool = False
) -> list[Figure] | None:
    """One figure for each phrase, which together meet the whole ask; with `whole` the last may be the sum of all."""
    named_by = [telling(phrase, asked_for.DOING) for phrase in phrases]
    if whole and asked_for.ALL.search(phrases[-1]):
        named_by[-1].append(Term("总", Demand.POLICY, 1.0))
    found = named(phrases_of(named_by, telling(scene.ask.whole, asked_for.DOING)), scene.of_kinds(kinds))
    if not found or not _meets(scene, found) or (asked_for.EVEN.search(scene.text) and not all(map(_even, found))):
        return None
    return list(found)


def _even(figure: Figure) -> bool:
    """Whether the figure is one per head or per case."""
    return bool(asked_for.EVEN.search(" ".join((figure.own, *figure.before))))


def _meets(scene: _Scene, figures: Sequence[Figure]) -> bool:
    """Whether the clauses of the figures speak of what the whole ask names."""
    return _reached(scene, figures) >= _LEAST_MET


def _reached(scene: _Scene, figures: Sequence[Figure]) -> float:
    """The share of the ask's telling words that the clauses of the figures hold."""
    hits = scene.hits_of(figures)
    said = [t for t in telling(scene.text, asked_for.DOING) if t.demand is not Demand.TALK]
    reached = sum(weight(t) * max(somewhere(t.word, hit) for hit in hits) for t in said)
    return reached / sum(map(weight, said)) if said else 1.0


def _two(scene: _Scene, pattern: re.Pattern[str]) -> tuple[str, str] | None:
    match = pattern.search(scene.text)
    if match is None:
        return None
    groups = match.groupdict()
    one, other = groups["one"] or groups.get("one_"), groups["other"] or groups.get("other_")
    assert one is not None and other is not None
    return (one, other) if telling(other, asked_for.DOING) and not asked_for.THEN.search(other) else None


def _total(scene: _Scene) -> Calculation | None:
    found = _summands(scene)
    if not found or not same_matter(found) or not apart(found) or any(map(_standard, found)) or any(map(rate, found)):
        return None
    return _unless_stated(scene, found, total([operand(f, found) for f in found], scene.day))


def _summands(scene: _Scene) -> list[Figure] | None:
    """The figures to add: those of phrases joined by 和, of the ask before and one more, or of one list by their names."""
    cue = asked_for.SUM.search(scene.text)
    more = asked_for.TOO.search(scene.text)
    if cue is None:
        return None
    if more and scene.ask.context:
        return _find(scene, [text_of(scene.ask.context, scene.ask.names), more["other"]], kinds_asked(scene.text))
    parts = []
    for part in re.finditer(r"[^,:;。?!]+", scene.text):
        inside = part.start() < cue.start() < part.end()
        parts.append(part[0][: cue.start() - part.start()] if inside else part[0])
        phrases = [p for p in asked_for.JOIN.split(parts[-1]) if telling(p, asked_for.DOING)]
        if len(phrases) > 1 and (found := _find(scene, phrases, kinds_asked(scene.text))):
            return found
    kinds = kinds_asked(scene.text)
    lists = [one for part in parts for one in siblings(telling(part, asked_for.DOING), scene.of_kinds(kinds)) if kinds]
    ranked = sorted(((_reached(scene, one), one) for one in lists), key=lambda pair: -pair[0])
    if not ranked or ranked[0][0] < _LEAST_MET or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return list(ranked[0][1])


def _standard(figure: Figure) -> bool:
    """Whether it is money that a rule sets: 顺产1500元 and 剖宫产2000元 are for one person or the other, never a sum."""
    return figure.clause.nature is Nature.NORM and figure.kind in (*MONEY, *PER_CENT)


def _unless_stated(scene: _Scene, figures: Sequence[Figure], calculation: Calculation | None) -> Calculation | None:
    """Nothing where a clause of the operands states the result itself: it is quoted then."""
    if calculation is None or calculation.result is None:
        return None
    stated = {(f.value, f.unit) for hit in scene.hits_of(figures) for f in figures_of(hit.clause)}
    return None if any(plain(value) + unit == calculation.result.text for value, unit in stated) else calculation


def _difference(scene: _Scene) -> Calculation | None:
    pair = _two(scene, asked_for.DIFFERENCE)
    found = _find(scene, pair, kinds_asked(scene.text)) if pair else None
    if found is None or not same_matter(found):
        return None
    one, other = (operand(f, found) for f in found)
    return difference(one, other, scene.day)


def _rest(scene: _Scene) -> Calculation | None:
    pair = _two(scene, asked_for.LESS)
    found = _find(scene, pair, kinds_asked(scene.text)) if pair else None
    if found is None or not same_matter(found, nested=True):
        return None
    whole, part = (operand(f, found) for f in found)
    return _unless_stated(scene, found, rest(whole, [part], scene.day))


def _share(scene: _Scene) -> Calculation | None:
    return _quotient(scene, asked_for.SHARE, share) or _quotient(scene, asked_for.AMONG, share)


def _multiple(scene: _Scene) -> Calculation | None:
    return _quotient(scene, asked_for.MULTIPLE, multiple)


def _quotient(scene: _Scene, pattern: re.Pattern[str], work: Callable[..., Calculation | None]) -> Calculation | None:
    pair = _two(scene, pattern)
    if pair is None:
        return None
    kinds = kinds_asked(scene.text)
    kinds = None if kinds == PER_CENT else kinds
    found = _find(scene, pair, kinds, whole=True)
    if found is None or not same_matter(found, nested=True) or found[0].kind == "%":
        return None
    one, other = (operand(f, found) for f in found)
    return work(one, other, scene.day)


def _each(scene: _Scene) -> Calculation | None:
    """Money per head: both in one sentence, the money named by the ask, the heads by their unit."""
    cue = asked_for.EACH.search(scene.text)
    if cue is None or kinds_asked(scene.text.replace(cue[0], " ")) not in (MONEY, None):
        return None
    heads = kinds_of(cue["unit"] or cue["every"] or "人")
    said = telling(scene.text.replace(cue[0], " "), asked_for.DOING)
    pairs = [
        (money, hit, head)
        for money, hit in scene.of_kinds(MONEY)
        for head, _ in scene.of_kinds(heads)
        if head.clause is money.clause and head.sentence == money.sentence and not _stated_each(money)
    ]
    money = named([Phrase(said, said)], list({id(m): (m, hit) for m, hit, _ in pairs}.values()))
    if money is None or not _meets(scene, money) or not any(met(t.word, money[0].lead + money[0].own) for t in said):
        return None
    there = [(h, hit) for m, hit, h in pairs if m is money[0]]
    head = (there[0][0],) if len(there) == 1 else named([Phrase(said, ())], there)
    return each(operand(money[0]), operand(head[0]), scene.day) if head else None


def _stated_each(money: Figure) -> bool:
    """Whether the figure's clause states money per head itself."""
    return any(f.kind in MONEY and asked_for.EVEN.search(f.own) for f in figures_of(money.clause))
