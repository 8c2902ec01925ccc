"""Running suites from the command line: what answers, how many workers, the progress."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tqdm import tqdm

from eval.opening import local_runner, remote_runner
from eval.parallel import in_processes, in_threads
from eval.record import here
from eval.runner import SuiteRun
from eval.suite import Suite
from knowledge.opening import make_ready, opened
from knowledge.settings import Settings


def ask_here(
    suites: Sequence[Suite], sources: Path, jobs: int, settings: Settings, generation: int | None = None
) -> tuple[list[SuiteRun], dict[str, Any]]:
    """Ask a generation of the home, by default the published one; the runs, and what answered."""
    number = opened(settings, generation).number
    make_ready(settings, number)  # mended once, not by every worker
    with _bar(suites) as bar:
        runs = in_processes(suites, partial(local_runner, settings, number, sources), jobs, bar.update)
    return runs, {"url": None, **here(settings, number)}


def ask_there(suites: Sequence[Suite], sources: Path, jobs: int, url: str) -> tuple[list[SuiteRun], dict[str, Any]]:
    """Ask a server."""
    remote_runner(url, sources)  # an address that is none is told here, once
    with _bar(suites) as bar:
        runs = in_threads(suites, partial(remote_runner, url, sources), jobs, bar.update)
    return runs, {"url": url}


def _bar(suites: Sequence[Suite]) -> tqdm[Any]:
    return tqdm(total=sum(len(suite.cases) for suite in suites), desc="提问", unit="例", dynamic_ncols=True)
