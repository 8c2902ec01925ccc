"""Every case of every suite, asked once for all tests that need the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.baseline import Baseline, outcomes
from eval.evidence import SOURCES
from eval.parallel import cores
from eval.runner import SuiteRun
from eval.running import ask_here
from eval.suite import load_suites
from knowledge.generation import Generation
from knowledge.opening import opened
from knowledge.settings import Settings


@pytest.fixture(scope="session")
def shipped_settings(built_home: Path) -> Settings:
    """The shipped knowledge, whatever the environment says."""
    return Settings(home=built_home, builtin=True, region=None, embedding_model=None, chroma_url=None)


@pytest.fixture(scope="session")
def generation(shipped_settings: Settings) -> Generation:
    """The generation that answers there."""
    return opened(shipped_settings)


@pytest.fixture(scope="session")
def whole_run(shipped_settings: Settings) -> list[SuiteRun]:
    """All suites, asked on all processors; of sealed ones only totals are left."""
    return ask_here(load_suites(), SOURCES, cores(), shipped_settings)[0]


@pytest.fixture(scope="session")
def as_it_is(whole_run: list[SuiteRun], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A baseline of how the open cases come out of the program as it is."""
    path = tmp_path_factory.mktemp("as-it-is") / "baseline.json"
    Baseline(cases=outcomes(whole_run)).save(path)
    return path
