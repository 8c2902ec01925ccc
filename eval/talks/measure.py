"""Runs talks through the assistant and adds up what was understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from assistant.chain import Assistant
from assistant.reply import Reply
from eval.talks.grade import corrected, grade, wrong_place
from eval.talks.talk import Talk, TalkSuite


@dataclass(slots=True)
class Measure:
    """Totals. Items are counted by what they are; `amounts` are those that are sums, `turns` messages.

    `wrong` describes what was wrong, for open suites.
    """

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    turns: int = 0
    whole: int = 0
    corrected: int = 0
    wrong_place: int = 0
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: Measure) -> Measure:
        self.right += other.right
        self.total += other.total
        self.turns += other.turns
        self.whole += other.whole
        self.corrected += other.corrected
        self.wrong_place += other.wrong_place
        self.wrong += other.wrong
        return self

    def share(self, *kinds: str) -> float:
        """The share of items of these kinds that were right."""
        total = sum(self.total[kind] for kind in kinds)
        return sum(self.right[kind] for kind in kinds) / total if total else 1.0

    def __str__(self) -> str:
        parts = [f"{kind} {self.share(kind):.1%} of {self.total[kind]}" for kind in sorted(self.total)]
        return (
            f"asks and facts {self.share('ask', 'fact'):.1%} · {' · '.join(parts)}"
            f" · whole turns {self.whole}/{self.turns} · corrected facts used {self.corrected}"
            f" · wrong place {self.wrong_place}"
        )


def measure(suite: TalkSuite, assistant: Assistant) -> Measure:
    """Have the talks of a suite and grade every turn."""
    found = Measure()
    for talk in suite.talks:
        replies = assistant.converse([t.say for t in talk.turns], region=talk.region, as_of=talk.as_of)
        _add(found, talk, replies, told=not suite.sealed)
    return found


def _add(found: Measure, talk: Talk, replies: list[Reply], *, told: bool) -> None:
    for n, (wanted, reply) in enumerate(zip(talk.turns, replies, strict=True)):
        items = grade(wanted, reply, first=n == 0)
        for item in items:
            kinds = (item.what, "amount") if item.money else (item.what,)
            found.total.update(kinds)
            if item.right:
                found.right.update(kinds)
        bad = [f"{item.what}: {item.said}" for item in items if not item.right]
        lapses = {"CORRECTED FACT USED": corrected(wanted, reply), "WRONG PLACE": wrong_place(wanted, reply)}
        found.turns += 1
        found.whole += not bad
        found.corrected += lapses["CORRECTED FACT USED"]
        found.wrong_place += lapses["WRONG PLACE"]
        bad += [name for name, there in lapses.items() if there]
        if told and bad:
            found.wrong.append(f"{talk.id}.{n + 1} {wanted.say}\n    " + "\n    ".join(bad))
