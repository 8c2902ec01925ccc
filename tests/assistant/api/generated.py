"""Requests that schemathesis generates from the description of the interface, always the same ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
ARGUMENTS = [
    *("--generation-deterministic", "--continue-on-failure", "--no-color"),
    # No schema can say which names are places, so that a good string may still be refused.
    *("--exclude-checks", "positive_data_acceptance"),
    # It ends with the call.
    *("--exclude-operation-id", "call"),
]


class Sent(NamedTuple):
    """How many requests were answered as described or not, and what was said of it."""

    right: int
    wrong: int
    said: str


def send_generated(url: str, folder: Path, *, per_operation: int, phases: str) -> Sent:
    """Send up to so many generated requests to each operation of the server; `folder` is scratch space."""
    report = folder / "report.json"
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "run", f"{url}/openapi.json", *ARGUMENTS, "--phases", phases),
            *("--max-examples", str(per_operation), "--report-json-path", report),
        ],
        cwd=folder,
        env={**os.environ, "NO_PROXY": "*"},
        capture_output=True,
        text=True,
    )
    told = json.loads(report.read_text(encoding="utf-8"))
    cases = told["test_cases"]
    wrong = cases["with_failures"] + cases["errored"] + len(told["errors"]) + sum(map(len, told["warnings"].values()))
    assert (wrong == 0) == (done.returncode == 0 and "Warnings:" not in done.stdout), done.stdout
    return Sent(cases["generated"] - wrong, wrong, done.stdout)
