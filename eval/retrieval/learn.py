"""`python -m eval.retrieval.learn [SHARED]`: learns how the final ranking weighs its features, from open questions alone.

The questions are asked of the shipped digests, of the five sources imported as they are, and of twenty
open documents of Hebei, so that no one sort of text decides. The weights make the clause that answers as
likely as can be among those read (softmax over the hits of a question), none below zero. The ridge counts
each feature by how much it varies among the hits of one question.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.retrieval.homes import Ground, hebei, raw, shipped
from knowledge import clock
from knowledge.ranking import FEATURES, WEIGHTS_FILE
from knowledge.search import Days

Array = NDArray[np.float64]
EVERY = ("blind*", "noisy*")
FOLDS = 5
RIDGE = 0.01
_DEPTH = 16


@dataclass(frozen=True)
class Example:
    """The features of the clauses read for one question, and which of them answer it."""

    features: Array
    right: NDArray[np.bool_]


def examples(ground: Ground) -> list[Example]:
    """One example for each question whose answer was among the clauses read."""
    found = []
    retriever = ground.retriever
    for case in ground.cases:
        right = ground.evidence.clauses(case) or frozenset()
        day: date = case.as_of or clock.today()
        hits = retriever.search(case.turns[0], scopes=ground.scopes(case), days=Days.on(day), top=_DEPTH).hits
        marks = np.array([hit.clause.id in right for hit in hits])
        if marks.any():
            found.append(Example(np.array([hit.features for hit in hits]), marks))
    return found


def learn(data: list[Example]) -> Array:
    """The weights; they add up to 1."""
    spread = np.sqrt(np.mean(np.concatenate([e.features - e.features.mean(0) for e in data]) ** 2, axis=0))

    def loss(weights: Array) -> tuple[float, Array]:
        value, gradient = 0.0, np.zeros_like(weights)
        for example in data:
            scores = example.features @ weights
            p = np.exp(scores - scores.max())
            p /= p.sum()
            right = p * example.right
            value -= float(np.log(right.sum()))
            gradient -= example.features.T @ (right / right.sum() - p)
        scaled = weights * spread
        return value / len(data) + RIDGE * float(scaled @ scaled), gradient / len(data) + 2 * RIDGE * scaled * spread

    start, bounds = np.ones(len(FEATURES)), [(0.0, None)] * len(FEATURES)
    found = np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x, dtype=np.float64)
    whole: float = found.sum()
    return found / whole


def firsts(data: list[Example], weights: Array) -> int:
    """For how many questions a right clause comes first."""
    return sum(bool(e.right[int((e.features @ weights).argmax())]) for e in data)


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("../shared"))
@click.option("--dry-run", is_flag=True, help="Report only; the weights in use stay as they are.")
def main(shared: Path, dry_run: bool) -> None:
    """Learn, report with five folds, and write."""
    with tempfile.TemporaryDirectory() as folder:
        homes = Path(folder)
        grounds = {
            "shipped": shipped(homes / "shipped", EVERY, sealed=False),
            "sources": raw(homes / "raw", EVERY, sealed=False),
            "Hebei": hebei(homes / "hebei", shared, sealed=False),
        }
        data = {name: examples(ground) for name, ground in grounds.items()}
    right = dict.fromkeys(data, 0)
    for fold in range(FOLDS):
        weights = learn([e for es in data.values() for n, e in enumerate(es) if n % FOLDS != fold])
        for name, es in data.items():
            right[name] += firsts([e for n, e in enumerate(es) if n % FOLDS == fold], weights)
    for name, es in data.items():
        click.echo(f"{name}: first {right[name]} of {len(es)} questions whose clause was read (five folds)")
    learned = learn([e for es in data.values() for e in es])
    for feature, weight in zip(FEATURES, learned, strict=True):
        click.echo(f"{feature:18} {weight:.3f}")
    if not dry_run:
        head = "# Learned by `python -m eval.retrieval.learn` from the open questions; the weights add up to 1.\n"
        body = {name: round(float(weight), 4) for name, weight in zip(FEATURES, learned, strict=True)}
        WEIGHTS_FILE.write_text(head + yaml.safe_dump(body, sort_keys=False, allow_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    main()
