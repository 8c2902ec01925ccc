"""What a figure was before a change: 75%，比2022年提高5个百分点 says that it was 70% in 2022.

Asked for only where nothing known was in force then, and said with the sum: the clause itself is of later days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from assistant.arithmetic.matter import operand
from assistant.arithmetic.operands import Candidate, Phrase, named, somewhere, telling, text_of
from assistant.arithmetic.quantities import kinds_asked
from assistant.ask import Ask
from assistant.understanding.terms import Demand
from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import before
from knowledge.clause import Nature
from knowledge.figures import Figure, figures_of
from knowledge.search import Days, Hit

_ROSE = re.compile(r"提高|上调|增|升|涨|多|高|延长")
_FELL = re.compile(r"减|降|下调|少|低|缩短")
_SINCE = re.compile(r"[比较](?:(?P<year>\d{4})年度?|上年|去年|以前|原来|之前|改革前|调整前)")
_DOING = ("提高", "上调", "增加", "降低", "下调", "调整", "之前", "以前", "原来", "涨", "改革", "比例是", "每年", "前")


def later(hit: Hit, days: Days) -> bool:
    """Whether a clause is a norm that began after the days meant and was known on the day of asking."""
    begins, published = hit.clause.effective_from, hit.header.published
    if hit.clause.nature is not Nature.NORM or begins is None or begins <= days.last:
        return False
    return (published or begins) <= days.asked


def before_change(ask: Ask, hits: Sequence[Hit], day: date) -> Calculation | None:
    """What the figure asked for was before the change that its clause tells, where the ask means that time."""
    text = text_of(ask.whole, ask.names)
    said, kinds = telling(text, _DOING), kinds_asked(text)
    changes: dict[tuple[str, int], tuple[Figure, bool, str]] = {}
    among: list[Candidate] = []
    for hit in hits:
        if any(t.demand is not Demand.TALK and somewhere(t.word, hit) < 1.0 for t in said):
            continue
        for now, change in _pairs(figures_of(hit.clause)):
            rose, fell, since = _ROSE.search(change.own), _FELL.search(change.own), _SINCE.search(change.own)
            when = f"{since['year']}年" if since and since["year"] else ""
            if (
                bool(rose) == bool(fell)
                or since is None
                or not _means(ask, when)
                or now.kind not in (kinds or {now.kind})
            ):
                continue
            changes[now.clause.id, now.start] = change, bool(rose), when
            among.append((now, hit))
    found = named([Phrase(said, said)], among)
    if found is None:
        return None
    by, up, when = changes[found[0].clause.id, found[0].start]
    return before(operand(found[0]), operand(by), up, day, when or "原来")


def _means(ask: Ask, when: str) -> bool:
    """Whether the ask means the time before the change: the year that the clause names, or 提高之前."""
    if ask.changes:
        return ask.changes == ("before",)
    return bool(when) and tuple(f"{year}年" for year in ask.years) == (when,)


def _pairs(figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Each change with the figure just before it in its sentence."""
    return [
        (one, other)
        for one, other in pairwise(figures)
        if other.change and not one.change and not one.rough and not other.rough and one.sentence == other.sentence
    ]
