"""The lexical index: BM25 over words, over character bigrams, and over the questions clauses answer.

Rows are the numbers under which the generation's clause store keeps its clauses; a scope is the
partition that a row belongs to (a region code, or one document that names no region).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple, Protocol

import tantivy

from knowledge.clause_store import Tokens
from knowledge.files import writing_to
from knowledge.words import bigrams, search_words

WORDS, BIGRAMS, QUESTIONS = "words", "bigrams", "questions"
_BOOST = {WORDS: 1.0, BIGRAMS: 0.6, QUESTIONS: 0.8}


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

    def search(self, query: str, scopes: Sequence[str], top: int) -> list[Scored]:
        """The best rows of these scopes for the query, best first."""
        ...

    def rarity(self, word: str) -> float:
        """0 for a word that every clause holds, 1 for one that none holds."""
        ...


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True, indexed=False)
    builder.add_text_field("scope", tokenizer_name="raw", index_option="basic")
    for field in (WORDS, BIGRAMS, QUESTIONS):
        # Tokens come from knowledge.words joined by blanks, for the index and the query alike.
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def build_lexical(folder: Path, entries: Iterable[LexicalEntry]) -> None:
    """Write a new index into `folder` (made if it is missing)."""
    folder.mkdir(parents=True, exist_ok=True)
    with writing_to(folder, ValueError):  # tantivy's only kind
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for entry in entries:
            writer.add_document(
                tantivy.Document(
                    row=entry.row,
                    scope=entry.scope,
                    words=entry.tokens.words,
                    bigrams=entry.tokens.bigrams,
                    questions=entry.tokens.questions,
                )
            )
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

    def search(self, query: str, scopes: Sequence[str], top: int) -> list[Scored]:
        """The best rows of these scopes for the query, best first; a query without words finds nothing."""
        words, pairs = search_words(query), bigrams(query)
        fields = {WORDS: words, BIGRAMS: pairs, QUESTIONS: [*words, *pairs]}
        schema = self._index.schema
        should = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, token), _BOOST[field]),
            )
            for field, tokens in fields.items()
            for token in dict.fromkeys(tokens)
        ]
        if not should or not scopes:
            return []
        scope = tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "scope", list(scopes)), 0.0)
        wanted = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, scope), (tantivy.Occur.Must, tantivy.Query.boolean_query(should))]
        )
        hits = self._searcher.search(wanted, top, count=False).hits
        return [Scored(int(self._searcher.doc(address)["row"][0]), float(score)) for score, address in hits]
