"""The totals of a suite: all that may leave a sealed run."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from eval.judge import Verdict
from eval.result import Result

DEPTHS = (1, 3, 10)
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums, so that the totals of several suites can be added; shares are computed on reading.

    `counts`: `searched unmeasured hit@1 hit@3 hit@10`; `citable` answers that should cite, `cited` of them with a
    right clause, `citations` they make, `citations_right`; `quotes` looked at, `quotes_exact`; `figures` to be
    computed, `figures_exact`; `slots`, `slots_right`; `turns`; `talks` of several turns, `talks_right`; `gates`,
    `gates_failed`. `seconds` are those of one reply, `steps` milliseconds.
    """

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    answerable: Counter[Verdict] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    reciprocal: float = 0.0
    seconds: tuple[float, ...] = ()
    lengths: tuple[int, ...] = ()
    steps: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many cases were asked."""
        return self.verdicts.total()

    @property
    def right(self) -> int:
        """How many came out right."""
        return self.verdicts[Verdict.RIGHT]

    def share(self, verdict: Verdict) -> float:
        """Share of a verdict in all cases, 0 to 1."""
        return self.verdicts[verdict] / self.cases if self.cases else 0.0

    def ratio(self, part: str, whole: str) -> float | None:
        """One count as a share of another; None: there was nothing to count."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None

    @property
    def mrr(self) -> float | None:
        """Mean reciprocal rank of the first right clause; None: nothing was searched."""
        return self.reciprocal / self.counts["searched"] if self.counts["searched"] else None

    def hit(self, depth: int) -> float | None:
        """Share of searched cases with a right clause among the first `depth`."""
        return self.ratio(f"hit@{depth}", "searched")

    def as_json(self) -> dict[str, Any]:
        """Numbers only."""
        return {
            "cases": self.cases,
            "answerable": self.answerable.total(),
            "right": _rounded(self.share(Verdict.RIGHT)),
            "verdicts": {verdict.value: self.verdicts[verdict] for verdict in Verdict},
            "answerable_verdicts": {verdict.value: self.answerable[verdict] for verdict in Verdict},
            "counts": dict(sorted(self.counts.items())),
            **{f"hit@{depth}": _rounded(self.hit(depth)) for depth in DEPTHS},
            "mrr": _rounded(self.mrr),
            "milliseconds": _middle([1000 * s for s in self.seconds]),
            "steps": {name: _middle(found) for name, found in self.steps.items()},
            "characters": _middle(self.lengths),
        }


def total(results: Iterable[Result]) -> Totals:
    """Add up results."""
    return add([_one(result) for result in results])


def _one(result: Result) -> Totals:
    case, grade = result.case, result.grade
    counts = Counter(
        searched=result.hits is not None,
        unmeasured=result.hits is None and bool(case.evidence or case.cite),
        slots=len(grade.slots),
        slots_right=sum(grade.slots.values()),
        turns=len(case.turns),
        talks=len(case.turns) > 1,
        talks_right=len(case.turns) > 1 and grade.verdict is Verdict.RIGHT,
        gates=case.gate,
        gates_failed=case.gate and grade.verdict is not Verdict.RIGHT,
        figures=case.calc is not None,
        figures_exact=grade.exact is True,
    )
    rank = result.rank
    counts.update({f"hit@{depth}": rank is not None and rank <= depth for depth in DEPTHS})
    if result.reply is not None:
        made = len(result.reply.citations)
        if grade.cited is not None:
            counts.update(citable=1, cited=grade.cited > 0, citations=made, citations_right=grade.cited)
        if result.quotes is not None:
            counts.update(quotes=made, quotes_exact=result.quotes)
    steps: dict[str, tuple[float, ...]] = {}
    for one in result.answered:
        for name, spent in one.steps.items():
            steps[name] = (*steps.get(name, ()), spent)
    return Totals(
        verdicts=Counter([grade.verdict]),
        answerable=Counter([grade.verdict] if case.answerable else []),
        counts=+counts,
        reciprocal=1 / rank if rank else 0.0,
        seconds=tuple(one.seconds for one in result.answered),
        lengths=(len(result.reply.text),) if result.reply else (),
        steps=steps,
    )


def add(totals: Sequence[Totals]) -> Totals:
    """The totals of several suites taken together."""
    steps: dict[str, list[float]] = {}
    verdicts: Counter[Verdict] = Counter()
    answerable: Counter[Verdict] = Counter()
    counts: Counter[str] = Counter()
    for one in totals:
        verdicts.update(one.verdicts)
        answerable.update(one.answerable)
        counts.update(one.counts)
        for name, found in one.steps.items():
            steps.setdefault(name, []).extend(found)
    return Totals(
        verdicts,
        answerable,
        counts,
        sum(t.reciprocal for t in totals),
        tuple(s for t in totals for s in t.seconds),
        tuple(n for t in totals for n in t.lengths),
        {name: tuple(found) for name, found in steps.items()},
    )


def percentile(values: Sequence[N], percent: int) -> N | None:
    """The nearest-rank percentile: a value that was really measured."""
    if not values:
        return None
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _middle(values: Sequence[float]) -> dict[str, float | None]:
    return {f"p{percent}": _rounded(percentile(values, percent), 2) for percent in (50, 95)}


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)
