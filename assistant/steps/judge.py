"""judge: is the evidence enough? Abstain unless a clause meets what was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp
from pathlib import Path

import yaml

from assistant.turn import Turn, Verdict, Work
from assistant.understanding.evidence import FEATURES, Fit, fits, meets_named
from assistant.understanding.local import differs_by_place, names_its_document
from assistant.understanding.terms import content_words
from knowledge.clause import Clause, Nature
from knowledge.search import Found, Hit, Retriever

WEIGHTS_FILE = Path(__file__).parent.parent / "understanding" / "judge.yaml"
_MOST_CLAUSES = 3
_SECOND = 0.3
_POINTED = 0.6
_BESIDE = 0.4
"""Beside an ask that is answered, another is likely to be: so much of the doubt is left."""
_SAME_MATTER = 0.6
"""Of places that are compared none may be less sure than so much of the surest."""
AS_SURE = 0.7
"""Clauses whose probability is so much of the highest are about as sure: of them the search knows the best."""
_SURE = 0.6
"""The probability at which a refusal may say of a rule of other days that it is the one meant."""


@dataclass(frozen=True, slots=True)
class _Weights:
    enough: float
    weights: tuple[float, ...]
    bias: float


@cache
def _learned() -> _Weights:
    data = yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return _Weights(data["enough"], tuple(data["weights"][name] for name in FEATURES), data["weights"]["bias"])


def weigh(found: Fit) -> float:
    """The probability, as learned, that a clause of these features answers the ask."""
    learned = _learned()
    return 1 / (1 + exp(-learned.bias - sum(w * f for w, f in zip(learned.weights, found.features, strict=True))))


@dataclass(frozen=True, slots=True)
class _Usable:
    value: float
    hit: Hit
    fit: Fit


def judge(turn: Turn, retriever: Retriever) -> None:
    """Fill verdict and evidence of every work."""
    told: set[str] = set()
    for work in turn.works:
        # Who points at a document has said where the answer stands; less is left to doubt.
        enough = _learned().enough * (_POINTED if turn.pointed else 1)
        own, work.objections = _accepted(work, work.found, retriever, enough, told)
        if own:
            work.verdict, work.evidence = Verdict.FULL, own
            told.update(hit.clause.id for hit in own)
            continue
        below, _ = _accepted(work, work.below, retriever, enough)
        if not below and turn.policy_region is None and not turn.pointed and differs_by_place(work.ask):
            work.verdict = Verdict.WHICH_PLACE
        elif not below:
            late = tuple(hit for hit, _ in work.found.rejected if _outside(hit, work))
            work.outside = next(iter(_accepted(work, Found(late), retriever, _SURE)[0]), None)
        else:
            work.elsewhere = tuple(dict.fromkeys(h.clause.region for h in below if h.clause.region))
            # What differs by place is asked back; what is asked by a name that one document alone has is told.
            named = work.region is None and names_its_document(work.ask, below[0], work.below.hits)
            if named:
                below = tuple(hit for hit in below if hit.clause.document_id == below[0].clause.document_id)
            work.verdict, work.evidence = (Verdict.FULL if named else Verdict.WHICH_PLACE), below
    _judge_sides(turn, retriever)
    _judge_beside(turn, retriever)


def _judge_sides(turn: Turn, retriever: Retriever) -> None:
    """Of places that are compared each must answer the same: one far less sure than another speaks of something else."""
    sides = [work for work in turn.works if work.side and work.verdict is Verdict.FULL]
    sure = {id(work): _sureness(work, work.evidence[0], retriever) for work in sides}
    for work in sides:
        best = max(sure[id(other)] for other in sides if other.ask.text == work.ask.text)
        if sure[id(work)] < _SAME_MATTER * best:
            work.verdict, work.evidence = Verdict.NONE, ()


def _sureness(work: Work, hit: Hit, retriever: Retriever) -> float:
    usable = (*_usable(work, work.found, retriever), *_usable(work, work.below, retriever))
    return next(u.value for u in usable if u.hit is hit)


def _judge_beside(turn: Turn, retriever: Retriever) -> None:
    """Asks beside one that is answered are judged again, with less doubt."""
    if not any(work.verdict is Verdict.FULL for work in turn.works):
        return
    enough = _learned().enough * _BESIDE
    for work in turn.works:
        if work.verdict is not Verdict.NONE or work.side:
            continue
        best = max(_usable(work, work.found, retriever), key=lambda u: u.value, default=None)
        if best is not None and best.value >= enough and meets_named(work.ask, best.hit.clause):
            work.verdict, work.evidence, work.outside = Verdict.FULL, (best.hit,), None


def _accepted(
    work: Work, found: Found, retriever: Retriever, enough: float, told: Collection[str] = ()
) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
    """The clauses that answer, the best first, each adding something; and why the others do not.

    A clause `told` for an ask before gives way to one that speaks of what it leaves open.
    """
    objections: list[str] = []
    usable = _in_order(_of_its_reach(work, _usable(work, found, retriever, objections), enough))
    if usable and usable[0].hit.clause.id in told:
        left = usable[0].fit.unmet & {term.word for term in content_words(work.ask.text)}
        usable.sort(key=lambda u: not (u.value >= enough and left - u.fit.unmet))
    objections += [
        f"{u.hit.clause.id}: 可信度 {u.value:.2f}，未提到 {'、'.join(sorted(u.fit.unmet))}"
        for u in usable
        if u.value < enough
    ]
    return _each_in_its_time(usable, enough), tuple(objections)


def _usable(work: Work, found: Found, retriever: Retriever, objections: list[str] | None = None) -> list[_Usable]:
    """The clauses found that nothing rules out; what rules out the others is added to `objections`."""
    usable: list[_Usable] = []
    for hit, weighed in zip(found.hits, fits(work.ask, found.hits, retriever.rarity), strict=True):
        if not weighed.objections:
            usable.append(_Usable(weigh(weighed), hit, weighed))
        elif objections is not None:
            objections.append(f"{hit.clause.id}: {'；'.join(weighed.objections)}")
    return usable


def _of_its_reach(work: Work, usable: list[_Usable], enough: float) -> list[_Usable]:
    """For care away from home, what is said of care away, where it answers; elsewhere in the province, just of that."""
    away = [u for u in usable if work.ask.reach and u.hit.clause.facets.setting == {"away"} and u.value >= enough]
    inside = [u for u in away if work.ask.reach == "省内" and "省内" in u.hit.clause.text]
    return inside or away or usable


def _in_order(usable: list[_Usable]) -> list[_Usable]:
    """The surest first; of those about as sure as the surest, what the search holds for the best."""
    best = max((u.value for u in usable), default=0.0)

    def key(one: _Usable) -> tuple[bool, float, str]:
        near = one.value >= AS_SURE * best
        return not near, -(one.hit.score if near else one.value), one.hit.clause.id

    return sorted(usable, key=key)


def _outside(hit: Hit, work: Work) -> bool:
    """Whether the clause is a norm of other days than those meant."""
    return hit.clause.nature is Nature.NORM and work.days.objection(hit.clause, hit.header) is not None


def _each_in_its_time(usable: list[_Usable], enough: float) -> tuple[Hit, ...]:
    """What answers; where a rule followed another within the days meant, what answers for each, earliest first."""
    best = usable[0] if usable and usable[0].value >= enough else None
    if best is None:
        return ()
    leaders = [best]
    for other in usable:
        if other.value >= enough and all(_follows(other.hit, leader.hit) for leader in leaders):
            leaders.append(other)
    leaders.sort(key=lambda u: u.hit.clause.effective_from or date.min)
    spells = ([u for u in usable if u is leader or not _follows(u.hit, leader.hit)] for leader in leaders)
    chosen = [
        hit
        for leader, spell in zip(leaders, spells, strict=True)
        for hit in _complementary([leader, *(u for u in spell if u is not leader)], enough)
    ]
    return tuple({hit.clause.id: hit for hit in chosen}.values())


def _follows(one: Hit, other: Hit) -> bool:
    """Whether of two norms of one place the one was only in force when the other was not."""
    a, b = one.clause, other.clause
    if Nature.FACT in (a.nature, b.nature) or a.region != b.region:
        return False
    return _ended_before(a, b) or _ended_before(b, a)


def _ended_before(a: Clause, b: Clause) -> bool:
    return a.effective_to is not None and b.effective_from is not None and a.effective_to < b.effective_from


def _complementary(usable: list[_Usable], enough: float) -> tuple[Hit, ...]:
    """The best clause if it is enough, and others where they speak of something, or give something, that it leaves out.

    Once one clause answers, a second that fills its gap need not be as sure on its own.
    """
    if not usable or usable[0].value < enough:
        return ()
    first, *others = [u for u in usable if u.value >= enough * _SECOND]
    chosen, words, wants = [first.hit], first.fit.unmet, first.fit.unmet_wants
    for other in others:
        adds = (words - other.fit.unmet) or (wants - other.fit.unmet_wants)
        # A second clause fills a gap; one for narrower circumstances than the first would mislead.
        narrower = any(v and not first.hit.clause.facets.sets()[n] for n, v in other.hit.clause.facets.sets().items())
        if adds and not narrower and len(chosen) < _MOST_CLAUSES:
            chosen.append(other.hit)
            words, wants = words & other.fit.unmet, wants & other.fit.unmet_wants
    return tuple(chosen)
