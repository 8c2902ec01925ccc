"""judge: is the evidence enough? Abstain unless a clause meets what was asked."""

from __future__ import annotations

from assistant.turn import Turn, Verdict, Work
from assistant.understanding.evidence import Fit, fit
from knowledge.search import Found, Hit, Retriever

ENOUGH = 0.62
"""Least weighed fit at which a clause may answer; set on open blind questions (eval)."""
_MOST_CLAUSES = 3


def weigh(hit: Hit, found: Fit) -> float:
    """One number for how well a clause meets the ask, 0..1."""
    return 0.55 * found.coverage + 0.25 * hit.dense + 0.20 * max(found.question, hit.lexical * found.coverage)


def judge(turn: Turn, retriever: Retriever) -> None:
    """Fill verdict and evidence of every work."""
    for work in turn.works:
        _judge_one(work, retriever)


def _judge_one(work: Work, retriever: Retriever) -> None:
    own, objections = _accepted(work, work.found, retriever)
    work.objections = objections
    if own:
        work.verdict, work.evidence = Verdict.FULL, own
        return
    below, _ = _accepted(work, work.below, retriever)
    if below:
        work.verdict, work.evidence = Verdict.WHICH_PLACE, below
        work.elsewhere = tuple(dict.fromkeys(h.clause.region for h in below if h.clause.region))


def _accepted(work: Work, found: Found, retriever: Retriever) -> tuple[tuple[Hit, ...], tuple[str, ...]]:
    """The clauses that answer, the best first, each adding something; and why the others do not."""
    accepted: list[tuple[float, Hit, Fit]] = []
    objections: list[str] = []
    for hit in found.hits:
        weighed = fit(work.ask, hit, retriever.rarity)
        value = weigh(hit, weighed)
        if weighed.objections:
            objections.append(f"{hit.clause.id}: {'；'.join(weighed.objections)}")
        elif value < ENOUGH:
            objections.append(f"{hit.clause.id}: 只符合 {value:.2f}，未提到 {'、'.join(weighed.unmet)}")
        else:
            accepted.append((value, hit, weighed))
    accepted.sort(key=lambda a: (-a[0], a[1].clause.id))
    return _complementary(accepted), tuple(objections)


def _complementary(accepted: list[tuple[float, Hit, Fit]]) -> tuple[Hit, ...]:
    """The best clause, and others only where they speak of something that it leaves out."""
    if not accepted:
        return ()
    chosen = [accepted[0][1]]
    open_words = set(accepted[0][2].unmet)
    for _, hit, weighed in accepted[1:]:
        if len(chosen) < _MOST_CLAUSES and open_words - set(weighed.unmet):
            chosen.append(hit)
            open_words &= set(weighed.unmet)
    return tuple(chosen)
