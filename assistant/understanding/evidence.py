"""How far a clause meets an ask: the features that the judge weighs, and what speaks against the clause."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.ask import Ask, Want
from assistant.understanding.terms import content_words
from knowledge.clause import Clause, Nature
from knowledge.facets import recognise
from knowledge.said import policy_words
from knowledge.search import Hit
from knowledge.words import bigrams, normalise

_HAS = {
    Want.PHONE: re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)1[12]\d{1,3}(?!\d)|电话"),
    Want.RATIO: re.compile(r"\d%|百分之|\d成|全额|免费"),
    Want.AMOUNT: re.compile(r"\d\s*(?:余|多)?(?:万|亿)?元|\d%|免|不收|全额"),
    Want.DEADLINE: re.compile(
        r"\d\s*(?:年|个?月|日|天|小时|周|号)|每[年月周日天]|长期|随时|当天|即时|年底|次年|下年度|每天"
    ),
    Want.COUNT: re.compile(r"\d"),
}
_INSURED_OR_STATUS = ("insured", "status")


@dataclass(frozen=True, slots=True)
class Fit:
    """`coverage`: share of the ask's content that the clause speaks of; `question`: nearness to a question it answers.

    Both lie in 0..1. `objections` each rule the clause out on their own.
    """

    coverage: float
    question: float
    unmet: tuple[str, ...]
    objections: tuple[str, ...]


def fit(ask: Ask, hit: Hit, rarity: Callable[[str], float]) -> Fit:
    """Weigh one hit against one ask; `rarity` tells how telling a word is among the clauses."""
    clause = hit.clause
    spoken = normalise(" ".join((*clause.headings, clause.text, *clause.questions, hit.header.title)))
    met = total = 0.0
    unmet: list[str] = []
    for word in content_words(ask.text):
        weight = 0.15 + rarity(word)
        share = _spoken_of(word, spoken, clause)
        total += weight
        met += weight * share
        if share < 0.5:
            unmet.append(word)
    coverage = met / total if total else 0.0
    return Fit(coverage, _nearest_question(ask, clause), tuple(unmet), _objections(ask, clause, spoken))


def _spoken_of(word: str, spoken: str, clause: Clause) -> float:
    """1 where the clause holds the word, a policy word for it or its facet; part where it holds part of it."""
    if word in spoken or any(meant in spoken for meant in policy_words(word)):
        return 1.0
    own = clause.facets.sets()
    if any(values & own[name] for name, values in recognise(word).sets().items()):
        return 1.0
    pairs = bigrams(word)
    share = sum(pair in spoken for pair in pairs) / len(pairs)
    return share if share >= 0.5 and len(word) > 2 else 0.0


def _nearest_question(ask: Ask, clause: Clause) -> float:
    """Overlap (F1 of character bigrams) with the nearest of the questions that the clause answers."""
    asked = set(bigrams(ask.text))
    best = 0.0
    for question in clause.questions:
        other = set(bigrams(question))
        shared = len(asked & other)
        if shared:
            best = max(best, 2 * shared / (len(asked) + len(other)))
    return best


def _objections(ask: Ask, clause: Clause, spoken: str) -> tuple[str, ...]:
    found = [f"{name} 不符" for name in ask.facets.clash(clause.facets)]
    for year in ask.years:
        if not _speaks_of_year(clause, year, spoken):
            found.append(f"不是 {year} 年的")
    for want, pattern in _HAS.items():
        if want in ask.wants and not pattern.search(clause.text):
            found.append(f"没有给出{want.value}")
    if ask.measures and not any(
        re.search(rf"\d[^，。；、]{{0,4}}{measure[0]}", clause.text) for measure in ask.measures
    ):
        found.append(f"没有以“{'、'.join(ask.measures)}”计的数")
    return tuple(found)


def _speaks_of_year(clause: Clause, year: int, spoken: str) -> bool:
    if str(year) in spoken:
        return True
    if clause.nature is Nature.NORM:  # search has already compared the dates in force
        return True
    if clause.period is None:
        return False
    named = [int(y) for y in re.findall(r"\d{4}", clause.period)]
    return bool(named) and min(named) <= year <= max(named)
