"""Blind questions that need a figure computed: what was reached is kept, and a wrong figure stays rare.

The floors are what this version reached, less a little; they are no claim that it is enough.
"""

from __future__ import annotations

import fnmatch

import pytest

from eval.judge import Verdict
from eval.metrics import Totals, add
from eval.runner import SuiteRun

POOLS = "calc*"


@pytest.fixture(scope="module")
def halves(whole_run: list[SuiteRun]) -> dict[bool, Totals]:
    """The totals of the open and of the sealed questions (True), asked on the shipped knowledge."""
    runs = [run for run in whole_run if fnmatch.fnmatch(run.suite.suite, POOLS)]
    return {sealed: add([run.totals for run in runs if run.suite.sealed is sealed]) for sealed in (False, True)}


def test_there_are_enough_questions(halves: dict[bool, Totals]) -> None:
    """At least 150, of which at least 75 are sealed."""
    assert halves[True].cases >= 75
    assert halves[False].cases + halves[True].cases >= 150


def test_what_was_reached_is_kept(halves: dict[bool, Totals]) -> None:
    """So many of the figures that can be computed come out exactly, in the open and in the sealed half."""
    exact = {sealed: total.answerable[Verdict.RIGHT] / total.answerable.total() for sealed, total in halves.items()}
    assert exact[False] >= 0.63
    assert exact[True] >= 0.36


def test_wrong_figures_stay_rare(halves: dict[bool, Totals]) -> None:
    """Few replies show a figure that makes them wrong, or compute another one than was asked for."""
    assert halves[False].share(Verdict.WRONG_FIGURE) <= 0.02
    assert halves[True].share(Verdict.WRONG_FIGURE) <= 0.12


def test_what_no_figure_answers_gets_none(halves: dict[bool, Totals]) -> None:
    """Hardly ever is a question answered that nothing answers."""
    assert all(total.share(Verdict.FALSE_ANSWER) <= 0.01 for total in halves.values())
