"""The retriever: the clauses of the right places and days that fit a query best.

Words (lexical) and meaning (vectors) each bring candidates from the scopes; clauses not in force on the day
are set aside with the reason; the best of the rest are read and put in order (ranking).
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from knowledge.clause import Clause, Nature
from knowledge.document import Header
from knowledge.embed import Embedder, Vectors
from knowledge.errors import IndexUnusable
from knowledge.generation import Generation
from knowledge.lexical import Scored
from knowledge.query import Query, query_of
from knowledge.ranking import Candidate, Ranked, ranked, roughly, shortcomings
from knowledge.reading import reader
from knowledge.region import places
from knowledge.wordlists import using

_CANDIDATES = 40
_OWN = 8
"""So many candidates come from each place of a chain, however many a larger place around it has."""
_CHAIN = 6
_READ = 16
"""So many candidates at least are read and ranked; more where more hits are wanted."""
_PAUSE_S = 5.0
"""Seconds during which vectors that failed are not asked again."""

_NEXT_YEAR = re.compile(r"[下次翌]一?年度?|第二年")

_LOG = logging.getLogger("hotline.knowledge")


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. `score`, `lexical` and `dense` lie in 0..1.

    `features` are what the score is made of (`ranking.FEATURES`), empty where the clause was not read.
    """

    clause: Clause
    header: Header
    score: float
    lexical: float
    dense: float
    features: tuple[float, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands where it stands, for people."""
        return (f"词 {self.lexical:.2f}", f"义 {self.dense:.2f}", *shortcomings(self.features))


@dataclass(frozen=True, slots=True)
class Found:
    """The result of one search: hits best first, and what was set aside with the reason.

    `degraded`: the vectors did not answer, the words alone did.
    """

    hits: tuple[Hit, ...]
    rejected: tuple[tuple[Hit, str], ...] = field(default=())
    degraded: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """When the question is asked, and the first and last day whose policy it asks for."""

    asked: date
    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> Days:
        """Asked on a day about that day."""
        return cls(day, day, day)

    @property
    def now(self) -> bool:
        """Whether the day of asking is one of them."""
        return self.first <= self.asked <= self.last

    @property
    def day(self) -> date:
        """The one day that stands for them: that of asking, else of past days the last, of coming ones the first."""
        return self.asked if self.now else min(self.last, max(self.first, self.asked))

    def objection(self, clause: Clause, header: Header) -> str | None:
        """Why the clause may not answer for these days, or None where it may."""
        known = clause.effective_from
        # What is known only since it was published cannot have been announced before.
        dated_by_print = clause.nature is Nature.FACT or header.counts_from_published(clause)
        if dated_by_print and known and self.asked < known:
            return f"{known} 才公布"
        if clause.nature is Nature.FACT:
            return None
        announced = (clause.effective_from and clause.effective_from > self.asked) or (
            clause.effective_to and clause.effective_to >= self.first
        )
        # Rules run by calendar years: within the year of asking the one in force goes on until another is announced.
        if self.first.year > self.asked.year and not announced and not self._foreseen(clause.text):
            return f"{self.first.year} 年的规定在 {self.asked} 还不知道"
        if clause.effective_from and self.last < clause.effective_from:
            return f"自 {clause.effective_from} 起施行，当时尚未施行"
        if clause.effective_to and self.first > clause.effective_to:
            return f"至 {clause.effective_to} 止，当时已经失效"
        return None

    def _foreseen(self, text: str) -> bool:
        """Whether a rule itself tells of the coming days: by their year (到2030年), or of the next one (结转下年度)."""
        next_one = self.first.year == self.asked.year + 1 and _NEXT_YEAR.search(text)
        return bool(next_one) or f"{self.first.year}年" in text


class Retriever:
    """Search over one generation. `embedder` must be the one that the generation was built with.

    `trouble`: what is wrong with the knowledge as a whole, where this generation only stands in for another.
    """

    def __init__(self, generation: Generation, embedder: Embedder, *, trouble: str | None = None) -> None:
        self.generation, self.trouble = generation, trouble
        self.embedder = embedder
        self._read = reader(generation.store, embedder)
        self._resume = 0.0

    def standing_in(self, trouble: str | None) -> Retriever:
        """The same retriever, standing in for another; None: for itself again."""
        return Retriever(self.generation, self.embedder, trouble=trouble)

    @cached_property
    def documents(self) -> dict[str, Header]:
        """Headers of the documents in search."""
        store = self.generation.store
        return {i: h for i, h in store.headers.items() if i not in store.superseded}

    @cached_property
    def _held(self) -> frozenset[str]:
        """The partitions that hold anything: the others need not be asked."""
        return frozenset(self.generation.scopes)

    def scopes(self, region: str | None, pointed: Iterable[str] = ()) -> list[str]:
        """The region and its parents, and the documents without a region that the person points at."""
        chain = places().chain(region) if region else places().chain("100000")
        return [*chain, *(f"doc-{document_id}" for document_id in pointed)]

    def search(self, said: str, *, scopes: Sequence[str], days: Days, top: int = 10) -> Found:
        """Clauses of the scopes for what a person says, best first, at most `top`."""
        scopes = [scope for scope in scopes if scope in self._held]
        with using(self.generation.words):
            query = query_of(said)
        vector = self.embedder.embed_query(query.text)
        lexical, near = self._by_words(query, scopes), self._near(vector, scopes)
        allowed: list[Candidate] = []
        rejected: list[tuple[Hit, str]] = []
        for candidate in self._candidates(lexical, near or (), scopes):
            reading = candidate.reading
            if objection := days.objection(reading.clause, reading.header):
                rejected.append((_unread(candidate), objection))
            else:
                allowed.append(candidate)
        read = max(_READ, top)
        hits = [_hit(r) for r in ranked(query, vector, allowed[:read])]
        rejected.sort(key=lambda r: (-r[0].score, r[0].clause.id))
        behind = [*hits[top:], *map(_unread, allowed[read:])]
        rejected += [(hit, "排在后面") for hit in behind]
        return Found(tuple(hits[:top]), tuple(rejected), degraded=near is None)

    def _candidates(self, by_words: Sequence[Scored], near: Sequence[Scored], scopes: Sequence[str]) -> list[Candidate]:
        """What words or vectors bring, the best looking first."""
        lexical = {s.row: s.score for s in by_words}
        dense = {s.row: max(s.score, 0.0) for s in near}
        best = max(lexical.values(), default=1.0)
        distance = {scope: number for number, scope in enumerate(scopes)} if len(scopes) <= _CHAIN else {}
        found = [
            Candidate(reading, lexical.get(row, 0.0) / best, dense.get(row, 0.0), distance.get(reading.scope, 0))
            for row in lexical.keys() | dense.keys()
            for reading in (self._read(row),)
        ]
        return sorted(found, key=lambda c: (-roughly(c), c.reading.clause.id))

    def _by_words(self, query: Query, scopes: Sequence[str]) -> list[Scored]:
        """The best rows by words, some of each place of a chain."""
        index = self.generation.lexical
        found = index.search(query.tokens, query.sounds, scopes, _CANDIDATES)
        if 1 < len(scopes) <= _CHAIN and len(found) == _CANDIDATES:
            there = Counter(self._read(s.row).scope for s in found)
            for scope in scopes:
                if there[scope] < _OWN:
                    found += index.search(query.tokens, query.sounds, [scope], _OWN)
        return found

    def _near(self, vector: Vectors, scopes: Sequence[str]) -> list[Scored] | None:
        """The nearest by meaning; None where the vectors do not answer, which is not tried again for a while."""
        # Nothing is near to a query without a known word, though every distance to it is defined.
        if not vector.any():
            return []
        if time.monotonic() < self._resume:
            return None
        try:
            return self.generation.vectors.search(vector, scopes, _CANDIDATES, _OWN if len(scopes) <= _CHAIN else 0)
        except (IndexUnusable, OSError) as error:
            _LOG.warning("只按词检索：%s", error)
            self._resume = time.monotonic() + _PAUSE_S
            return None

    def rarity(self, word: str) -> float:
        """How telling a word is among the clauses: 0 every clause holds it, 1 none does."""
        return self.generation.lexical.rarity(word)


def _hit(one: Ranked) -> Hit:
    reading = one.candidate.reading
    return Hit(reading.clause, reading.header, one.score, one.candidate.lexical, one.meaning, one.features)


def _unread(one: Candidate) -> Hit:
    """A hit that was not ranked, because it may not answer or because enough others look better."""
    return Hit(one.reading.clause, one.reading.header, roughly(one), one.lexical, one.dense)
