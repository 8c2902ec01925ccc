"""`python -m tests.bench.privacy [SEED] [COUNT]`: how much of the personal data in generated messages is masked, what
is masked beside it, whether a calculator question loses a number, and what masking costs.

The messages and their labels come from tests/assistant/understanding/private_messages.py.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.understanding.privacy import Span, find, mask
from eval.suite import load_suites
from knowledge.phones import phones_in
from tests.assistant.understanding.private_messages import Labelled, messages
from tests.assistant.understanding.private_values import STOCK

SEED, COUNT = 9, 10_000
QUESTIONS = 2_000
LOOSE = {"name", "address"}
"""Labels of what is no number."""
LOOSE_KINDS = {"姓名": "name", "住址": "address"}
KNOWN = frozenset(phones_in(STOCK["figures"]["agency_phone"]))
_NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_ROUNDS = 3


@dataclass
class Found:
    """What a run found: `hidden` of `labelled`, `alarms` of `masked`, by the kind of label; and the misses."""

    labelled: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    lost: int = 0
    misses: list[str] = field(default_factory=list)

    def recall(self, kinds: Iterable[str]) -> float:
        """The share of labelled data of these kinds that is hidden whole."""
        return sum(self.hidden[kind] for kind in kinds) / sum(self.labelled[kind] for kind in kinds)

    def precision(self, kind: str) -> float:
        """The share of masks of a kind (`number`, `name`, `address`) that hide something labelled."""
        return 1 - self.alarms[kind] / self.masked[kind]

    @property
    def numbers(self) -> set[str]:
        """The kinds of label that are numbers."""
        return set(self.labelled) - LOOSE


def measure(made: Iterable[Labelled]) -> Found:
    """Mask messages and compare with their labels."""
    found = Found()
    for message in made:
        spans = find(message.text, KNOWN)
        covered = {place for span in spans for place in range(span.start, span.end)}
        for label in message.spans:
            found.labelled[label.kind] += 1
            hidden = all(p in covered for p in range(label.start, label.end) if message.text[p].isalnum())
            found.hidden[label.kind] += hidden
            if not hidden:
                found.misses.append(f"missed {label.kind} {_shown(message.text, label.start, label.end, spans)}")
        private = {place for label in message.spans for place in range(label.start, label.end)}
        for span in spans:
            kind = LOOSE_KINDS.get(span.kind, "number")
            found.masked[kind] += 1
            if private.isdisjoint(range(span.start, span.end)):
                found.alarms[kind] += 1
                found.misses.append(f"alarm {span.kind} {_shown(message.text, span.start, span.end, spans)}")
        for passage in message.kept:
            lost = not covered.isdisjoint(range(passage.start, passage.end))
            found.kept += 1
            found.lost += lost
            if lost:
                found.misses.append(f"lost {_shown(message.text, passage.start, passage.end, spans)}")
    return found


def _shown(text: str, start: int, end: int, spans: list[Span]) -> str:
    masked = [text[span.start : span.end] for span in spans]
    return f"{text[max(0, start - 15) : start]}[{text[start:end]}]{text[end : end + 10]} masked {masked}".replace(
        "\n", "/"
    )


def questions(count: int, seed: int = SEED) -> Iterator[str]:
    """Calculator questions: those of the open suites, then the same with other sums in other forms."""
    asked = [
        turn for suite in load_suites(names=["calc*"]) if not suite.sealed for c in suite.cases for turn in c.turns
    ]
    yield from asked[:count]
    rng = random.Random(seed)
    for _ in range(count - len(asked)):
        yield _NUMERAL.sub(lambda number: _other(number[0], rng), rng.choice(asked))


def _other(number: str, rng: random.Random) -> str:
    """Another sum of about the size, as people write sums; years and short numbers stay."""
    digits = re.sub(r"[^0-9]", "", number.partition(".")[0])
    if len(digits) < 3 or re.fullmatch(r"(?:19|20)[0-9]{2}|12345|12393", digits):
        return number
    value = rng.randrange(10 ** (len(digits) - 1), 10 ** (len(digits) + rng.randrange(3)))
    return rng.choice([f"{value}", f"{value:,}", f"{value}.{rng.randrange(100):02}", f"{value} ", f"{value}.5"])


def numbers_lost(asked: Iterable[str]) -> list[str]:
    """The questions that masking changes."""
    return [question for question in asked if mask(question, KNOWN)[0] != question]


def microseconds(texts: list[str]) -> float:
    """Microseconds of masking one of these texts, the median of several rounds."""
    rounds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for text in texts:
            mask(text, KNOWN)
        rounds.append((time.process_time() - started) / len(texts) * 1e6)
    return statistics.median(rounds)


def report(seed: int = SEED, count: int = COUNT, *, misses: bool = False) -> None:
    """Print all figures; with `misses` also each miss."""
    found = measure(messages(seed, count))
    for miss in found.misses if misses else ():
        print(miss)
    print(f"masking of {count} generated messages, seed {seed}:")
    for kind in sorted(found.labelled):
        print(f"  {kind}: {found.hidden[kind]} of {found.labelled[kind]} hidden, {found.recall([kind]):.4f}")
    print(f"  numbers together: recall {found.recall(found.numbers):.4f}, precision {found.precision('number'):.4f}")
    print(f"  names: precision {found.precision('name'):.4f}; addresses: precision {found.precision('address'):.4f}")
    print(f"  kept passages lost: {found.lost} of {found.kept}")
    asked = list(questions(QUESTIONS))
    print(f"calculator questions changed: {len(numbers_lost(asked))} of {len(asked)}")
    print(
        f"masking one question: {microseconds(asked):.0f} µs; 100,000 digits: {microseconds(['7' * 100_000]) / 1e6:.3f} s"
    )


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    report(*arguments, misses="--misses" in sys.argv)
