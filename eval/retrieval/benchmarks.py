"""Public questions on statutes and on policy texts, asked of a home that holds those texts as clauses.

They are measured on and never trained on; the data folder's README tells where they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from eval.retrieval.homes import built
from eval.retrieval.measure import TOP, Rates, rank_of
from knowledge.clause import Clause
from knowledge.document import Document, Header, write_document
from knowledge.search import Days, Retriever
from knowledge.settings import Settings
from knowledge.training.evaluate import QuestionSet, covid_policy_questions, statute_questions
from knowledge.training.pairs import read_rows

BENCHMARK = Path("data") / "benchmark"
LAWS = Path("data") / "train" / "laws.jsonl.xz"
PLACE = "100000"
_DAYS = Days.on(date(2024, 1, 1))
_A_DOCUMENT = 2_000
"""Clauses in one file: some thousands are read quickly."""


def question_sets(shared: Path) -> tuple[QuestionSet, ...]:
    """The questions on statutes and on policy texts, and those on statutes among all articles of the laws file."""
    statutes = statute_questions(shared / BENCHMARK)
    return statutes, covid_policy_questions(shared / BENCHMARK), _among_all_laws(statutes, shared / LAWS)


def _among_all_laws(statutes: QuestionSet, laws: Path) -> QuestionSet:
    numbers: dict[str, int] = {}
    for row in read_rows(laws):
        numbers.setdefault(_bare(row["text"]), len(numbers))
    # The few statutes that the file lacks come behind it.
    own = [numbers.setdefault(_bare(text), len(numbers)) for text in statutes.passages]
    answers = [{own[number] for number in right} for right in statutes.answers]
    return QuestionSet(
        f"{statutes.name} among all articles of the laws file", statutes.questions, list(numbers), answers
    )


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
            Clause(id=f"{name}.c{number}", document_id=name, text=text, region=PLACE)
            for number, text in enumerate(texts[first : first + _A_DOCUMENT], first)
        )
        document = Document(header=Header(id=name, title="资料", region=PLACE), clauses=clauses)
        (home / "documents" / f"{name}.md").write_text(write_document(document), encoding="utf-8")
    return built(Settings(home=home, builtin=False))


def number_of(clause_id: str) -> int:
    """The passage that a clause of `opened` holds; -1 for one of the national numbers, which every home has."""
    _, mark, number = clause_id.rpartition(".c")
    return int(number) if mark else -1


def asked(benchmark: QuestionSet, retriever: Retriever) -> Rates:
    """Ask the product every question."""

    def answer(question: str) -> list[int]:
        hits = retriever.search(question, scopes=[PLACE], days=_DAYS, top=TOP).hits
        return [number_of(hit.clause.id) for hit in hits]

    return answered(benchmark, answer)


def answered(benchmark: QuestionSet, answer: Callable[[str], Sequence[int]]) -> Rates:
    """Ask every question of what gives numbers of passages, best first."""
    asked_of = zip(benchmark.questions, benchmark.answers, strict=True)
    return Rates.of([rank_of(answer(question), right) for question, right in asked_of])
