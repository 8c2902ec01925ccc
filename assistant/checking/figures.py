"""The figures of a text with what they are figures of: 200元 is not 200天, 2024年6月 is not 2024年6月30日."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.understanding.numerals import amounts
from knowledge.difference.figures import mentions

# A date is one figure: the 6 of 2024年6月30日 alone says nothing.
_WRITTEN = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d+(?:[.,:/-]\d+)*%?")


@dataclass(frozen=True, slots=True)
class Figures:
    """Values with their kind and unit, how they are written, and the sums of money."""

    values: frozenset[Hashable]
    written: frozenset[str]
    sums: frozenset[Decimal]

    @classmethod
    def together(cls, parts: Iterable[Figures]) -> Figures:
        """The figures of several texts."""
        every = list(parts)
        return cls(
            frozenset().union(*(one.values for one in every)),
            frozenset().union(*(one.written for one in every)),
            frozenset().union(*(one.sums for one in every)),
        )

    def lacks(self, other: Figures) -> bool:
        """Whether a figure of the other does not stand here, with its unit."""
        return bool(other.values - self.values or other.written - self.written or other.sums - self.sums)


@lru_cache(maxsize=4096)
def figures_in(text: str) -> Figures:
    """The figures of one text."""
    return Figures(
        frozenset((mention.kind, mention.value) for mention in mentions(text)),
        frozenset(_WRITTEN.findall(text)),
        frozenset(money.yuan for money in amounts(text)),
    )
