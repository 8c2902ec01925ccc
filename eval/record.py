"""A run as JSON: every open result with the configuration beside it; of sealed suites the totals only."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.understanding.privacy import mask
from eval.result import Result
from eval.runner import SuiteRun
from knowledge.errors import InputError


def record(runs: Sequence[SuiteRun], started: datetime, url: str | None) -> dict[str, Any]:
    """Everything about a run that may be kept."""
    return {
        "configuration": {
            "started": started.isoformat(timespec="seconds"),
            "url": url,
            "python": platform.python_version(),
            "generations": sorted({g for run in runs for g in run.generations}),
            "suites": {run.suite.suite: run.suite.digest for run in runs},
        },
        "suites": [
            {
                "suite": run.suite.suite,
                "kind": run.suite.kind.value,
                "sealed": run.suite.sealed,
                "totals": run.totals.as_json(),
            }
            for run in runs
        ],
        "results": [_result(run.suite.suite, result) for run in runs if not run.suite.sealed for result in run.results],
    }


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a record; a folder that is missing or closed is one line, not a traceback."""
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}：写不进去（{error.strerror}）；请检查文件夹是否存在、是否有写权限") from error


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
        "right_clauses": None if result.right is None else sorted(result.right),
        "hits": None if result.hits is None else list(result.hits),
        "rank": result.rank,
        "milliseconds": round(result.seconds * 1000, 1),
        "error": result.error and mask(result.error)[0],
        "replies": [reply.model_dump(mode="json") for reply in result.replies],
    }
