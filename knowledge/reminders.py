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
    for rule in rules:
        for parameter in rule.parameters.values():
            end = parameter.values[-1].to
            if end and (reached := stage(end, today)):
                found.append(Reminder(end, reached, rule.id, f"“{parameter.label}”"))
    return sorted(found)
