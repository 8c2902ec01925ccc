"""Whether figures may be worked with one another, and how they are named as operands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.understanding.days import span
from knowledge.benefit.operand import Operand
from knowledge.clause import Clause, Nature
from knowledge.figures import Figure
from knowledge.region import places

_DAYS = re.compile(r"(?:\d{4}年)?(?:(?:\d{1,2}-)?\d{1,2}月(?:\d{1,2}日)?)|\d{4}年(?:以来|底)?")
_EDGES = re.compile(
    r"^(?:其中|以及|还有|另有|在(?!职)|对|为|和|与|及|并|把|共计?|仅)+|(?:和|与|及|以及|有|为|是|达|仅|共计?|不超过|最高|按照)+$"
)
_SET = re.compile(r"封顶|限额|最高|(?<!超出)(?<!超过)上限|起付|标准|定额")
# What is paid for each, not in all: never worked with what is not.
_RATE = re.compile(r"[每人]均|平均|每[人户家次天月年种]|/[人户家次天月年]")


def operand(figure: Figure, others: Sequence[Figure] = ()) -> Operand:
    """The figure as an operand; its label takes in what stands before it where its own words do not tell it apart."""
    own, before = _label(figure.own, figure), figure.lead or (figure.before[-1] if figure.before else "")
    told = (_label(other.own, other) for other in others if other is not figure)
    alone = len(own) > 1 and not any(own in other or other in own for other in told)
    ahead = _label(before, figure)
    label = own if alone or not ahead else f"{ahead}（{own}）" if own else ahead
    return Operand(label=label or "原文的数", value=figure.value, unit=figure.unit, clause=figure.clause.id)


def _label(words: str, figure: Figure) -> str:
    """The words without place, days and what only leads to a figure or on from it."""
    region = figure.clause.region
    place = places()[region].name if region else ""
    return _EDGES.sub("", _DAYS.sub("", words).replace(place, "", 1).replace(" ", "")) if words else ""


def same_matter(figures: Sequence[Figure], *, nested: bool = False) -> bool:
    """Whether figures may be worked with one another: of one document, place and period, none a rate beside a sum.

    `nested`: one of them may be reported of a part of the other's period (spent in 1-5月, of what is there for 2018),
    or of none that is told.
    """
    clauses: list[Clause] = [figure.clause for figure in figures]
    if len({c.document_id for c in clauses}) > 1 or len({c.region for c in clauses}) > 1:
        return False
    if (
        len({(c.id, f.sentence) for c, f in zip(clauses, figures, strict=True)}) > 1
        and len({f.when for f in figures}) > 1
    ):
        return False
    if len({frozenset(_RATE.findall(" ".join((figure.own, *figure.before)))) for figure in figures}) > 1:
        return False
    periods = {c.period for c in clauses}
    if nested and None in periods:
        return True  # of one report, which does not say since when the one was counted
    return len(periods) == 1 or (nested and _nested(*(span(period or "") for period in periods)))


def _nested(*periods: tuple[date, date] | None) -> bool:
    """Whether of two periods that begin or end together one lies within the other."""
    known = [period for period in periods if period]
    return len(known) == len(periods) == 2 and (known[0][0] == known[1][0] or known[0][1] == known[1][1])


def rate(figure: Figure) -> bool:
    """Whether it is paid for each, such as 每人每年110元."""
    return bool(_RATE.search(" ".join((figure.own, *figure.before))))


def standard(figure: Figure) -> bool:
    """Whether it is money or a share that a rule sets: 顺产1500元 and 剖宫产2000元 are for the one or the other."""
    set_ = figure.clause.nature is Nature.NORM or _SET.search(" ".join((figure.own, *figure.before)))
    return bool(set_) and figure.kind in ("元", "%")


def apart(figures: Sequence[Figure]) -> bool:
    """Whether none of the figures is said to be a part of another, so that they can be added."""
    sentences = {(f.clause.id, f.sentence) for f in figures}
    return all(len({f.within for f in figures if (f.clause.id, f.sentence) == s}) == 1 for s in sentences)
