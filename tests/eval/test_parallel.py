"""Workers: the same results as from one, in the suites' own order; what fails ends the run."""

from __future__ import annotations

import pytest
from eval_fakes import Scripted, Shelf, reply

from eval.evidence import Evidence
from eval.parallel import in_processes, in_threads
from eval.runner import Answerer, Runner, Unreachable
from eval.suite import Suite

TURNS = [f"问{n}" for n in range(40)]


def suites() -> list[Suite]:
    """An open and a sealed suite of more cases than a worker takes at a time."""
    cases = [{"id": f"c{n}", "turns": [turn], "expect": ["answer"], "cite": ["d.c"]} for n, turn in enumerate(TURNS)]
    names = (("a-open", False), ("b-sealed", True))
    return [Suite.model_validate({"suite": n, "kind": "faq", "sealed": s, "cases": cases}) for n, s in names]


def runner() -> Runner:
    """Answers every turn; a module-level function, so that another process can call it."""
    return Runner(Scripted({t: reply("answer", t, ["d.c"]) for t in TURNS}), Shelf("d.c"), Evidence({}))


@pytest.mark.parametrize("jobs", [1, 3])
def test_threads_come_to_the_same(jobs: int) -> None:
    """Cases in their order, totals of all, nothing of a sealed suite but totals; progress counts every case."""
    seen: list[int] = []
    alone = in_processes(suites(), runner, 1, lambda n: None)
    found = in_threads(suites(), runner, jobs, seen.append)
    assert sum(seen) == 80
    assert [[r.case.id for r in run.results] for run in found] == [[f"c{n}" for n in range(40)], []]
    assert [run.totals.verdicts for run in found] == [run.totals.verdicts for run in alone]
    assert [run.suite.cases for run in found] == [s.cases for s in suites()]


def test_processes_come_to_the_same() -> None:
    """Results travel between processes whole."""
    found = in_processes(suites(), runner, 2, lambda n: None)
    alone = in_processes(suites(), runner, 1, lambda n: None)
    assert [run.results for run in found] == [run.results for run in alone]


class _Gone(Answerer):
    def converse(self, turns: object, *, region: object, as_of: object) -> list[object]:  # type: ignore[override]
        """Nobody is there."""
        raise Unreachable("连不上")


def test_what_is_not_there_ends_the_run() -> None:
    """The first worker that finds nobody ends it, and the error is the one line."""
    with pytest.raises(Unreachable, match="连不上"):
        in_threads(suites(), lambda: Runner(_Gone(), None, Evidence({})), 2, lambda n: None)
