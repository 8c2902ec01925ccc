"""`python -m eval.calibrate`: learns the judge's weights from the open questions, never from sealed ones.

For each open question the chain runs up to retrieval; the first clauses found are examples, positive
where the clause is among the right ones. A logistic regression with a ridge gives the weights; what it
finds, with five-fold figures, is written to `assistant/understanding/judge.yaml`.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.chain import Assistant, Message
from assistant.steps.guard import guard
from assistant.steps.judge import AS_SURE, WEIGHTS_FILE
from assistant.steps.retrieve import retrieve
from assistant.steps.route import route
from assistant.steps.understand import understand
from assistant.understanding.evidence import FEATURES, fits
from assistant.wiring import open_assistant
from eval.evidence import Evidence
from eval.suite import Case, load_suites

Array = NDArray[np.float64]

FIRST = 4
RIDGE = 0.001
FOLDS = 5


@dataclass(frozen=True)
class Example:
    """The features of the clauses found for one question, and which of them are right."""

    features: Array
    right: Array


def examples(assistant: Assistant, cases: list[Case], evidence: Evidence) -> list[Example]:
    """One example a question that reaches the policy and is answered by retrieval."""
    found = []
    for case in cases:
        right = evidence.clauses(case) or frozenset()
        if case.calc or len(case.turns) > 1:
            continue
        turn = assistant.begin(Message(case.turns[0], region=case.region, as_of=case.as_of))
        guard(turn)
        route(turn)
        if turn.kind is not None:
            continue
        understand(turn, assistant.retriever)
        retrieve(turn, assistant.retriever)
        rows, labels = [], []
        for work in turn.works:
            weighed_hits = fits(work.ask, work.found.hits, assistant.retriever.rarity)
            for hit, weighed in list(zip(work.found.hits, weighed_hits, strict=True))[:FIRST]:
                if not weighed.objections:
                    rows.append(weighed.features)
                    labels.append(float(hit.clause.id in right))
        if rows:
            found.append(Example(np.array(rows), np.array(labels)))
    return found


def learn(data: list[Example]) -> Array:
    """Weights, the bias last, by Newton's method; each question counts once."""
    x = np.vstack([np.c_[e.features, np.ones(len(e.features))] for e in data])
    y = np.concatenate([e.right for e in data])
    w = np.concatenate([np.full(len(e.right), 1 / len(e.right)) for e in data])
    beta = np.zeros(x.shape[1])
    ridge = RIDGE * np.eye(x.shape[1]) * len(data)
    ridge[-1, -1] = 0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (w * (p - y)) + ridge @ beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-9:
            break
    return beta


def best(example: Example, beta: Array) -> tuple[float, bool]:
    """The highest probability among the clauses found, and whether the clause that the judge would put first is right."""
    p = 1 / (1 + np.exp(-(np.c_[example.features, np.ones(len(example.features))] @ beta)))
    first = int((p >= AS_SURE * p.max()).argmax())
    return float(p.max()), bool(example.right[first])


def threshold(outcomes: list[tuple[float, bool]]) -> float:
    """The probability at which the fewest clauses pass or are held back wrongly."""

    def mistakes(enough: float) -> int:
        return sum((p >= enough) != right for p, right in outcomes)

    return min((round(i / 100, 2) for i in range(20, 90)), key=mistakes)


def main() -> None:
    """Learn, report and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true", help="report only; the weights in use stay as they are")
    dry_run: bool = parser.parse_args().dry_run
    # What people asked; generated questions repeat theirs, answerable ones as if they were not.
    cases = [case for suite in load_suites() if not suite.sealed and suite.seed is None for case in suite.cases]
    data = examples(open_assistant(), cases, Evidence.shipped())
    rng = np.random.default_rng(7)
    folds = rng.permutation(len(data)) % FOLDS
    outcomes: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        beta = learn([e for e, f in zip(data, folds, strict=True) if f != fold])
        outcomes += [best(e, beta) for e, f in zip(data, folds, strict=True) if f == fold]
    enough = threshold(outcomes)
    right = [p for p, r in outcomes if r]
    wrong = [p for p, r in outcomes if not r]
    passed = sum(p >= enough for p in right)
    print(
        f"{len(data)} 题；五折：对的首选通过 {passed}/{len(right)}，错的首选放过 {sum(p >= enough for p in wrong)}/{len(wrong)}"
    )
    beta = learn(data)
    weights = {name: round(float(b), 3) for name, b in zip((*FEATURES, "bias"), beta, strict=True)}
    for name, weight in weights.items():
        print(f"{name:18} {weight:8.3f}")
    if dry_run:
        return
    head = "# Learned by `python -m eval.calibrate` from the open questions. `enough` is the least probability that answers.\n"
    WEIGHTS_FILE.write_text(
        head + yaml.safe_dump({"enough": round(enough, 3), "weights": weights}, sort_keys=False), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
