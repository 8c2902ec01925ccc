"""`make bench`: build time, cold starts, one answer with the share of each step, memory, the blind questions, long
messages, the calculator, large knowledge, builds that are killed, and generated requests.

Figures are medians of several rounds in one run on this machine; compare them with each other, not with
another day's. Nothing here asserts: gates are in the tests.
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
from datetime import date
from pathlib import Path

import psutil

from assistant.chain import Message
from assistant.wiring import open_assistant
from eval.suite import load_suites
from knowledge.settings import Settings
from tests.bench import calculator, faults, generations, openapi, reading
from tests.bench.timing import seconds

HOTLINE = str(Path(sys.executable).with_name("hotline"))
QUESTION = "在职的门诊统筹一年封顶是多少"
ROUNDS = 3
LIMIT_S = 60


def command(*arguments: str) -> None:
    """Run the script in a fresh process; a failure ends the bench."""
    subprocess.run([HOTLINE, *arguments], check=True, capture_output=True)


def ready_seconds() -> tuple[float, float]:
    """Seconds from starting `hotline serve` to /readyz 200, and the server's memory then (MB)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    server = subprocess.Popen(
        [HOTLINE, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - started < LIMIT_S:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1):
                    took = time.perf_counter() - started
                    return took, psutil.Process(server.pid).memory_info().rss / 1e6
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise TimeoutError(f"not ready after {LIMIT_S} s")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def percentiles(values: list[float]) -> str:
    """`p50 / p95` of milliseconds."""
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms"


def answers() -> None:
    """One answer in process over all open blind questions, and where the time goes."""
    assistant = open_assistant()
    cases = [c for s in load_suites() if not s.sealed for c in s.cases]
    assistant.answer(Message(QUESTION, region="510704", as_of=date(2023, 6, 1)))
    times: list[float] = []
    steps: dict[str, float] = {}
    for case in cases:
        turn = assistant.begin(Message(case.turns[0], region=case.region, as_of=case.as_of))
        times.append(seconds(lambda turn=turn: assistant.run(turn)) * 1000)
        for name, spent in turn.timings.items():
            steps[name] = steps.get(name, 0.0) + spent
    total = sum(steps.values())
    print(f"one answer, {len(cases)} questions: {percentiles(times)}")
    print("  " + ", ".join(f"{name} {100 * spent / total:.0f}%" for name, spent in steps.items()))
    print(f"memory of this process: {psutil.Process().memory_info().rss / 1e6:.0f} MB")


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOTLINE_HOME"] = home
        print(f"home {Settings.load().home}")
        print(
            f"build of the shipped knowledge: {statistics.median(seconds(lambda: command('knowledge', 'build')) for _ in range(ROUNDS)):.2f} s"
        )
        ask = ("ask", QUESTION, "--region", "510704", "--as-of", "2023-06-01")
        print(f"hotline ask, cold: {statistics.median(seconds(lambda: command(*ask)) for _ in range(ROUNDS)):.2f} s")
        starts = [ready_seconds() for _ in range(ROUNDS)]
        print(f"hotline serve to ready: {statistics.median(s for s, _ in starts):.2f} s, {starts[-1][1]:.0f} MB")
        answers()
        subprocess.run([HOTLINE, "eval", "run"], check=True)
    reading.report()
    calculator.report()
    generations.report(Path("..") / "shared")
    faults.report()
    openapi.report()


if __name__ == "__main__":
    main()
