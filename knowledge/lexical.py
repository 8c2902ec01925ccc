"""The lexical index: BM25 over characters and pairs of them, and over how they sound.

Measured on blind questions (docs/benchmarks.md), characters with their pairs find more than words do, with
words beside them or not, and the questions that a clause answers count most where they stand in one field
with its text. Words are kept to tell how rare each is.

Rows are the numbers under which the generation's clause store keeps its clauses; a scope is the
partition that a row belongs to (a region code, or one document that names no region).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple, Protocol

import tantivy

from knowledge.clause_store import Tokens
from knowledge.files import writing_to

GRAMS, SOUNDS, WORDS = "grams", "sounds", "words"
_BY_SOUND = 0.3
"""The weight of two syllables that sound alike, beside 1 for two characters that are the same."""


class LexicalEntry(NamedTuple):
    """What is indexed of one clause."""

    row: int
    scope: str
    tokens: Tokens


class Scored(NamedTuple):
    """A row with its score; higher is better, scores of one query compare with each other only."""

    row: int
    score: float


class LexicalIndex(Protocol):
    """The port that search uses."""

    def search(
        self, tokens: Mapping[str, float], sounds: Iterable[str], scopes: Sequence[str], top: int
    ) -> list[Scored]:
        """The best rows of these scopes for weighted tokens and for sounds, best first."""
        ...

    def rarity(self, word: str) -> float:
        """0 for a word that every clause holds, 1 for one that none holds."""
        ...


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True, indexed=False)
    builder.add_text_field("scope", tokenizer_name="raw", index_option="basic")
    # Tokens come from knowledge.passage joined by blanks.
    builder.add_text_field(GRAMS, tokenizer_name="whitespace", index_option="freq")
    for field in (SOUNDS, WORDS):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def build_lexical(folder: Path, entries: Iterable[LexicalEntry]) -> None:
    """Write a new index into `folder` (made if it is missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    with writing_to(folder, ValueError):  # tantivy's only kind
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=256_000_000, num_threads=1)
        for entry in entries:
            writer.add_document(tantivy.Document(row=entry.row, scope=entry.scope, **entry.tokens._asdict()))
        writer.commit()
        writer.wait_merging_threads()


class TantivyIndex:
    """LexicalIndex over a folder that `build_lexical` wrote; memory-mapped, read only."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index(_schema(), path=str(folder))
        self._searcher = self._index.searcher()

    def rarity(self, word: str) -> float:
        """0 for a word that every clause holds, 1 for one that none holds (inverse document frequency, scaled)."""
        clauses = self._searcher.num_docs
        return log((clauses + 1) / (self._searcher.doc_freq(WORDS, word) + 1)) / log(clauses + 1)

    def search(
        self, tokens: Mapping[str, float], sounds: Iterable[str], scopes: Sequence[str], top: int
    ) -> list[Scored]:
        """The best rows of these scopes, best first; without tokens nothing is found."""
        schema = self._index.schema
        weighted = [(GRAMS, token, weight) for token, weight in tokens.items()]
        weighted += [(SOUNDS, sound, _BY_SOUND) for sound in sounds]
        should = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, token), weight))
            for field, token, weight in weighted
        ]
        if not should or not scopes:
            return []
        scope = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "scope", list(scopes)), 0.0)
        wanted = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, scope), (tantivy.Occur.Must, tantivy.Query.boolean_query(should))]
        )
        hits = self._searcher.search(wanted, top, count=False).hits
        return [Scored(int(self._searcher.doc(address)["row"][0]), float(score)) for score, address in hits]
