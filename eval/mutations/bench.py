"""Trying mutations: which cases each can touch, by `hotline eval impact`, and which of them notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eval.affected import Affected
from eval.baseline import read_baseline
from eval.impact import impact
from eval.mutations.mutant import CODE, Mutation, Tried, tried
from eval.parallel import cores
from knowledge.generation import Generation

_NEAREST = ("clause", "rule", "document", "cited", "word", "place")
"""Reasons by how likely a case of them is to notice; a mutant is asked no longer than until one does."""


def try_all(some: Sequence[Mutation], generation: Generation, baseline: Path) -> Iterator[Tried]:
    """Try mutations on all processors; `baseline` says how the open cases come out of the program as it is."""

    def one(mutation: Mutation) -> Tried:
        return tried(mutation, touched(mutation, generation, baseline), baseline)

    with ThreadPoolExecutor(cores()) as workers:
        yield from workers.map(one, some)


def touched(mutation: Mutation, generation: Generation, baseline: Path) -> list[str]:
    """`suite/case` of what a mutation can touch, the likeliest to notice first."""
    if mutation.touches == CODE:
        return list(read_baseline(baseline).cases)
    found: Affected = impact(mutation.touches, generation)
    near = sorted(found.cases, key=lambda case: min(_NEAREST.index(reason.because) for reason in case.reasons))
    return [f"{case.suite}/{case.case}" for case in near]
