"""What became better, worse, or other in words alone, against a baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eval.baseline import Accepted, Baseline, Outcome
from eval.judge import Verdict

_LEVELS = (
    {Verdict.RIGHT},
    {Verdict.PARTIAL},
    {Verdict.WRONG_REFUSAL, Verdict.WRONG_KIND},  # nobody is misled
    {Verdict.WRONG_CLAUSE, Verdict.UNCITED},
    {Verdict.FALSE_ANSWER, Verdict.WRONG_FIGURE, Verdict.WRONG_PLACE, Verdict.WRONG_DAY},
    {Verdict.FAILED},
)
"""Verdicts by the harm they do, the least first."""


class How(StrEnum):
    """In which way a case differs from the baseline."""

    WORSE = "worse"
    BETTER = "better"
    WORDS = "words"
    NEW = "new"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """A case, how it was and how it is; `accepted` where somebody agreed that it is worse."""

    name: str
    how: How
    before: Outcome | None
    after: Outcome | None
    accepted: Accepted | None = None

    @property
    def fails(self) -> bool:
        """Whether it fails the run."""
        return self.how is How.WORSE and self.accepted is None


def compare(baseline: Baseline, now: Mapping[str, Outcome], *, whole: bool = True) -> list[Change]:
    """Every case that was run, in their order; behind them those that are gone, where suites were run `whole`."""
    suites = {name.partition("/")[0] for name in now} if whole else frozenset()
    changes = []
    for name, after in now.items():
        before = baseline.cases.get(name)
        changes.append(Change(name, how(before, after), before, after, baseline.accepted.get(name)))
    gone = [n for n in baseline.cases if n not in now and n.partition("/")[0] in suites]
    return changes + [Change(name, How.GONE, baseline.cases[name], None) for name in gone]


def how(before: Outcome | None, after: Outcome) -> How:
    """In which way an outcome differs from the one before."""
    if before is None:
        return How.NEW
    old, new = _harm(before), _harm(after)
    if new != old:
        return How.WORSE if new > old else How.BETTER
    return How.SAME if before == after else How.WORDS


def _harm(outcome: Outcome) -> tuple[int, int]:
    level = next(n for n, verdicts in enumerate(_LEVELS) if Verdict(outcome.verdict) in verdicts)
    return level, outcome.missing


def lines(changes: list[Change], most: int = 30) -> list[str]:
    """The comparison for a terminal, in Chinese: the counts, then what became worse."""
    counts = {one: sum(c.how is one for c in changes) for one in How}
    told = "，".join(f"{HOW_NAMES[one]} {counts[one]}" for one in How if counts[one] or one in (How.WORSE, How.BETTER))
    found = [f"与基线相比：{told}"]
    worse = [c for c in changes if c.how is How.WORSE]
    for change in worse[:most]:
        assert change.before and change.after
        why = f"（已接受：{change.accepted.why}）" if change.accepted else ""
        found.append(f"  变差 {change.name}：{change.before.verdict} → {change.after.verdict}{why}")
    if len(worse) > most:
        found.append(f"  …… 另有 {len(worse) - most} 例，用 --report 看全部")
    return found


HOW_NAMES = {
    How.WORSE: "变差",
    How.BETTER: "变好",
    How.WORDS: "仅措辞不同",
    How.NEW: "新增",
    How.GONE: "已不在",
    How.SAME: "不变",
}
