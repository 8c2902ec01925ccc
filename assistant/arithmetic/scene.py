"""One ask with the figures of the clauses found for it, and the figures that phrases of the ask name together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.arithmetic import asked_for
from assistant.arithmetic.operands import named, phrases_of, somewhere, telling, weight
from assistant.ask import Ask
from assistant.understanding.terms import Demand, Term
from knowledge.figures import Figure
from knowledge.search import Hit

LEAST_MET = 0.75
"""So much of what the ask names must stand in the clauses of the figures."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One ask with the figures that may serve it."""

    ask: Ask
    text: str
    figures: Sequence[tuple[Figure, Hit]]
    day: date

    def of_kinds(self, kinds: frozenset[str] | None) -> list[tuple[Figure, Hit]]:
        """The figures of these kinds; all where the unit is open."""
        return [(f, hit) for f, hit in self.figures if kinds is None or f.kind in kinds]

    def hits_of(self, figures: Iterable[Figure]) -> list[Hit]:
        """The clauses that figures stand in."""
        ids = {figure.clause.id for figure in figures}
        return list({hit.clause.id: hit for _, hit in self.figures if hit.clause.id in ids}.values())


def find(
    scene: Scene, phrases: Sequence[str], kinds: frozenset[str] | None, *, whole: bool = False
) -> list[Figure] | None:
    """One figure for each phrase, which together meet the whole ask; with `whole` the last may be the sum of all."""
    named_by = [telling(phrase, asked_for.DOING) for phrase in phrases]
    if whole and asked_for.ALL.search(phrases[-1]):
        named_by[-1].append(Term("总", Demand.POLICY, 1.0))
    found = named(phrases_of(named_by, telling(scene.ask.whole, asked_for.DOING)), scene.of_kinds(kinds))
    if not found or not meets(scene, found):
        return None
    return list(found) if all(map(_alike, phrases, found)) else None


def _alike(phrase: str, figure: Figure) -> bool:
    """Whether the figure is one per head where the phrase is, and of what is not so where the phrase says not."""
    words = " ".join((figure.own, *figure.before))
    return all(cue.search(words) for cue in (asked_for.EVEN, asked_for.DENIED) if cue.search(phrase))


def meets(scene: Scene, figures: Sequence[Figure]) -> bool:
    """Whether the clauses of the figures speak of what the whole ask names."""
    return reached(scene, figures) >= LEAST_MET


def reached(scene: Scene, figures: Sequence[Figure]) -> float:
    """The share of the ask's telling words that the clauses of the figures hold."""
    hits = scene.hits_of(figures)
    said = [t for t in telling(scene.text, asked_for.DOING) if t.demand is not Demand.TALK]
    reached = sum(weight(t) * max(somewhere(t.word, hit) for hit in hits) for t in said)
    return reached / sum(map(weight, said)) if said else 1.0
