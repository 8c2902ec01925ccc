"""A hostile and a well-behaved chat model, in full: 600 attacks and as many look-alikes against real questions, through
`hotline serve` over a socket.

`python -m tests.bench.hostile`; the tests run a sample of the same campaign.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from assistant.wiring import open_assistant
from knowledge.build import build
from tests.assistant.api.api_process import settings_of
from tests.assistant.model.campaign import tried
from tests.assistant.model.over_http import asked_over_http
from tests.assistant.model.stand_in import running

COUNT = 600


def report() -> None:
    """Print what got through and what was held back, case by case and in total."""
    with tempfile.TemporaryDirectory() as scratch, running() as stand_in:
        home = Path(scratch) / "home"
        build(settings_of(home), lambda step, done, total: None, publish=True)
        with asked_over_http(home, Path(scratch), stand_in) as server:
            hostile, polite = tried(open_assistant(settings_of(home)), server, stand_in, COUNT)
    for line in (*hostile.through, *polite.through, *polite.blocked):
        print("  " + line)
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(hostile.tried.items()))
    print(
        f"hostile model, {hostile.tried.total()} attacks of {COUNT} reached it ({kinds}): {len(hostile.through)} got through"
    )
    print(
        f"well-behaved model, {COUNT} answers, {polite.worded} worded: {len(polite.blocked)} of"
        f" {polite.tried.total()} passages and greetings held back, {len(polite.through)} said otherwise"
    )


if __name__ == "__main__":
    report()
