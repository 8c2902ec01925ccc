"""How well the model finds passages: `python -m knowledge.training.evaluate --data …/benchmark`.

Two sets that no training reads. A question counts as answered at k where one of its passages is among the
first k of all distinct passages of the set by cosine alone, without words, filters or fusion. Each set is
measured with whole passages, as BM25 was, and with passages cut to about a clause, as the product embeds
them; there a passage counts by its nearest piece.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.embed import Embedder, load_embedder
from knowledge.errors import HotlineError
from knowledge.training.pairs import paragraphs, read_rows

# Plain BM25 over jieba's cut_for_search (k1 1.2, b 0.75), as the description of the data states it: R@1, R@10.
BM25 = {"statute_questions": (0.419, 0.723), "covid_policy_questions": (0.750, 0.956)}

# Characters of a piece of a passage; sentences stay whole.
CLAUSE_CHARS = 150


@dataclass(frozen=True)
class QuestionSet:
    """Questions, the distinct passages that they are asked of, and for each question its passages' numbers."""

    name: str
    questions: list[str]
    passages: list[str]
    answers: list[set[int]]


@dataclass(frozen=True)
class Figures:
    """Shares of questions answered at 1 and at 10, the mean reciprocal rank, and milliseconds per question."""

    at_1: float
    at_10: float
    reciprocal: float
    milliseconds: float


def statute_questions(folder: Path) -> QuestionSet:
    """Lay legal questions among the distinct texts of all statutes that any of them points to."""
    rows = list(read_rows(folder / "statute_questions.jsonl.xz"))
    return question_set(
        "statute_questions", [r["query"] for r in rows], [[law["text"] for law in r["laws"]] for r in rows]
    )


def covid_policy_questions(folder: Path) -> QuestionSet:
    """Questions on policy documents of 2020 among the distinct passages that answer them."""
    rows = list(read_rows(folder / "covid_policy_questions.jsonl.xz"))
    return question_set("covid_policy_questions", [r["query"] for r in rows], [[r["context"]] for r in rows])


def question_set(name: str, questions: list[str], answers: Sequence[Sequence[str]]) -> QuestionSet:
    """A set whose passages are the distinct answers, numbered as they first come."""
    numbers: dict[str, int] = {}
    for texts in answers:
        for text in texts:
            numbers.setdefault(text, len(numbers))
    return QuestionSet(name, questions, list(numbers), [{numbers[text] for text in texts} for texts in answers])


def measure(embedder: Embedder, asked: QuestionSet, chars: int | None = None) -> Figures:
    """The figures of one embedder on one set; with `chars`, passages are cut and the nearest piece counts."""
    pieces: list[str] = []
    first: list[int] = []
    for passage in asked.passages:
        first.append(len(pieces))
        pieces += (list(paragraphs(passage, chars)) if chars else []) or [passage]
    passages = embedder.embed_documents(pieces)
    start = time.perf_counter()
    questions = np.stack([embedder.embed_query(question) for question in asked.questions])
    spent = time.perf_counter() - start
    scores = np.maximum.reduceat(questions @ passages.T, first, axis=1)
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.array(
        [
            next(rank for rank, number in enumerate(row, 1) if int(number) in answers)
            for row, answers in zip(order, asked.answers, strict=True)
        ]
    )
    return Figures(
        at_1=float(np.mean(ranks <= 1)),
        at_10=float(np.mean(ranks <= 10)),
        reciprocal=float(np.mean(1.0 / ranks)),
        milliseconds=1000.0 * spent / len(asked.questions),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Prints one line per set for the model and the BM25 figures beside it; 2 where the model cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.training.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/benchmark"), help="folder of the two sets")
    parser.add_argument("--model", help="model folder or hub name; the shipped model where left out")
    arguments = parser.parse_args(argv)
    try:
        embedder = load_embedder(arguments.model)
    except HotlineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"model {embedder.identity}, dense alone; BM25 (jieba) as quoted from the description of the data")
    for asked in (statute_questions(arguments.data), covid_policy_questions(arguments.data)):
        figures, cut = measure(embedder, asked), measure(embedder, asked, CLAUSE_CHARS)
        bm25_1, bm25_10 = BM25[asked.name]
        print(
            f"{asked.name}: {len(asked.questions)} questions, {len(asked.passages)} passages: "
            f"R@1 {figures.at_1:.3f} (BM25 {bm25_1:.3f})  R@10 {figures.at_10:.3f} (BM25 {bm25_10:.3f})  "
            f"MRR {figures.reciprocal:.3f}  {figures.milliseconds:.2f} ms per question; "
            f"cut to {CLAUSE_CHARS} characters: R@1 {cut.at_1:.3f}  R@10 {cut.at_10:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
