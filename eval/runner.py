"""Runs suites: every case is asked, timed and graded; a sealed suite leaves nothing but totals.

What answers and what searches is injected; see the two protocols.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.reply import Reply
from eval.evidence import Evidence
from eval.judge import Grade, Verdict, judge
from eval.metrics import Totals, total
from eval.result import Result
from eval.suite import Case, Suite
from knowledge.errors import IndexUnusable

DEPTH = 10


class Answerer(Protocol):
    """Whatever answers a conversation: the assistant in this process, or one behind HTTP."""

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Reply]:
        """One reply a turn."""
        ...


class Searcher(Protocol):
    """The retriever alone."""

    def search(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[str]:
        """Clause ids, best first."""
        ...


class Unreachable(IndexUnusable):
    """What should answer is not there at all; the run ends instead of failing case by case."""


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """A suite's totals, and its results unless it is sealed."""

    suite: Suite
    totals: Totals
    results: tuple[Result, ...]
    generations: tuple[int, ...]


class Runner:
    """Asks the cases of suites one after the other."""

    def __init__(self, answerer: Answerer, searcher: Searcher | None, evidence: Evidence) -> None:
        self._answerer = answerer
        self._searcher = searcher
        self._evidence = evidence

    def run(self, suite: Suite, done: Callable[[], None] = lambda: None) -> SuiteRun:
        """Run one suite; `done` is called after each case."""
        results = []
        for case in suite.cases:
            results.append(self.ask(case))
            done()
        generations = tuple(sorted({reply.generation for result in results for reply in result.replies}))
        # dropped here and not where results are shown, so that no later reader can forget it
        kept = () if suite.sealed else tuple(results)
        return SuiteRun(suite, total(results), kept, generations)

    def ask(self, case: Case) -> Result:
        """Ask one case; whatever breaks in it is its own verdict and never stops the rest."""
        right = self._evidence.clauses(case)
        hits: tuple[str, ...] | None = None
        replies: tuple[Reply, ...] = ()
        started = time.perf_counter()
        try:
            replies = tuple(self._answerer.converse(case.turns, region=case.region, as_of=case.as_of))
            seconds = (time.perf_counter() - started) / len(case.turns)
            if len(replies) != len(case.turns):
                raise ValueError(f"{len(case.turns)} turns, {len(replies)} replies")
            if self._searcher is not None and right is not None:
                # a follow-up alone says too little to be searched for
                query = "\n".join(case.turns)
                found = self._searcher.search(query, region=case.region, as_of=case.as_of, top=DEPTH)
                hits = tuple(found[:DEPTH])
        except IndexUnusable:
            raise
        except Exception as error:
            seconds = (time.perf_counter() - started) / len(case.turns)
            grade = Grade(Verdict.FAILED, slots=dict.fromkeys(case.slots, False))
            return Result(case, grade, replies, seconds, right, hits, f"{type(error).__name__}: {error}")
        return Result(case, judge(case, replies[-1], right), replies, seconds, right, hits)
