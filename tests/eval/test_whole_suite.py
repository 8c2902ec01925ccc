"""The whole suite: every case is asked, and nothing is worse than it was agreed on."""

from __future__ import annotations

import pytest

from eval import readme
from eval.baseline import FILE, Baseline, outcomes, read_baseline
from eval.compare import compare
from eval.generate.__main__ import FOLDER, generated
from eval.metrics import add
from eval.runner import SuiteRun
from eval.suite import SUITES, Subject, load_suites
from knowledge.settings import Settings

RENEW = "where that is meant, run `make baseline` (or `hotline eval accept NAME --why …`)"


@pytest.fixture(scope="module")
def baseline() -> Baseline:
    """The one in the repository."""
    return read_baseline(SUITES / FILE)


def test_there_are_enough_cases() -> None:
    """Two thousand and more, most of them written by people, of the five places and of every kind."""
    suites = load_suites()
    cases = [(suite, case) for suite in suites for case in suite.cases]
    assert len(cases) >= 2000
    assert sum(suite.seed is not None for suite, _ in cases) < len(cases) / 3
    assert {"510704", "431302", "370911", "620522", None} <= {case.region for _, case in cases}
    kinds = {suite.kind_of(case) for suite, case in cases}
    assert kinds == set(Subject) - {Subject.BLIND}


def test_no_case_is_worse_than_agreed(whole_run: list[SuiteRun], baseline: Baseline) -> None:
    """An open case that became worse is named; accepted ones pass."""
    worse = [change.name for change in compare(baseline, outcomes(whole_run)) if change.fails]
    assert not worse, f"{len(worse)} cases became worse; {RENEW}: {' '.join(worse[:20])}"


def test_the_sealed_half_is_no_worse(whole_run: list[SuiteRun], baseline: Baseline) -> None:
    """Nobody may tune on the open half at the cost of the other: not a point is lost there."""
    sealed = add([run.totals for run in whole_run if run.suite.sealed])
    assert sealed.right / sealed.cases >= baseline.totals["sealed"]["right"] - 0.01, RENEW


def test_the_baseline_is_of_these_suites(baseline: Baseline) -> None:
    """A suite that was changed has been asked since."""
    assert baseline.configuration["suites"] == {s.suite: s.digest for s in load_suites()}, RENEW


def test_every_quote_stands_in_its_clause(whole_run: list[SuiteRun]) -> None:
    """What is quoted is quoted word for word, and nothing breaks."""
    totals = add([run.totals for run in whole_run])
    assert totals.counts["quotes"] > 2000
    assert totals.ratio("quotes_exact", "quotes") == 1.0
    assert totals.verdicts["failed"] == 0


def test_an_answer_is_the_same_in_every_process(whole_run: list[SuiteRun], shipped_settings: Settings) -> None:
    """Cases asked again in this process come out word for word as from the workers."""
    from eval.evidence import SOURCES
    from eval.running import ask_here

    some = [run for run in whole_run if run.suite.suite in ("blind1-open-002", "gen-bills-again")]
    again, _ = ask_here([run.suite for run in some], SOURCES, 1, shipped_settings)
    assert outcomes(again) == outcomes(some)


def test_generated_cases_are_those_that_the_generator_makes() -> None:
    """From the written cases of today, by the seed that they name."""
    made = generated([suite for suite in load_suites() if suite.seed is None])
    assert made == {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}, (
        "run `python -m eval.generate`"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_quality_table_is_what_was_measured(language: str) -> None:
    """The table of the README is made of the kept results, and never typed."""
    text = readme.READMES[language].read_text(encoding="utf-8")
    assert text == readme.rewritten(text, readme.quality(language)), "run `python -m eval.readme`"
