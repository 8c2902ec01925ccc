"""A question as it is searched: put right, in people's and in the policy's words, each part with its weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from knowledge.clause import Facets, States
from knowledge.facets import recognise
from knowledge.hearing import heard
from knowledge.said import policy_words
from knowledge.sound import sounds
from knowledge.wants import states_wanted
from knowledge.wordfiles import listed
from knowledge.words import grams, is_han, runs, words

_TALK = 0.5
"""The weight of what only keeps a talk going (我想问一下): rare in official texts, it would decide what is found."""
_MEANT = 0.7
"""The weight of the policy's word for what was said otherwise."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: `text` is embedded; `tokens` have weights in 0..1; `wanted` is what an answer states."""

    text: str
    tokens: Mapping[str, float]
    sounds: tuple[str, ...]
    facets: Facets
    wanted: frozenset[States]


def query_of(said: str) -> Query:
    """The query for what a person says, with the word lists in use."""
    repaired = heard(said)
    text = " ".join([repaired, *policy_words(repaired)])
    tokens = _weighted(said)
    # What was said stays: a repair may be wrong, and then it only adds.
    for token, weight in _weighted(text).items():
        tokens[token] = max(tokens.get(token, 0.0), weight * _MEANT)
    return Query(
        text=text,
        tokens=tokens,
        sounds=tuple(dict.fromkeys(sounds(said))),
        facets=recognise(text),
        wanted=states_wanted(repaired),
    )


def _weighted(text: str) -> dict[str, float]:
    """Each token → its weight; a pair of characters counts as its characters do on average."""
    talk, found = talk_words(), dict.fromkeys(grams(text), 0.0)
    for run in runs(text):
        if not is_han(run):
            continue
        weights = [_TALK if word in talk else 1.0 for word in words(run) for _ in word]
        single = list(zip(run, weights, strict=True))
        double = [(a + b, (wa + wb) / 2) for (a, wa), (b, wb) in pairwise(single)]
        for token, weight in (*single, *double):
            found[token] = max(found[token], weight)
    return {token: weight or 1.0 for token, weight in found.items()}


@cache
def talk_words() -> frozenset[str]:
    """Words that keep a talk going and say nothing of what it is about (请问, 那个, 啥子)."""
    return frozenset(listed((Path(__file__).parent / "talk.txt").read_text(encoding="utf-8")))
