"""Adding a case by the README alone: what it shows loads, comes out right, and is refused where it says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.evidence import SOURCES
from eval.judge import Verdict
from eval.opening import local_runner
from eval.readme import READMES
from eval.runner import Runner
from eval.suite import load_suite
from knowledge.errors import DocumentError
from knowledge.settings import Settings


@pytest.fixture(scope="module")
def runner(shipped_settings: Settings) -> Runner:
    """What `hotline eval run` asks."""
    return local_runner(shipped_settings, 1, SOURCES)


@pytest.fixture(params=sorted(READMES))
def readme(request: pytest.FixtureRequest) -> str:
    """The README in one language."""
    return READMES[request.param].read_text(encoding="utf-8")


def shown(readme: str) -> str:
    """The suite that it shows."""
    found = re.search(r"```yaml\n(suite: youxian\n.*?)```", readme, re.DOTALL)
    assert found, "README shows no suite"
    return found[1]


def test_the_shown_suite_comes_out_right(readme: str, runner: Runner, tmp_path: Path) -> None:
    """Copied into a file it loads, and every case in it is answered as it expects."""
    path = tmp_path / "youxian.yaml"
    path.write_text(shown(readme), encoding="utf-8")
    assert {r.case.id: r.grade.verdict for r in runner.run(load_suite(path)).results} == dict.fromkeys(
        ["outpatient-cap", "tertiary-1600", "inpatient-ratio"], Verdict.RIGHT
    )


def test_the_shown_mistake_is_refused_as_shown(readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, line, key and what may stand there."""
    monkeypatch.chdir(tmp_path)
    Path("mysuite").mkdir()
    path = Path("mysuite/youxian.yaml")
    path.write_text(shown(readme).replace("must:", "musts:", 1), encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        load_suite(path)
    assert str(refused.value) in readme.splitlines()
