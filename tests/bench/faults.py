"""`python -m tests.bench.faults`: builds that are killed, and how many of them left something broken."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.knowledge.faults import KilledBuilds, nursery

BUILDS = 100
SEED = 20260101


def report() -> None:
    """Kill builds at moments spread over the whole of one, look at the home after each, and print the figures."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as home, nursery() as children:
        builds = KilledBuilds(Path(home), children)
        builds.kill_spread(BUILDS, SEED)
        builds.kill_at_every_renaming()
        builds.finish()
    took = time.perf_counter() - started
    print(
        f"builds killed (one takes {builds.seconds:.2f} s): {builds.killed}, "
        f"broken afterwards: {len(builds.broken)}; {took:.0f} s"
    )
    for fault in builds.broken:
        print(f"  {fault}")


if __name__ == "__main__":
    report()
