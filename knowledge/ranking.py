"""The final order of what was found: a few plain features, weighed as open blind questions taught.

Each feature lies in 0..1, and so does their weighted mean, the score of a hit. `python -m eval.retrieval.learn`
writes the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.embed import Vectors
from knowledge.query import Query
from knowledge.reading import Reading

WEIGHTS_FILE = Path(__file__).parent / "ranking.yaml"

FEATURES = ("words", "meaning", "facets met", "no facet against", "wanted stated")

_WORDS_AT_FIRST = 0.7
"""How much words count, beside the meaning of whole clauses, for which candidates are read at all."""

_ALIKE = 2
"""Decimals of the score to which two clauses count as equally good."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that the words or the vectors brought; `lexical` and `dense` lie in 0..1, 0 where they did not.

    `distance` counts the places between the one asked for and the clause's own.
    """

    reading: Reading
    lexical: float
    dense: float
    distance: int = 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its features and their weighted mean, the score, in 0..1."""

    candidate: Candidate
    features: tuple[float, ...]
    score: float

    @property
    def meaning(self) -> float:
        """How near it is by meaning, 0..1."""
        return self.features[FEATURES.index("meaning")]


def shortcomings(features: Sequence[float]) -> tuple[str, ...]:
    """What the features say against a clause, for people; nothing of one that was not read."""
    said = {"no facet against": "对象不符", "wanted stated": "没有给出所问的"}
    told = dict(zip(FEATURES, features, strict=False))
    return tuple(words for name, words in said.items() if told.get(name) == 0)


def roughly(candidate: Candidate) -> float:
    """How good a candidate looks before its clause is read."""
    return _WORDS_AT_FIRST * candidate.lexical + (1 - _WORDS_AT_FIRST) * candidate.dense


def ranked(query: Query, vector: Vectors, candidates: Sequence[Candidate]) -> list[Ranked]:
    """The candidates, best first; `vector` is the query's."""
    features = [_features(query, vector, candidate) for candidate in candidates]
    found = [
        Ranked(candidate, told, sum(w * f for w, f in zip(_weights(), told, strict=True)))
        for candidate, told in zip(candidates, features, strict=True)
    ]
    # What a district and its province say alike is told as the district says it.
    return sorted(
        found, key=lambda r: (-round(r.score, _ALIKE), r.candidate.distance, -r.score, r.candidate.reading.clause.id)
    )


def _features(query: Query, vector: Vectors, candidate: Candidate) -> tuple[float, ...]:
    clause = candidate.reading.clause
    asked = [(values, getattr(clause.facets, name)) for name, values in query.facets.sets().items() if values]
    met = sum(bool(values & theirs) for values, theirs in asked)
    return (
        candidate.lexical,
        max(candidate.reading.nearness(vector), candidate.dense),
        met / len(asked) if asked else 1.0,
        float(not query.facets.clash(clause.facets)),
        float(bool(query.wanted & clause.states) or not query.wanted),
    )


@cache
def _weights() -> tuple[float, ...]:
    """The learned weights in the order of the features; they add up to 1."""
    learned = yaml.safe_load(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return tuple(float(learned[name]) for name in FEATURES)
