"""The retriever as a command or a program asks it: a query, a place, a day → hits as plain data."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge import clock
from knowledge.region import places
from knowledge.search import Days, Found, Retriever


class Finder:
    """Many queries over one retriever; `home_region` is the place where a query names none."""

    def __init__(self, retriever: Retriever, *, home_region: str | None = None) -> None:
        self._region = home_region
        self.retriever = retriever

    def find(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[dict[str, Any]]:
        """Hits best first; without a place all places are searched.

        Raises InputError for an unknown or ambiguous region.
        """
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
            for hit in self.search(query, region=self.place(region), day=as_of or clock.today(), top=top).hits
        ]

    def place(self, region: str | None) -> str | None:
        """The code of the place that a query's `region`, a name or a code, means; InputError as `find` raises it."""
        named = region or self._region
        return places().resolve(named) if named else None

    def search(self, query: str, *, region: str | None, day: date, top: int) -> Found:
        """The same for the code of a place, with what was set aside and why."""
        scopes = self.retriever.scopes(region) if region else self.retriever.generation.scopes
        return self.retriever.search(query, scopes=scopes, days=Days.on(day), top=top)
