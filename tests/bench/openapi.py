"""`python -m tests.bench.openapi`: thousands of generated requests over the OpenAPI description, and where it is not kept."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from knowledge.build import build
from tests.assistant.api.api_process import HOTLINE, environment_of, free_port, settings_of, wait_until_ready
from tests.assistant.api.generated import send_generated

PER_OPERATION = 200
PHASES = "examples,coverage,fuzzing,stateful"


def report() -> bool:
    """Serve the shipped knowledge, send the requests and print the figures; whether every answer was as described."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        build(settings_of(home), lambda step, done, total: None, publish=True)
        port = free_port()
        command = [HOTLINE, "serve", "--port", str(port)]
        with subprocess.Popen(
            command, env=environment_of(home), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as server:
            try:
                url = f"http://127.0.0.1:{port}"
                wait_until_ready(url, server)
                started = time.perf_counter()
                sent = send_generated(url, Path(folder), per_operation=PER_OPERATION, phases=PHASES)
                took = time.perf_counter() - started
            finally:
                server.terminate()
            unexpected = [line for line in server.communicate()[1].splitlines() if "意外的错误" in line]
    print(f"generated requests answered as described: {sent.right}, not: {sent.wrong}; {took:.0f} s")
    if sent.wrong or unexpected:
        print(sent.said, *unexpected, sep="\n")
    return not (sent.wrong or unexpected)


if __name__ == "__main__":
    sys.exit(0 if report() else 1)
