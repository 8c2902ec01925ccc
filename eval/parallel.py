"""Suites asked by several workers at once: processes for the assistant here, threads for one behind HTTP.

Each worker opens a runner of its own and takes a few cases at a time; what comes out is the same as from one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context

from eval.runner import Runner, SuiteRun, joined
from eval.suite import Suite

Opener = Callable[[], Runner]
Step = Callable[[int], object]
_AT_ONCE = 12
"""Cases that a worker takes: few, so that all end at about the same time."""
_HERE = threading.local()


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0))


def in_processes(suites: Sequence[Suite], opener: Opener, jobs: int, done: Step) -> list[SuiteRun]:
    """Run suites in `jobs` processes, in this one where that is 1; `done` is called with how many cases were asked."""
    if jobs == 1:
        runner = opener()
        return _gathered(suites, ((part, runner.run(part)) for part in _parts(suites)), done)
    # spawn: the indexes' threads do not survive a fork
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_open, initargs=(opener,)) as workers:
        return _gathered(suites, _spread(suites, workers), done)


def in_threads(suites: Sequence[Suite], opener: Opener, jobs: int, done: Step) -> list[SuiteRun]:
    """Run suites in `jobs` threads of this process."""
    with ThreadPoolExecutor(jobs, initializer=_open, initargs=(opener,)) as workers:
        return _gathered(suites, _spread(suites, workers), done)


def _parts(suites: Sequence[Suite]) -> Iterator[Suite]:
    for suite in suites:
        for first in range(0, len(suite.cases), _AT_ONCE):
            yield suite.model_copy(update={"cases": suite.cases[first : first + _AT_ONCE]})


def _spread(suites: Sequence[Suite], workers: Executor) -> Iterator[tuple[Suite, SuiteRun]]:
    parts = {workers.submit(_run, part): part for part in _parts(suites)}
    try:
        for future in as_completed(parts):
            yield parts[future], future.result()
    finally:
        workers.shutdown(cancel_futures=True)  # where one failed, nobody waits for the rest


def _gathered(suites: Sequence[Suite], found: Iterator[tuple[Suite, SuiteRun]], done: Step) -> list[SuiteRun]:
    """The runs of the parts put together, suites and cases in their own order."""
    parts: dict[tuple[str, str], SuiteRun] = {}
    for part, run in found:
        parts[part.suite, part.cases[0].id] = run
        done(len(part.cases))
    runs = []
    for suite in suites:
        own = [parts[p.suite, p.cases[0].id] for p in _parts([suite])]
        runs.append(replace(joined(own), suite=suite))
    return runs


def _open(opener: Opener) -> None:
    _HERE.runner = opener()


def _run(part: Suite) -> SuiteRun:
    runner: Runner = _HERE.runner
    return runner.run(part)
