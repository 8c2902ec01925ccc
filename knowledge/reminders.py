"""What runs out soon: norms, values of rules, reviews. Said 60, 30 and 7 days before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.benefit import Rule
from knowledge.clause import Clause, Nature

STAGES = (7, 30, 60)
"""Days before the end at which it becomes more pressing."""


def stage(day: date | None, today: date) -> int | None:
    """The stage that a last day has reached, or None where it is further off or past."""
    if day is None or day < today:
        return None
    return next((days for days in STAGES if day - today <= timedelta(days=days)), None)


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """What ends on a day: a document's norms (how many) or a rule's values; `stage` as in STAGES."""

    day: date
    stage: int
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.stage} 天内到期：{self.id} {self.what}，最后一天 {self.day}"


def reminders(clauses: Iterable[Clause], rules: Iterable[Rule], today: date) -> list[Reminder]:
    """Everything that ends within the stages, the nearest first."""
    ends = Counter((c.effective_to, c.document_id) for c in clauses if c.nature is Nature.NORM)
    found = [
        Reminder(day, reached, document, f"{count} 条规定")
        for (day, document), count in ends.items()
        if day and (reached := stage(day, today))
    ]
    return sorted([*found, *(reminder for rule in rules for reminder in ending_values(rule, today))])


def ending_values(rule: Rule, today: date) -> list[Reminder]:
    """The parameters of a rule that have no value from some day soon on."""
    ends = ((parameter.label, parameter.values[-1].to) for parameter in rule.parameters.values())
    return [
        Reminder(end, reached, rule.id, f"“{label}”") for label, end in ends if end and (reached := stage(end, today))
    ]
