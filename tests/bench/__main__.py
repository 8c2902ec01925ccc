"""`make bench`: build time, cold starts, one answer with the share of each step, memory, the blind questions, long
messages, masking, the calculator, large knowledge, builds that are killed, and generated requests.

Figures are medians of several rounds in one run on this machine; compare them with each other, not with
another day's. Nothing here asserts: gates are in the tests.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import psutil

from assistant.chain import Message
from assistant.wiring import open_assistant
from eval.suite import load_suites
from knowledge.settings import Settings
from tests.bench import calculator, coldstart, faults, generations, hostile, openapi, privacy, reading, saving
from tests.bench.coldstart import HOTLINE
from tests.bench.timing import seconds

QUESTION = "在职的门诊统筹一年封顶是多少"
ROUNDS = 3


def command(*arguments: str) -> None:
    """Run the script in a fresh process; a failure ends the bench."""
    subprocess.run([HOTLINE, *arguments], check=True, capture_output=True)


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
        coldstart.report()
        answers()
        saving.report()
        hostile.report()
        took = seconds(
            lambda: subprocess.run([HOTLINE, "eval", "run"], check=False)
        )  # it tells itself what became worse
        print(f"every case of the suites: {took:.0f} s")
    reading.report()
    privacy.report()
    calculator.report()
    generations.report(Path("..") / "shared")
    faults.report()
    openapi.report()


if __name__ == "__main__":
    main()
