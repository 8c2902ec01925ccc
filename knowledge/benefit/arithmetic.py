"""Arithmetic over figures that stand in clauses: sums, differences, shares, multiples, figures per head, what is left.

Each operation gives a `Calculation` whose lines are the operands, each with its clause, and one step with the
arithmetic, or None where the figures cannot be worked with one another: of two kinds (人 and 人次), a divisor of zero,
less than nothing left. Exact in the decimal context of the ledger; what is rounded says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.benefit.engine import Calculation, Result, ResultType
from knowledge.benefit.figure import SCALES, Unit, plain, shift
from knowledge.benefit.ledger import Line, exact, rounded

PREFIX = "figures."
_POINTS = ("个百分点", "百分点")
_DECIMALS = 2

Operation = Literal["total", "difference", "share", "multiple", "each", "rest", "before"]


class Operand(BaseModel):
    """One figure to work with: `value` in `unit` as people write it (2784.44 万元); no clause where the person said it."""

    model_config = ConfigDict(frozen=True)

    label: str
    value: Decimal
    unit: str
    clause: str | None = None

    @property
    def kind(self) -> str:
        """What it counts, without 万 and 亿."""
        return self.unit[1:] if self.places else self.unit

    @property
    def places(self) -> int:
        """The power of ten of its 万 or 亿."""
        return SCALES.get(self.unit[0], 0)

    @property
    def base(self) -> Decimal:
        """The value without 万 and 亿."""
        return shift(self.value, self.places)

    @property
    def written(self) -> str:
        """Value and unit as people read them."""
        return plain(self.value) + self.unit


def total(operands: Sequence[Operand], day: date) -> Calculation | None:
    """The sum of figures of one kind."""
    if len(operands) < 2 or len({o.kind for o in operands}) > 1 or operands[0].kind == "%":
        return None
    with exact():
        value = sum((o.base for o in operands), Decimal(0))
    written = _written(value, operands)
    return _done("total", "合计", operands, value, _kind(operands[0]), written, _step("+", operands, written), day)


def difference(one: Operand, other: Operand, day: date) -> Calculation | None:
    """How much more the larger of two figures of one kind is; of two per cents in percentage points."""
    if one.kind != other.kind:
        return None
    more, less = (one, other) if one.base >= other.base else (other, one)
    with exact():
        value = more.base - less.base
    written = _written(value, (one, other))
    if one.kind == "%":
        written = plain(value) + "个百分点"
    how = _step("-", (more, less), written)
    label = f"{more.label}比{less.label}多" if value else f"{more.label}和{less.label}相差"
    return _done("difference", label, (one, other), value, _kind(one), written, how, day)


def rest(whole: Operand, parts: Sequence[Operand], day: date) -> Calculation | None:
    """What is left of a figure without others of its kind."""
    if not parts or any(p.kind != whole.kind for p in parts):
        return None
    with exact():
        value = whole.base - sum((p.base for p in parts), Decimal(0))
    if value < 0:
        return None
    written = _written(value, (whole, *parts))
    how = _step("-", (whole, *parts), written)
    return _done("rest", "还剩", (whole, *parts), value, _kind(whole), written, how, day)


def share(part: Operand, whole: Operand, day: date) -> Calculation | None:
    """How many per cent of the whole a part of the same kind is, with two decimals."""
    if part.kind != whole.kind or not whole.value or part.base > whole.base:
        return None
    value, same = rounded(shift(part.base, 2), whole.base, _DECIMALS)
    written = f"{'' if same else '约'}{plain(value)}%"
    how = _step("÷", (part, whole), f"{plain(value)}%", same)
    label = f"{part.label}占{whole.label}的比例"
    return _done("share", label, (part, whole), shift(value, -2), "ratio", written, how, day)


def multiple(one: Operand, other: Operand, day: date) -> Calculation | None:
    """How many times the other figure of its kind the one is, with two decimals."""
    if one.kind != other.kind or not other.value:
        return None
    value, same = rounded(one.base, other.base, _DECIMALS)
    written = f"{'' if same else '约'}{plain(value)}倍"
    how = _step("÷", (one, other), plain(value), same)
    return _done("multiple", f"{one.label}是{other.label}的", (one, other), value, "count", written, how, day)


def each(amount: Operand, heads: Operand, day: date) -> Calculation | None:
    """A sum of money per head of what is counted, in yuan, rounded to 分."""
    if amount.kind != "元" or heads.kind in ("元", "%", *_POINTS) or not heads.value:
        return None
    value, same = rounded(amount.base, heads.base, _DECIMALS)
    written = f"{plain(value)}元" if same else f"约{plain(value)}元"
    if same and amount.places == 4 and value >= 10_000:
        written += f"（{plain(shift(value, -4))}万元）"
    turned = [f"{o.written} = {plain(o.base)}{o.kind}" for o in (amount, heads) if o.places]
    sign = "=" if same else "≈"
    step = f"{plain(amount.base)}元 ÷ {plain(heads.base)}{heads.kind} {sign} {plain(value)}元{_said(same, '分')}"
    label = f"平均每{heads.kind.removeprefix('个')}"
    return _done("each", label, (amount, heads), value, "yuan", written, "，".join([*turned, step]), day)


def before(now: Operand, change: Operand, rose: bool, day: date, when: str = "原来") -> Calculation | None:
    """What a figure was before it rose or fell by `change`; of a per cent the change is in percentage points."""
    points = now.kind == "%" and change.kind in _POINTS
    if not points and (now.kind != change.kind or now.kind == "%"):
        return None
    with exact():
        value = now.base - change.base if rose else now.base + change.base
    if value < 0:
        return None
    written = _in(value, now.unit) if points else _written(value, (now, change))
    sign = "-" if rose else "+"
    how = f"{now.written} {sign} {change.written} = {written}" if points else _step(sign, (now, change), written)
    return _done("before", f"{when}是", (now, change), value, _kind(now), written, how, day)


def _said(same: bool, to: str) -> str:
    return "" if same else f"（四舍五入到{to}）"


def _shared(operands: Sequence[Operand]) -> str:
    """The smallest of the operands' units: 亿元 and 万元 are worked with in 万元."""
    return min(operands, key=lambda o: o.places).unit


