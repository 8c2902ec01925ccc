"""A hostile and a well-behaved chat model, in full: 600 attacks and 500 look-alikes against real questions.

`python -m tests.bench.hostile`; the tests run a sample of the same campaigns.
"""

from __future__ import annotations

from assistant.wiring import open_assistant
from tests.assistant.model.campaign import attacked, greeted
from tests.assistant.model.stand_in import running

ATTACKS, LOOK_ALIKES = 600, 500


def report() -> None:
    """Print what got through and what was held back, case by case and in total."""
    assistant = open_assistant()
    with running() as stand_in:
        hostile = attacked(assistant, stand_in, ATTACKS)
        polite = greeted(assistant, stand_in, LOOK_ALIKES)
    for line in (*hostile.through, *polite.through, *polite.blocked):
        print("  " + line)
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(hostile.tried.items()))
    print(f"hostile model, {hostile.tried.total()} attacks ({kinds}): {len(hostile.through)} got through")
    print(
        f"well-behaved model, {LOOK_ALIKES} answers, {polite.worded} worded: {len(polite.blocked)} of"
        f" {polite.tried.total()} passages and greetings held back, {len(polite.through)} said otherwise"
    )


if __name__ == "__main__":
    report()
