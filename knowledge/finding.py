"""The retriever as a command or a program asks it: a query, a place, a day → hits as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge import clock
from knowledge.region import places
from knowledge.search import Days, Retriever


class Finder:
    """Many queries over one retriever; `home_region` is the place where a query names none."""

    def __init__(self, retriever: Retriever, *, home_region: str | None = None) -> None:
        self._region = home_region
        self.retriever = retriever

    def find(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[dict[str, Any]]:
        """Hits best first; without a place all places are searched.

        Raises InputError for an unknown or ambiguous region.
        """
        place = region or self._region
        code = places().resolve(place) if place else None
        scopes = self.retriever.scopes(code) if code else self.retriever.generation.scopes
        day = as_of or clock.today()
        found = self.retriever.search(query, scopes=scopes, days=Days.on(day), top=top)
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
