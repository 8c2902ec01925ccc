"""A run as JSON: every open result with the configuration beside it; of sealed suites the totals only."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.understanding.privacy import mask
from eval.result import Result
from eval.runner import SuiteRun
from knowledge.errors import InputError
from knowledge.home import Home
from knowledge.manifest import read_manifest
from knowledge.settings import Settings

_PACKAGES = ("policy-hotline", "chromadb", "jieba", "langchain-core", "numpy", "pydantic", "rjieba", "tantivy")


def configuration(runs: Sequence[SuiteRun], started: datetime, asked: dict[str, Any]) -> dict[str, Any]:
    """All that a run depended on, so that it can be repeated; `asked` is what answered, see `here`."""
    return {
        "started": started.isoformat(timespec="seconds"),
        **asked,
        "generations": sorted({g for run in runs for g in run.generations}),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "commit": _commit(),
        "seeds": {run.suite.suite: run.suite.seed for run in runs if run.suite.seed is not None},
        "suites": {run.suite.suite: run.suite.digest for run in runs},
    }


def here(settings: Settings, generation: int) -> dict[str, Any]:
    """What answers in this process: digests of everything the generation was built from, its model, the own place."""
    manifest = read_manifest(Home(settings.home).generation(generation))
    told = {"inputs": manifest.inputs, "code": manifest.code, "embedder": manifest.embedder.identity}
    return {**told, "builtin": settings.builtin, "region": settings.region}


def record(runs: Sequence[SuiteRun], configured: dict[str, Any]) -> dict[str, Any]:
    """Everything about a run that may be kept."""
    return {
        "configuration": configured,
        "suites": [
            {
                "suite": run.suite.suite,
                "kind": run.suite.kind.value,
                "sealed": run.suite.sealed,
                "totals": run.totals.as_json(),
                "kinds": {kind.value: totals.as_json() for kind, totals in run.kinds.items()},
            }
            for run in runs
        ],
        "results": [_result(run.suite.suite, result) for run in runs if not run.suite.sealed for result in run.results],
    }


def write(path: Path, text: str) -> None:
    """Write a file; a folder that is missing or closed is one line, not a traceback."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}：写不进去（{error.strerror}）；请检查文件夹是否存在、是否有写权限") from error


def as_text(content: dict[str, Any]) -> str:
    """JSON as a person may read it."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _result(suite: str, result: Result) -> dict[str, Any]:
    grade = result.grade
    return {
        "suite": suite,
        "case": result.case.model_dump(mode="json", exclude_defaults=True)
        | {"turns": [mask(turn)[0] for turn in result.case.turns]},
        "verdict": grade.verdict.value,
        "missing": list(grade.missing),
        "shown": list(grade.shown),
        "slots": grade.slots,
        "cited": grade.cited,
        "exact": grade.exact,
        "quotes": result.quotes,
        "right_clauses": None if result.right is None else sorted(result.right),
        "hits": None if result.hits is None else list(result.hits),
        "rank": result.rank,
        "milliseconds": [round(one.seconds * 1000, 1) for one in result.answered],
        "error": result.error and mask(result.error)[0],
        "replies": [one.reply.model_dump(mode="json") for one in result.answered],
    }


def _commit() -> str | None:
    """The commit of the checkout, `+` behind it where something was changed since; None outside of one."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--exclude=*", "--dirty=+"]
    try:
        return subprocess.run(git, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None
