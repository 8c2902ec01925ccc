"""`python -m tests.bench.reading`: how long a message of 50,000 characters takes to read for its sums, and one twice as long.

Twice the text should cost about twice the time whatever it is made of.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.understanding.ratios import ratio_said
from assistant.understanding.sums import money_slots
from tests.bench.timing import seconds

LENGTH = 50_000
ROUNDS = 3
UNITS = [
    "门诊花了1600元，其中自费200元。",
    "每个月300块",
    "三千二百四一个月",
    "去年花了1800元里",
    "不对，1800",
    "1,600",
    "1.1",
    "一千",
    "十",
    "1",
    "还是",
    "百分之一点",
    "七成",
    "a ",
]
"""What long messages are made of: sums, parts of numbers, words that look for more behind them."""
READERS: list[Callable[[str], object]] = [money_slots, ratio_said]


def fastest(read: Callable[[str], object], text: str) -> float:
    """Seconds of the fastest of some readings."""
    return min(seconds(lambda: read(text)) for _ in range(ROUNDS))


def report() -> None:
    """Print the slowest reading and the one that grows most."""
    found = []
    for read in READERS:
        for unit in UNITS:
            text = unit * (LENGTH // len(unit))
            once, twice = fastest(read, text), fastest(read, text * 2)
            found.append((once, twice / once, unit))
    slowest, steepest = max(found), max(found, key=lambda one: one[1])
    print(f"sums in {LENGTH} characters: at most {slowest[0] * 1000:.0f} ms ({slowest[2]})")
    print(f"twice the text: at most {steepest[1]:.2f} times the time ({steepest[2]})")


if __name__ == "__main__":
    report()
