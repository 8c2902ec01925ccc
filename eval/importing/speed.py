"""How fast the whole Hebei set is imported and cut into clauses, and whether the time grows with the text alone."""

from __future__ import annotations

import time
from dataclasses import dataclass

from eval.importing.sources import Row
from knowledge.importing.importer import Overrides, build_document
from knowledge.importing.loaders import SourceText


@dataclass(frozen=True)
class Speed:
    """Seconds for a number of documents; `small` and `large` are seconds for a million characters of each half."""

    documents: int
    characters: int
    clauses: int
    wall: float
    processor: float
    small: float
    large: float


def measure(rows: list[Row]) -> Speed:
    """Import every row in this process; nothing of a row is shown. The half with the longer texts is timed apart."""
    build_document(SourceText(f"{rows[0].title}\n{rows[0].text}", "warm.txt"), Overrides())  # word lists, place table
    started, began = time.perf_counter(), time.process_time()
    clauses, halves = 0, [[0, 0.0], [0, 0.0]]
    ordered = sorted(rows, key=lambda r: len(r.text))
    total, done = sum(len(r.text) for r in rows), 0
    for number, row in enumerate(ordered):
        before = time.process_time()
        document, _ = build_document(SourceText(f"{row.title}\n{row.text}", f"{number}.txt"), Overrides())
        clauses += len(document.clauses)
        half = halves[done * 2 >= total]
        half[0] += len(row.text)
        half[1] += time.process_time() - before
        done += len(row.text)
    small, large = (spent / max(1, size) * 1_000_000 for size, spent in halves)
    return Speed(len(rows), total, clauses, time.perf_counter() - started, time.process_time() - began, small, large)
