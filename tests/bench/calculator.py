"""`python -m tests.bench.calculator`: how long one calculation takes, and whether the oracles agree with the engine.

ORACLE_CASES sets how many cases are generated for each rule (10,000).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from tqdm import tqdm

from assistant.explain import in_words
from knowledge.benefit import Rule, calculate, load_rules
from knowledge.home import Home
from knowledge.library import read_library
from tests.bench.timing import seconds
from tests.knowledge.benefit.oracles import ORACLES, Facts, cases, check

CASES = int(os.environ.get("ORACLE_CASES", "10000"))
ROUNDS = 20


def shipped() -> Mapping[str, Rule]:
    """Every shipped rule by id."""
    with tempfile.TemporaryDirectory() as empty:
        library = read_library(Home(Path(empty)), builtin=True)
        return load_rules(library.rule_files, library.clauses)


def times(rules: Mapping[str, Rule]) -> list[float]:
    """Milliseconds of one calculation with its explanation, over every example of every rule that comes to something."""
    worked = [
        (rule, example.case, example.day or rule.checked)
        for rule in rules.values()
        for example in rule.examples
        if example.expect.values
    ]
    found: list[float] = []
    for number in range(ROUNDS + 1):
        once = [seconds(lambda one=one: in_words(calculate(*one))) * 1000 for one in worked]
        found += once if number else []  # the first round warms up
    return found


def differences(rule: Rule) -> tuple[int, list[str]]:
    """How many cases were generated for a rule, and those of them in which engine and oracle differ."""
    run = 0
    differing: list[str] = []

    @given(case=cases(ORACLES[rule.id]))
    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def compare(case: tuple[Facts, date]) -> None:
        nonlocal run
        run += 1
        try:
            check(rule, *case)
        except AssertionError:
            differing.append(f"{rule.id}: {case}")

    compare()
    return run, differing


def report() -> None:
    """Print all figures."""
    rules = shipped()
    cuts = statistics.quantiles(times(rules), n=100, method="inclusive")
    print(f"one calculation in words, {len(rules)} rules: p50 {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms")
    started, total = time.perf_counter(), 0
    differing: list[str] = []
    for rule in tqdm(rules.values(), desc="oracles", disable=None):
        run, found = differences(rule)
        total, differing = total + run, differing + found
    took = time.perf_counter() - started
    print(f"oracles: {total} cases of {len(rules)} rules, {len(differing)} differ; {took:.0f} s")
    for one in differing[:20]:
        print(f"  {one}", file=sys.stderr)


if __name__ == "__main__":
    report()
