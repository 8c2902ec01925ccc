"""How often the clause that answers comes first, among the first three, among the first ten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from eval.retrieval.homes import Ground
from eval.suite import Case
from knowledge import clock
from knowledge.finding import Finder
from knowledge.region import places

TOP = 10
T = TypeVar("T")
Search = Callable[[Case], Sequence[str]]
"""The ids of the clauses found for a case, best first."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts over questions; `strange` counts hits from another place or day than the one asked for."""

    asked: int
    first: int
    three: int
    ten: int
    strange: int = 0

    @classmethod
    def of(cls, ranks: Sequence[int], strange: int = 0) -> Rates:
        """The counts of the places, from 1, at which right clauses stand; any beyond ten for not found."""
        first, three, ten = (sum(rank <= depth for rank in ranks) for depth in (1, 3, TOP))
        return cls(len(ranks), first, three, ten, strange)

    def share(self, found: int) -> float:
        """A count as a share of the questions."""
        return found / self.asked if self.asked else 0.0

    def __str__(self) -> str:
        first, three, ten = (f"{100 * self.share(n):.1f} %" for n in (self.first, self.three, self.ten))
        strange = f"; {self.strange} hits of another place or day" if self.strange else ""
        return f"first {first}, first three {three}, first ten {ten} of {self.asked}{strange}"


def by_product(ground: Ground) -> Search:
    """The search of the product, as a program asks it."""
    finder = Finder(ground.retriever)

    def search(case: Case) -> list[str]:
        hits = finder.find(case.turns[0], region=case.region, as_of=case.as_of, top=TOP)
        return [hit["clause_id"] for hit in hits]

    return search


def measure(ground: Ground, search: Search, cases: Iterable[Case] | None = None) -> Rates:
    """Ask the cases, all of the ground's where none are given; those whose answer cannot be told are left out."""
    ranks: list[int] = []
    strange = 0
    for case in ground.cases if cases is None else cases:
        right = ground.evidence.clauses(case)
        if right is None:
            continue
        hits = search(case)
        strange += sum(_is_strange(ground, case, hit) for hit in hits)
        ranks.append(rank_of(hits, right))
    return Rates.of(ranks, strange)


def rank_of(found: Sequence[T], right: Collection[T]) -> int:
    """The place of the first right one, from 1; beyond ten where there is none."""
    return next((n for n, one in enumerate(found, 1) if one in right), TOP + 1)


def _is_strange(ground: Ground, case: Case, clause_id: str) -> bool:
    clause = ground.retriever.generation.store[clause_id]
    elsewhere = case.region is not None and clause.region not in places().chain(case.region)
    return elsewhere or not clause.in_force(case.as_of or clock.today())
