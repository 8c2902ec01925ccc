"""`python -m tests.bench.coldstart`: from nothing to an answer, beside what an interpreter and chromadb alone take.

The figures of an otherwise idle machine; a built index is there. Nothing here asserts.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.bench.timing import seconds

HOTLINE = str(Path(sys.executable).with_name("hotline"))
ASK = (HOTLINE, "ask", "在职的门诊统筹一年封顶是多少", "--region", "510704", "--as-of", "2023-06-01")
ROUNDS = 5
LIMIT_S = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until_ready(port: int, path: str) -> None:
    """Wait for a 200 of this path; TimeoutError after a while."""
    deadline = time.perf_counter() + LIMIT_S
    while time.perf_counter() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=LIMIT_S):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise TimeoutError(f"not ready after {LIMIT_S} s")


def process(*command: str) -> Callable[[], object]:
    """Runs a command to its end."""
    return lambda: subprocess.run(command, check=True, capture_output=True)


def ready_seconds(workers: int) -> float:
    """Seconds from starting `hotline serve` to /readyz 200."""
    port = free_port()
    started = time.perf_counter()
    serve = [HOTLINE, "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_ready(port, "/readyz")
        return time.perf_counter() - started
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)


def report() -> None:
    """Print medians and their ratios, over the home of the environment."""
    process(*ASK)()  # files are read from the disk once, bytecode is written
    nothing, chroma, ask = (
        statistics.median(seconds(process(*command)) for _ in range(ROUNDS))
        for command in ((sys.executable, "-c", "pass"), (sys.executable, "-c", "import chromadb"), ASK)
    )
    print(f"python -c pass {nothing:.3f} s, import chromadb {chroma:.2f} s")
    for name, took in (
        ("hotline ask", ask),
        *(
            (f"hotline serve --workers {n} to ready", statistics.median(ready_seconds(n) for _ in range(ROUNDS)))
            for n in (1, 2)
        ),
    ):
        print(f"{name}: {took:.2f} s ({took / nothing:.0f} × python, {took / chroma:.1f} × chromadb)")


def main() -> None:
    """The same over a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOTLINE_HOME"] = home
        process(HOTLINE, "knowledge", "build")()
        report()


if __name__ == "__main__":
    main()
