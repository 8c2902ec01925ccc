"""One thing wanted in a message: what is wanted, of whom and what, for which years."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.clause import Facets


class Want(StrEnum):
    """What sort of thing answers the ask."""

    AMOUNT = "amount"
    RATIO = "ratio"
    COUNT = "count"
    DEADLINE = "deadline"
    LIST = "list"
    STEPS = "steps"
    PHONE = "phone"
    DOCUMENT = "document"
    PLACE = "place"
    REASON = "reason"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Ask:
    """`text` as said; `context` the ask before it that it leans on; `query` both, with the policy's words added.

    `names` are the places and titles in it: they say where to look and demand nothing of the evidence.
    `measures` are the measure words after 多少/几 (家, 人次): a clause that answers must count in one.
    """

    text: str
    query: str
    context: str = ""
    names: tuple[str, ...] = ()
    wants: frozenset[Want] = frozenset()
    facets: Facets = field(default_factory=Facets)
    years: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The ask with what it leans on, as one text."""
        return f"{self.context}，{self.text}" if self.context else self.text
