"""The content words of a question, and how much each one demands of the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from assistant.ask import Ask
from assistant.understanding.focus import BESIDE, phrases
from knowledge.query import talk_words
from knowledge.said import said_in
from knowledge.wordfiles import listed
from knowledge.wordlists import KEPT, WordLists, in_use
from knowledge.words import normalise, tagged_words

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMERAL = re.compile(r"[一二三四五六七八九十百千万零两几多]+.?")


_AS_FAR = {"省内": (), "跨省": ("省外", "市外", "异地")}
"""What says as much of where the care is."""


class Demand(StrEnum):
    """What it means where the evidence does not speak of a word."""

    POLICY = "policy"
    """A word of official texts (转诊, 低保): the evidence is about something else."""
    NAME = "name"
    """Another noun (试管婴儿, 王嬢嬢): a thing asked about, or talk."""
    TALK = "talk"
    """The rest: most of it is talk."""


@cache
def _stop() -> frozenset[str]:
    own = (files("assistant") / "understanding" / "stop.txt").read_text(encoding="utf-8")
    return talk_words().union(listed(own))


@lru_cache(maxsize=KEPT)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(map(normalise, listed(text)))


@dataclass(frozen=True, slots=True)
class Term:
    """A content word: what it demands, and how much it counts (1 in the question itself, less around it).

    `alike` are words of which each says the same: the policy's for a colloquial one.
    """

    word: str
    demand: Demand
    weight: float
    alike: tuple[str, ...] = ()


def content_words(text: str) -> tuple[Term, ...]:
    """The words that carry what is asked, each once; fillers and numbers are dropped."""
    return _content_words(text, in_use())


@lru_cache(maxsize=256)
def _content_words(text: str, lists: WordLists) -> tuple[Term, ...]:
    """As `content_words`, under the lists that are in use."""
    stop, official = _stop(), _words_of(lists.official)
    found: dict[str, Term] = {}
    for phrase, weight in phrases(text):
        # The policy's words for what is said colloquially demand as much as if they had been said.
        for said, meant in said_in(phrase).items():
            found.setdefault(meant[0], Term(meant[0], Demand.POLICY, weight, (said, *meant[1:])))
        for word, tag in tagged_words(phrase):
            if word in stop or not (_HAN.search(word) or word.isalpha()) or _NUMERAL.fullmatch(word):
                continue
            if word not in found or found[word].weight < weight:
                found[word] = Term(word, _demand(word, tag, official), weight)
    return tuple(found.values())


def terms_of(ask: Ask) -> tuple[Term, ...]:
    """The content words of an ask, its names left out; those of its context count half."""
    return _terms(ask.text, ask.context, ask.reach, ask.names, in_use())


@lru_cache(maxsize=256)
def _terms(text: str, beside: str, reach: str, names: tuple[str, ...], lists: WordLists) -> tuple[Term, ...]:
    """As `terms_of`, under the lists that are in use."""
    own = content_words(text)
    said = {term.word for term in own}
    context = content_words(beside) if beside else ()
    if reach and reach not in said:
        own = (*own, Term(reach, Demand.POLICY, 1.0, _AS_FAR[reach]))
    both = [*own, *(replace(t, weight=t.weight * BESIDE) for t in context if t.word not in said)]
    return tuple(term for term in both if not any(term.word in name for name in names))


def in_dictionary(word: str) -> bool:
    """Whether it is a word of the policy dictionary (起付标准), which every place's policy may use."""
    return word in _words_of(in_use().policy)


def _demand(word: str, tag: str, official: frozenset[str]) -> Demand:
    if tag[:1] in "nvjlaib" and word in official:
        return Demand.POLICY
    return Demand.NAME if len(word) > 1 and tag[:1] in "njlix" else Demand.TALK
