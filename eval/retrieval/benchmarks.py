"""Public questions on statutes and on policy texts, asked of a home that holds those texts as clauses.

They are measured on and never trained on; the data folder's README tells where they come from.
"""

from __future__ import annotations

import ast
import json
import lzma
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.retrieval.measure import TOP, Rates
from knowledge.build import build
from knowledge.clause import Clause
from knowledge.document import Document, Header, write_document
from knowledge.opening import open_retriever
from knowledge.search import Days, Retriever
from knowledge.settings import Settings

BENCHMARK = Path("data") / "benchmark"
LAWS = Path("data") / "train" / "laws.jsonl.xz"
_PLACE = "100000"
_DAYS = Days.on(date(2024, 1, 1))
_A_DOCUMENT = 2_000
"""Clauses in one file: some thousands are read quickly."""


@dataclass(frozen=True)
class Benchmark:
    """Passages, and questions with the numbers of the passages that answer them."""

    name: str
    passages: tuple[str, ...]
    questions: tuple[tuple[str, frozenset[int]], ...]


def statutes(shared: Path) -> Benchmark:
    """Lay questions among the statutes that answer one of them."""
    numbers: dict[str, int] = {}
    questions = [
        (row["query"], frozenset(numbers.setdefault(law["text"], len(numbers)) for law in _laws(row)))
        for row in lines(shared / BENCHMARK / "statute_questions.jsonl.xz")
    ]
    return Benchmark("statutes: statute_questions among their own statutes", tuple(numbers), tuple(questions))


def covid(shared: Path) -> Benchmark:
    """Questions on policy texts of 2020 among the passages that answer one of them."""
    numbers: dict[str, int] = {}
    questions = [
        (row["query"], frozenset({numbers.setdefault(row["context"], len(numbers))}))
        for row in lines(shared / BENCHMARK / "covid_policy_questions.jsonl.xz")
    ]
    return Benchmark("covid: covid_policy_questions", tuple(numbers), tuple(questions))


def all_laws(shared: Path) -> Benchmark:
    """The questions on statutes among all articles of the laws file and the statutes that it lacks."""
    numbers: dict[str, int] = {}
    for row in lines(shared / LAWS):
        numbers.setdefault(_bare(row["text"]), len(numbers))
    questions = [
        (row["query"], frozenset(numbers.setdefault(_bare(law["text"]), len(numbers)) for law in _laws(row)))
        for row in lines(shared / BENCHMARK / "statute_questions.jsonl.xz")
    ]
    return Benchmark("laws: statute_questions among all articles of the laws file", tuple(numbers), tuple(questions))


def lines(path: Path) -> Iterator[Any]:
    """The rows of a compressed JSON Lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _laws(row: dict[str, Any]) -> list[dict[str, str]]:
    laws: list[dict[str, str]] = ast.literal_eval(row["laws"]) if isinstance(row["laws"], str) else row["laws"]
    return laws


def _bare(text: str) -> str:
    """Two collections write the same article with other blanks."""
    return "".join(text.split())


def opened(home: Path, passages: Iterable[str]) -> Retriever:
    """A home that holds each passage as a clause, clause `d<n>.c<m>`; the title says nothing of any."""
    texts = list(passages)
    (home / "documents").mkdir(parents=True)
    for first in range(0, len(texts), _A_DOCUMENT):
        name = f"d{first}"
        clauses = tuple(
            Clause(id=f"{name}.c{number}", document_id=name, text=text, region=_PLACE)
            for number, text in enumerate(texts[first : first + _A_DOCUMENT], first)
        )
        document = Document(header=Header(id=name, title="资料", region=_PLACE), clauses=clauses)
        (home / "documents" / f"{name}.md").write_text(write_document(document), encoding="utf-8")
    settings = Settings(home=home, builtin=False)
    build(settings, lambda step, done, total: None, publish=True)
    return open_retriever(settings)


def number_of(clause_id: str) -> int:
    """The passage that a clause of `opened` holds; -1 for one of the national numbers, which every home has."""
    _, mark, number = clause_id.rpartition(".c")
    return int(number) if mark else -1


def asked(benchmark: Benchmark, retriever: Retriever) -> Rates:
    """Ask the product every question."""

    def answer(question: str) -> list[int]:
        hits = retriever.search(question, scopes=[_PLACE], days=_DAYS, top=TOP).hits
        return [number_of(hit.clause.id) for hit in hits]

    return answered(benchmark, answer)


def answered(benchmark: Benchmark, answer: Callable[[str], Sequence[int]]) -> Rates:
    """Ask every question of what gives numbers of passages, best first."""
    ranks = []
    for question, right in benchmark.questions:
        found = answer(question)
        ranks.append(next((n for n, number in enumerate(found, 1) if number in right), TOP + 1))
    return Rates.of(ranks)
