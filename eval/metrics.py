"""The totals of a suite: all that may leave a sealed run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from eval.judge import Verdict
from eval.result import Result

DEPTHS = (1, 3, 10)
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums, so that the totals of several suites can be added; shares are computed on reading."""

    verdicts: Counter[Verdict]
    answerable: Counter[Verdict]
    hits: dict[int, int]
    reciprocal: float
    searched: int
    unmeasured: int
    cited: int
    citable: int
    slots_right: int
    slots: int
    seconds: tuple[float, ...]
    lengths: tuple[int, ...]
    gates: int
    gates_failed: int

    @property
    def cases(self) -> int:
        """How many cases were asked."""
        return self.verdicts.total()

    def share(self, verdict: Verdict) -> float:
        """Share of a verdict in all cases, 0 to 1."""
        return self.verdicts[verdict] / self.cases if self.cases else 0.0

    @property
    def mrr(self) -> float | None:
        """Mean reciprocal rank of the first right clause; None: nothing was searched."""
        return self.reciprocal / self.searched if self.searched else None

    def hit(self, depth: int) -> float | None:
        """Share of searched cases with a right clause among the first `depth`."""
        return self.hits[depth] / self.searched if self.searched else None

    def as_json(self) -> dict[str, Any]:
        """Numbers only."""
        return {
            "cases": self.cases,
            "answerable": self.answerable.total(),
            "right": round(self.share(Verdict.RIGHT), 4),
            "verdicts": {verdict.value: self.verdicts[verdict] for verdict in Verdict},
            "answerable_verdicts": {verdict.value: self.answerable[verdict] for verdict in Verdict},
            "retrieval": {
                "searched": self.searched,
                "unmeasured": self.unmeasured,
                **{f"hit@{depth}": _rounded(self.hit(depth)) for depth in DEPTHS},
                "mrr": _rounded(self.mrr),
            },
            "citations": {"right": self.cited, "of": self.citable},
            "slots": {"right": self.slots_right, "of": self.slots},
            "milliseconds": {"p50": _ms(self.seconds, 50), "p95": _ms(self.seconds, 95)},
            "characters": {"p50": percentile(self.lengths, 50), "p95": percentile(self.lengths, 95)},
            "gates": {"failed": self.gates_failed, "of": self.gates},
        }


def total(results: Iterable[Result]) -> Totals:
    """Add up the results of one suite."""
    rows = list(results)
    searched = [row for row in rows if row.hits is not None]
    ranks = [row.rank for row in searched]
    gates = [row for row in rows if row.case.gate]
    return Totals(
        verdicts=Counter(row.grade.verdict for row in rows),
        answerable=Counter(row.grade.verdict for row in rows if row.case.answerable),
        hits={depth: sum(rank is not None and rank <= depth for rank in ranks) for depth in DEPTHS},
        reciprocal=sum(1 / rank for rank in ranks if rank),
        searched=len(searched),
        unmeasured=sum(bool(row.case.evidence or row.case.cite) for row in rows) - len(searched),
        cited=sum(row.grade.cited is True for row in rows),
        citable=sum(row.grade.cited is not None for row in rows),
        slots_right=sum(sum(row.grade.slots.values()) for row in rows),
        slots=sum(len(row.grade.slots) for row in rows),
        seconds=tuple(row.seconds for row in rows if row.error is None),
        lengths=tuple(len(row.replies[-1].text) for row in rows if row.error is None),
        gates=len(gates),
        gates_failed=sum(row.grade.verdict is not Verdict.RIGHT for row in gates),
    )


def add(totals: Sequence[Totals]) -> Totals:
    """The totals of several suites taken together."""
    return Totals(
        verdicts=sum((t.verdicts for t in totals), Counter()),
        answerable=sum((t.answerable for t in totals), Counter()),
        hits={depth: sum(t.hits[depth] for t in totals) for depth in DEPTHS},
        reciprocal=sum(t.reciprocal for t in totals),
        searched=sum(t.searched for t in totals),
        unmeasured=sum(t.unmeasured for t in totals),
        cited=sum(t.cited for t in totals),
        citable=sum(t.citable for t in totals),
        slots_right=sum(t.slots_right for t in totals),
        slots=sum(t.slots for t in totals),
        seconds=tuple(s for t in totals for s in t.seconds),
        lengths=tuple(n for t in totals for n in t.lengths),
        gates=sum(t.gates for t in totals),
        gates_failed=sum(t.gates_failed for t in totals),
    )


def percentile(values: Sequence[N], percent: int) -> N | None:
    """The nearest-rank percentile: a value that was really measured."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _ms(seconds: Sequence[float], percent: int) -> float | None:
    value = percentile(seconds, percent)
    return None if value is None else round(value * 1000, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
