"""The retriever finds the clause that answers: blind questions, both halves, on digests and on the sources as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.evidence import SOURCES
from eval.retrieval.homes import SEARCHED, Ground, raw, shipped
from eval.retrieval.measure import Rates, by_product, measure
from eval.suite import load_suites

NEEDS_SOURCES = pytest.mark.skipif(not SOURCES.is_dir(), reason=f"put the five source texts into {SOURCES} to run this")


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The shipped knowledge with both halves of the blind search questions."""
    return shipped(tmp_path_factory.mktemp("digests") / "home")


@pytest.fixture(scope="module")
def found(digests: Ground) -> Rates:
    """How the shipped knowledge is searched."""
    return measure(digests, by_product(digests))


def test_there_are_enough_questions(digests: Ground) -> None:
    """At least 400, about half of them sealed, each with the place and the day it is asked at."""
    suites = [suite for suite in load_suites(names=SEARCHED) if suite.sealed]
    sealed = sum(case.answerable and len(case.turns) == 1 for suite in suites for case in suite.cases)
    assert len(digests.cases) >= 400
    assert 0.4 < sealed / len(digests.cases) < 0.6
    assert all(case.as_of for case in digests.cases)


def test_digests(found: Rates) -> None:
    """The right clause comes first for 88 of 100 questions and among the first three for 96."""
    assert found.share(found.first) >= 0.88
    assert found.share(found.three) >= 0.96


def test_nothing_strange(found: Rates) -> None:
    """No hit is of another place or another day than the one asked for."""
    assert found.strange == 0


def test_misspelt_questions(digests: Ground) -> None:
    """Misheard and misspelt questions find the right clause first for 82 of 100."""
    rates = measure(digests, by_product(digests), digests.noisy)
    assert rates.asked > 100
    assert rates.share(rates.first) >= 0.82


@NEEDS_SOURCES
def test_sources_as_they_are(tmp_path: Path) -> None:
    """Of the five sources imported without hand work the right clause comes first for 80 of 100."""
    ground = raw(tmp_path / "home")
    rates = measure(ground, by_product(ground))
    assert rates.asked >= 400
    assert rates.share(rates.first) >= 0.80
    assert rates.strange == 0
