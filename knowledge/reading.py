"""Clauses read sentence by sentence for the final ranking; those read last are kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from knowledge.clause import Clause
from knowledge.clause_store import ClauseStore
from knowledge.document import Header
from knowledge.embed import Embedder, Vectors
from knowledge.passage import scope_of

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_MOST = 40
_NEAR = 2
"""So many headings above a clause say what its sentences are about."""
_KEPT = 4096


@dataclass(frozen=True)
class Reading:
    """A clause below the title of its document; its sentences are embedded when they are first asked for."""

    clause: Clause
    header: Header
    embedder: Embedder

    @property
    def scope(self) -> str:
        """The partition in which the clause is searched."""
        return scope_of(self.clause)

    @cached_property
    def _sentences(self) -> Vectors | None:
        """The vectors of its sentences and of the whole, below the title and the nearest headings."""
        place = " ".join((self.header.title, *self.clause.headings[-_NEAR:]))
        sentences = _SENTENCE.findall(self.clause.text)[:_MOST] or [self.clause.text]
        return self.embedder.embed_sentences(place, sentences)

    def nearness(self, vector: Vectors) -> float:
        """The cosine similarity of a vector of length one to the nearest sentence, at least 0.

        0 with a model that takes its time and so reads no sentences.
        """
        return 0.0 if self._sentences is None else max(float(np.max(self._sentences @ vector)), 0.0)


def reader(store: ClauseStore, embedder: Embedder) -> Callable[[int], Reading]:
    """Reads the clause of a row; what was read last is kept. Safe to share between threads."""

    @lru_cache(maxsize=_KEPT)
    def read(row: int) -> Reading:
        clause = store.by_row(row)
        return Reading(clause, store.headers[clause.document_id], embedder)

    return read
