"""Arithmetic over figures that stand in clauses: sums, differences, shares, multiples, figures per head, what is left.

Each operation gives a `Calculation`, or None where the figures cannot be worked with one another: of two kinds (人 and
人次), a divisor of zero, less than nothing left. Exact in the decimal context of the ledger; what is rounded says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from knowledge.benefit.engine import Calculation
from knowledge.benefit.figure import plain, shift
from knowledge.benefit.ledger import exact, rounded
from knowledge.benefit.operand import (
    DECIMALS,
    POINTS,
    Operand,
    done,
    in_unit,
    in_yuan,
    said_of,
    step_of,
    unit_of,
    written_of,
)


def total(operands: Sequence[Operand], day: date) -> Calculation | None:
    """The sum of figures of one kind."""
    if len(operands) < 2 or len({o.kind for o in operands}) > 1 or operands[0].kind == "%":
        return None
    with exact():
        value = sum((o.base for o in operands), Decimal(0))
    written = written_of(value, operands)
    return done("total", "合计", operands, value, unit_of(operands[0]), written, step_of("+", operands, written), day)


def difference(one: Operand, other: Operand, day: date) -> Calculation | None:
    """How much more the larger of two figures of one kind is; of two per cents in percentage points."""
    if one.kind != other.kind:
        return None
    more, less = (one, other) if one.base >= other.base else (other, one)
    with exact():
        value = more.base - less.base
    written = written_of(value, (one, other))
    if one.kind == "%":
        written = plain(value) + "个百分点"
    how = step_of("-", (more, less), written)
    label = f"{more.label}比{less.label}多" if value else f"{more.label}和{less.label}相差"
    return done("difference", label, (one, other), value, unit_of(one), written, how, day)


def rest(whole: Operand, parts: Sequence[Operand], day: date) -> Calculation | None:
    """What is left of a figure without others of its kind."""
    if not parts or any(p.kind != whole.kind for p in parts):
        return None
    with exact():
        value = whole.base - sum((p.base for p in parts), Decimal(0))
    if value < 0:
        return None
    written = written_of(value, (whole, *parts))
    how = step_of("-", (whole, *parts), written)
    return done("rest", "还剩", (whole, *parts), value, unit_of(whole), written, how, day)


def share(part: Operand, whole: Operand, day: date) -> Calculation | None:
    """How many per cent of the whole a part of the same kind is, with two decimals."""
    if part.kind != whole.kind or not whole.value or part.base > whole.base:
        return None
    value, same = rounded(shift(part.base, 2), whole.base, DECIMALS)
    written = f"{'' if same else '约'}{plain(value)}%"
    how = step_of("÷", (part, whole), f"{plain(value)}%", same)
    label = f"{part.label}占{whole.label}的比例"
    return done("share", label, (part, whole), shift(value, -2), "ratio", written, how, day)


def multiple(one: Operand, other: Operand, day: date) -> Calculation | None:
    """How many times the other figure of its kind the one is, with two decimals."""
    if one.kind != other.kind or not other.value:
        return None
    value, same = rounded(one.base, other.base, DECIMALS)
    written = f"{'' if same else '约'}{plain(value)}倍"
    how = step_of("÷", (one, other), plain(value), same)
    return done("multiple", f"{one.label}是{other.label}的", (one, other), value, "count", written, how, day)


def each(amount: Operand, heads: Operand, day: date) -> Calculation | None:
    """A sum of money per head of what is counted, in yuan, rounded to 分."""
    if amount.kind != "元" or heads.kind in ("元", "%", *POINTS) or not heads.value:
        return None
    value, same = rounded(amount.base, heads.base, DECIMALS)
    written = in_yuan(value, same, amount)
    turned = [f"{o.written} = {plain(o.base)}{o.kind}" for o in (amount, heads) if o.places]
    sign = "=" if same else "≈"
    step = f"{plain(amount.base)}元 ÷ {plain(heads.base)}{heads.kind} {sign} {plain(value)}元{said_of(same, '分')}"
    label = f"平均每{heads.kind.removeprefix('个')}"
    return done("each", label, (amount, heads), value, "yuan", written, "，".join([*turned, step]), day)


def before(now: Operand, change: Operand, rose: bool, day: date, when: str = "原来") -> Calculation | None:
    """What a figure was before it rose or fell by `change`; of a per cent the change is in percentage points."""
    points = now.kind == "%" and change.kind in POINTS
    if not points and (now.kind != change.kind or now.kind == "%"):
        return None
    with exact():
        value = now.base - change.base if rose else now.base + change.base
    if value < 0:
        return None
    written = in_unit(value, now.unit) if points else written_of(value, (now, change))
    sign = "-" if rose else "+"
    how = f"{now.written} {sign} {change.written} = {written}" if points else step_of(sign, (now, change), written)
    return done("before", f"{when}是", (now, change), value, unit_of(now), written, how, day)
