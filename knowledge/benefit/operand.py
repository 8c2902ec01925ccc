"""Operands of arithmetic over figures, and the calculation that they and one step make.

The lines of a calculation are its operands, each with its clause, and one step with the arithmetic. What is rounded
says so.
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
from knowledge.benefit.ledger import Line, rounded

PREFIX = "figures."
POINTS = ("个百分点", "百分点")
DECIMALS = 2

Operation = Literal[
    "total",
    "difference",
    "share",
    "multiple",
    "each",
    "rest",
    "before",
    "portion",
    "remainder",
    "changed",
    "heads",
]


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


def in_yuan(value: Decimal, same: bool, like: Operand) -> str:
    """A sum in yuan, in 万元 too where it was worked out of 万元 and comes to one or more of them."""
    written = f"{plain(value)}元" if same else f"约{plain(value)}元"
    if like.places and value >= 10_000:
        large, whole = rounded(value, Decimal(10_000), DECIMALS)
        written += f"（{'' if same and whole else '约'}{plain(large)}万元）"
    return written


def said_of(same: bool, to: str) -> str:
    """What stands behind a result that was rounded."""
    return "" if same else f"（四舍五入到{to}）"


def _shared(operands: Sequence[Operand]) -> str:
    """The smallest of the operands' units: 亿元 and 万元 are worked with in 万元."""
    return min(operands, key=lambda o: o.places).unit


def in_unit(value: Decimal, unit: str) -> str:
    """A value without 万 and 亿 as people read it in a unit with them."""
    return plain(shift(value, -SCALES.get(unit[0], 0))) + unit


def written_of(value: Decimal, operands: Sequence[Operand]) -> str:
    """A value in the smallest of the operands' units."""
    return in_unit(value, _shared(operands))


def step_of(sign: str, operands: Sequence[Operand], result: str, same: bool = True) -> str:
    """`2.6亿元 = 26000万元，26000万元 + 5724.94万元 = 31724.94万元`: what is converted is said first."""
    unit = _shared(operands)
    alike = [o.written if o.unit == unit else in_unit(o.base, unit) for o in operands]
    turned = [f"{o.written} = {text}" for o, text in zip(operands, alike, strict=True) if o.unit != unit]
    step = f"{f' {sign} '.join(alike)} {'=' if same else '≈'} {result}{said_of(same, '两位小数')}"
    return "，".join([*turned, step])


def unit_of(operand: Operand) -> Unit:
    """What the ledger counts an operand in."""
    if operand.kind == "元":
        return "yuan"
    return "ratio" if operand.kind in ("%", *POINTS) else "count"


def _value(value: Decimal, unit: Unit, kind: str) -> Decimal:
    return shift(value, -2) if unit == "ratio" and kind in ("%", *POINTS) else value


_TYPES: dict[Unit, ResultType] = {"yuan": "amount", "ratio": "ratio"}


def done(
    operation: Operation,
    label: str,
    operands: Sequence[Operand],
    value: Decimal,
    unit: Unit,
    written: str,
    how: str,
    day: date,
) -> Calculation:
    """The calculation: a line for each operand, and one for the step that comes to `value`."""
    value = _value(value, unit, operands[0].kind) if operation in ("total", "difference", "rest", "before") else value
    lines = [
        Line(
            name=f"operand_{number}",
            label=operand.label,
            value=_value(operand.base, unit_of(operand), operand.kind),
            unit=unit_of(operand),
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
