"""`python -m eval.mutations.asked HOME CASES.json BASELINE.json`, in a mutated copy: which case is the first to become worse."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from eval.baseline import Outcome, read_baseline
from eval.compare import How, how
from eval.evidence import SOURCES
from eval.opening import local_runner
from eval.suite import load_suites
from knowledge.build import build
from knowledge.errors import HotlineError
from knowledge.settings import Settings


def main(home: Path, wanted: Path, baseline: Path) -> None:
    """Build the mutated knowledge in `home`, ask the cases in their order, print the finding as JSON."""
    settings = Settings(home=home, builtin=True, region=None, embedding_model=None)
    try:
        generation = build(settings, lambda step, done, total: None, publish=True)
    except HotlineError as error:  # noticed before any question: rules and clauses no longer fit each other
        print(json.dumps({"worse": f"refused: {error}", "asked": 0}))
        return
    runner = local_runner(settings, generation, SOURCES)
    cases = {f"{s.suite}/{c.id}": c for s in load_suites() if not s.sealed for c in s.cases}
    known = read_baseline(baseline).cases
    worse, asked = None, 0
    for name in json.loads(wanted.read_text(encoding="utf-8")):
        asked += 1
        if how(known.get(name), Outcome.of(runner.ask(cases[name]))) is How.WORSE:
            worse = name
            break
    print(json.dumps({"worse": worse, "asked": asked}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
