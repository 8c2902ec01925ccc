"""Asks cases and grades what comes; a sealed suite leaves nothing but totals.

What answers and what searches is injected; see the protocols.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.reply import Citation
from eval.evidence import Evidence
from eval.judge import Grade, Verdict, judge
from eval.metrics import Totals, add, total
from eval.result import Answered, Result
from eval.suite import Case, Subject, Suite
from knowledge.errors import IndexUnusable

DEPTH = 10


class Answerer(Protocol):
    """Whatever answers a conversation: the assistant in this process, or one behind HTTP."""

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Answered]:
        """One reply a turn."""
        ...


class Searcher(Protocol):
    """The knowledge alone."""

    def search(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[str]:
        """Clause ids, best first."""
        ...

    def quoted(self, citation: Citation) -> bool:
        """Whether the words quoted stand in the clause that is cited."""
        ...


class Unreachable(IndexUnusable):
    """What should answer is not there at all; the run ends instead of failing case by case."""


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """A suite's totals, by what its cases put to the test, and its results unless it is sealed."""

    suite: Suite
    kinds: dict[Subject, Totals]
    results: tuple[Result, ...]
    generations: frozenset[int]

    @property
    def totals(self) -> Totals:
        """Those of all its cases."""
        return add(list(self.kinds.values()))


class Runner:
    """Asks cases one after the other; without a searcher neither retrieval nor quotes are measured."""

    def __init__(self, answerer: Answerer, searcher: Searcher | None, evidence: Evidence) -> None:
        self._answerer = answerer
        self._searcher = searcher
        self._evidence = evidence

    def run(self, suite: Suite) -> SuiteRun:
        """Run one suite."""
        return graded(suite, [self.ask(case) for case in suite.cases])

    def ask(self, case: Case) -> Result:
        """Ask one case; whatever breaks in it is its own verdict and never stops the rest."""
        right = self._evidence.clauses(case)
        try:
            answered = tuple(self._answerer.converse(case.turns, region=case.region, as_of=case.as_of))
            if len(answered) != len(case.turns):
                raise ValueError(f"{len(case.turns)} turns, {len(answered)} replies")
            reply, hits, quotes = answered[-1].reply, None, None
            if self._searcher is not None:
                quotes = sum(map(self._searcher.quoted, reply.citations))
                if right is not None:
                    # a follow-up alone says too little to be searched for
                    query = "\n".join(case.turns)
                    found = self._searcher.search(query, region=case.region, as_of=case.as_of, top=DEPTH)
                    hits = tuple(found[:DEPTH])
        except IndexUnusable:
            raise
        except Exception as error:
            grade = Grade(
                Verdict.FAILED, slots=dict.fromkeys(case.slots, False), exact=None if case.calc is None else False
            )
            return Result(case, grade, (), right, None, error=f"{type(error).__name__}: {error}")
        return Result(case, judge(case, reply, right), answered, right, hits, quotes)


def graded(suite: Suite, results: Iterable[Result]) -> SuiteRun:
    """What may leave the run of a suite, or of a part of it."""
    rows = list(results)
    kinds: dict[Subject, list[Result]] = {}
    for row in rows:
        kinds.setdefault(suite.kind_of(row.case), []).append(row)
    generations = frozenset(one.reply.generation for row in rows for one in row.answered)
    # dropped here and not where results are shown, so that no later reader can forget it
    kept = () if suite.sealed else tuple(rows)
    return SuiteRun(suite, {kind: total(some) for kind, some in kinds.items()}, kept, generations)


def joined(parts: Sequence[SuiteRun]) -> SuiteRun:
    """The run of a suite from the runs of its parts, in their order."""
    kinds = {kind: add([p.kinds[kind] for p in parts if kind in p.kinds]) for part in parts for kind in part.kinds}
    results = tuple(result for part in parts for result in part.results)
    return SuiteRun(parts[0].suite, kinds, results, frozenset().union(*(p.generations for p in parts)))
