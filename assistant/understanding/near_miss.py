"""What people ask beside a clause and nothing answers (`@unanswered`), against an ask: is it one of these?"""

from __future__ import annotations

from functools import lru_cache

from assistant.ask import Ask
from assistant.understanding.focus import question_of
from knowledge.clause import Clause
from knowledge.facets import recognise
from knowledge.speech.plain import plain
from knowledge.wordlists import WordLists, in_use
from knowledge.words import bigrams

_Facets = dict[str, frozenset[str]]

_ENOUGH_SAID = 6
"""So few pairs of characters say too little: the ask is compared with what it leans on."""
_FAR_MORE = 0.17
"""By so much an ask must be more like a question that nothing answers than like any that the clause answers."""


def near_miss(ask: Ask, clause: Clause) -> str | None:
    """The question that people ask beside the clause and nothing answers, where the ask is far more like that one."""
    asked = pairs(question_of(ask.text))
    if len(asked) < _ENOUGH_SAID:
        asked = pairs(ask.whole)
    if not asked or not clause.unanswered:
        return None
    unanswered = _in_plain_words(clause.unanswered)
    own, said = clause.facets.sets(), _facets_of(ask.whole, in_use())
    meant = [question for question in unanswered if not _of_others(question, own, said)]
    if not meant:
        return None
    answered = _in_plain_words(clause.questions)
    nearest = max(meant, key=lambda question: alike(asked, unanswered[question]))
    most = max((alike(asked, other) for other in answered.values()), default=0.0)
    return nearest if alike(asked, unanswered[nearest]) - most > _FAR_MORE else None


def _of_others(question: str, own: _Facets, said: _Facets) -> bool:
    """Whether a question is of an insured kind, a tier … that neither the clause nor the ask is of (职工 beside 居民)."""
    return any(values - own[name] - said[name] for name, values in _facets_of(question, in_use()).items())


@lru_cache(maxsize=8192)
def _facets_of(text: str, lists: WordLists) -> _Facets:
    """As `recognise`, under the lists that are in use."""
    return recognise(text).sets()


@lru_cache(maxsize=4096)
def _in_plain_words(questions: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """The pairs of characters of each question, in plain Mandarin as an ask is."""
    return {question: frozenset(bigrams(plain(question))) for question in questions}


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Overlap (F1) of two sets of character bigrams."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


@lru_cache(maxsize=64)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(bigrams(text))
