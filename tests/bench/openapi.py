"""`python -m tests.bench.openapi`: thousands of generated requests over the OpenAPI description, and where it is not kept."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from knowledge.build import build
from tests.assistant.api.api_process import served, settings_of
from tests.assistant.api.generated import send_generated

PER_OPERATION = 200
PHASES = "examples,coverage,fuzzing,stateful"


def report() -> bool:
    """Serve the shipped knowledge, send the requests and print the figures; whether every answer was as described."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        build(settings_of(home), lambda step, done, total: None, publish=True)
        with served(home, Path(folder)) as (url, _, log):
            started = time.perf_counter()
            sent = send_generated(url, Path(folder), per_operation=PER_OPERATION, phases=PHASES)
            took = time.perf_counter() - started
        unexpected = [line for line in log.read_text("utf-8").splitlines() if "意外的错误" in line]
    print(f"generated requests answered as described: {sent.right}, not: {sent.wrong}; {took:.0f} s")
    if sent.wrong or unexpected:
        print(sent.said, *unexpected, sep="\n")
    return not (sent.wrong or unexpected)


if __name__ == "__main__":
    sys.exit(0 if report() else 1)