def _in(value: Decimal, unit: str) -> str:
    return plain(shift(value, -SCALES.get(unit[0], 0))) + unit


def _written(value: Decimal, operands: Sequence[Operand]) -> str:
    return _in(value, _shared(operands))


def _step(sign: str, operands: Sequence[Operand], result: str, same: bool = True) -> str:
    """`2.6亿元 = 26000万元，26000万元 + 5724.94万元 = 31724.94万元`: what is converted is said first."""
    unit = _shared(operands)
    alike = [o.written if o.unit == unit else _in(o.base, unit) for o in operands]
    turned = [f"{o.written} = {text}" for o, text in zip(operands, alike, strict=True) if o.unit != unit]
    step = f"{f' {sign} '.join(alike)} {'=' if same else '≈'} {result}{_said(same, '两位小数')}"
    return "，".join([*turned, step])


def _kind(operand: Operand) -> Unit:
    if operand.kind == "元":
        return "yuan"
    return "ratio" if operand.kind in ("%", *_POINTS) else "count"


def _value(value: Decimal, unit: Unit, kind: str) -> Decimal:
    return shift(value, -2) if unit == "ratio" and kind in ("%", *_POINTS) else value


_TYPES: dict[Unit, ResultType] = {"yuan": "amount", "ratio": "ratio"}


def _done(
    operation: Operation,
    label: str,
    operands: Sequence[Operand],
    value: Decimal,
    unit: Unit,
    written: str,
    how: str,
    day: date,
) -> Calculation:
    value = _value(value, unit, operands[0].kind) if operation in ("total", "difference", "rest", "before") else value
    lines = [
        Line(
            name=f"operand_{number}",
            label=operand.label,
            value=_value(operand.base, _kind(operand), operand.kind),
            unit=_kind(operand),
            text=operand.written,
            how="参保人提供" if operand.clause is None else "原文写明",
            kind="given" if operand.clause is None else "rule",
            clause=operand.clause,
            clauses=(operand.clause,) if operand.clause else (),
        )
        for number, operand in enumerate(operands, 1)
    ]
    lines.append(Line(name=operation, label=label, value=value, unit=unit, text=written, how=how, kind="step"))
    basis = "\n".join(f"{o.clause}:{o.written}" for o in operands)
    assert unit in ("yuan", "ratio", "count"), "operands have no other unit"
    return Calculation(
        rule_id=PREFIX + operation,
        rule_digest=hashlib.sha256(basis.encode()).hexdigest(),
        title="按原文的数算",
        day=day,
        outcome="complete",
        results=(
            Result(name=operation, type=_TYPES.get(unit, "count"), label=label, value=value, unit=unit, text=written),
        ),
        lines=tuple(lines),
    )
