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

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_SHORT = 80
"""A clause of so few characters is one thought."""
_MOST = 40
_KEPT = 4096


@dataclass(frozen=True)
class Reading:
    """A clause below the title of its document; its sentences are embedded when they are first asked for."""

    clause: Clause
    header: Header
    embedder: Embedder

    @cached_property
    def _sentences(self) -> Vectors:
        """The vectors of the clause and of each of its sentences, below the title and the nearest headings."""
        text = self.clause.text
        sentences = [] if len(text) <= _SHORT else _SENTENCE.findall(text)[:_MOST]
        place = " ".join((self.header.title, *self.clause.headings[-2:]))
        return self.embedder.embed_documents([f"{place} {part}" for part in (text, *sentences)])

    def nearness(self, vector: Vectors) -> float:
        """The cosine similarity of a vector of length one to the nearest sentence, at least 0.

        A model that takes its time reads no sentences: 0.
        """
        if not self.embedder.instant:
            return 0.0
        return max(float(np.max(self._sentences @ vector)), 0.0)


def reader(store: ClauseStore, embedder: Embedder) -> Callable[[int], Reading]:
    """Reads the clause of a row; what was read last is kept. Safe to share between threads."""

    @lru_cache(maxsize=_KEPT)
    def read(row: int) -> Reading:
        clause = store.by_row(row)
        return Reading(clause, store.headers[clause.document_id], embedder)

    return read
