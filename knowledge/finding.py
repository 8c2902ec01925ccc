"""The retriever as a command or a program asks it: a query, a place, a day → hits as plain data."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from knowledge import clock
from knowledge.embed import load_embedder
from knowledge.errors import IndexUnusable
from knowledge.generation import open_current, scope_of
from knowledge.hearing import heard
from knowledge.home import Home
from knowledge.region import places
from knowledge.said import in_policy_words
from knowledge.search import Days, Retriever
from knowledge.settings import Settings


def open_retriever(settings: Settings) -> Retriever:
    """The retriever over the generation that answers.

    Raises IndexUnusable where there is none, or where it was built with another embedding model.
    """
    generation = open_current(Home(settings.home))
    embedder = load_embedder(settings.embedding_model)
    built_with = generation.manifest["embedder"]["identity"]
    if built_with != embedder.identity:
        raise IndexUnusable(
            f"知识库版本 {generation.number} 用的是模型 {built_with}，现在设置的是 {embedder.identity}；"
            "请运行 hotline knowledge build 重建"
        )
    return Retriever(generation, embedder)


class Finder:
    """Many queries over one retriever; `home_region` is the place where a query names none."""

    def __init__(self, retriever: Retriever, *, home_region: str | None = None) -> None:
        self._region = home_region
        self.retriever = retriever

    @cached_property
    def _everywhere(self) -> list[str]:
        clauses, documents = self.retriever.generation.clauses.values(), self.retriever.documents
        return sorted({scope_of(c) for c in clauses if c.document_id in documents})

    def find(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[dict[str, Any]]:
        """Hits best first; without a place all places are searched.

        Raises InputError for an unknown or ambiguous region.
        """
        place = region or self._region
        code = places().resolve(place) if place else None
        scopes = self.retriever.scopes(code) if code else self._everywhere
        day = as_of or clock.today()
        found = self.retriever.search(in_policy_words(heard(query)), scopes=scopes, days=Days.on(day), top=top)
        return [
            {
                "clause_id": hit.clause.id,
                "document_id": hit.clause.document_id,
                "source": hit.header.source,
                "score": round(hit.score, 4),
                "heading": hit.clause.heading,
                "text": hit.clause.text,
                "reasons": list(hit.reasons),
            }
            for hit in found.hits
        ]
