"""Arithmetic over figures in two steps: of a sum, of a rate, of what a rate leaves.

As `arithmetic`, but a result goes on into the next step unrounded; only what is told is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from knowledge.benefit.arithmetic import total
from knowledge.benefit.engine import Calculation
from knowledge.benefit.figure import plain, shift
from knowledge.benefit.ledger import exact, rounded
from knowledge.benefit.operand import DECIMALS, POINTS, Operand, done, in_yuan, said_of, unit_of

_WHOLE = Decimal(100)
Pair = tuple[Operand, Operand]
"""A sum of money and the heads that it is for; or how many, and how much for each."""


def share_of_all(part: Operand, parts: Sequence[Operand], day: date) -> Calculation | None:
    """How many per cent of the sum of all parts one of them is."""
    whole = total(parts, day)
    if whole is None or whole.result is None or part not in parts:
        return None
    base = sum((p.base for p in parts), Decimal(0))
    if not base:
        return None
    value, same = rounded(shift(part.base, 2), base, DECIMALS)
    sign = "=" if same else "≈"
    how = (
        f"{whole.lines[-1].how}，{part.written} ÷ {whole.result.text} {sign} {plain(value)}%{said_of(same, '两位小数')}"
    )
    written = f"{'' if same else '约'}{plain(value)}%"
    return done("share", f"{part.label}占合计的比例", parts, shift(value, -2), "ratio", written, how, day)


def each_of_all(parts: Sequence[Operand], heads: Operand, day: date) -> Calculation | None:
    """A sum of several amounts of money per head."""
    whole = total(parts, day)
    if whole is None or whole.result is None or not _counted(heads) or parts[0].kind != "元":
        return None
    base = sum((p.base for p in parts), Decimal(0))
    value, same = rounded(base, heads.base, DECIMALS)
    sign = "=" if same else "≈"
    turned = f"{whole.result.text} = {plain(base)}元，" if parts[0].places else ""
    step = f"{plain(base)}元 ÷ {plain(heads.base)}{heads.kind} {sign} {plain(value)}元{said_of(same, '分')}"
    how = f"{whole.lines[-1].how}，{turned}{step}"
    return done("each", _per(heads), (*parts, heads), value, "yuan", in_yuan(value, same, parts[0]), how, day)


def portion(amount: Operand, ratio: Operand, label: str, day: date) -> Calculation | None:
    """So many per cent of a sum of money."""
    return _of_rate("portion", amount, ratio, ratio.value, label, day)


def remainder(amount: Operand, ratio: Operand, label: str, day: date) -> Calculation | None:
    """What is left of a sum of money when so many per cent are taken."""
    return _of_rate("remainder", amount, ratio, _WHOLE - ratio.value, label, day)


def remainder_each(amount: Operand, ratio: Operand, heads: Operand, label: str, day: date) -> Calculation | None:
    """What is left of a sum of money per head when so many per cent are taken."""
    left = _WHOLE - ratio.value
    if not _rated(amount, ratio) or not _counted(heads):
        return None
    with exact():
        dividend = amount.base * shift(left, -2)
    value, same = rounded(dividend, heads.base, DECIMALS)
    sign = "=" if same else "≈"
    how = (
        f"100% - {ratio.written} = {plain(left)}%，{plain(amount.base)}元 × {plain(left)}% ÷ {heads.written} "
        f"{sign} {plain(value)}元{said_of(same, '分')}"
    )
    operands = (amount, ratio, heads)
    return done("remainder", label, operands, value, "yuan", in_yuan(value, same, amount), how, day)


def _of_rate(
    operation: Literal["portion", "remainder"], amount: Operand, ratio: Operand, taken: Decimal, label: str, day: date
) -> Calculation | None:
    if not _rated(amount, ratio):
        return None
    with exact():
        product = amount.base * shift(taken, -2)
    value, same = rounded(product, Decimal(1), DECIMALS)
    left = "" if operation == "portion" else f"100% - {ratio.written} = {plain(taken)}%，"
    sign = "=" if same else "≈"
    turned = f"{amount.written} = {plain(amount.base)}元，" if amount.places else ""
    how = f"{left}{turned}{plain(amount.base)}元 × {plain(taken)}% {sign} {plain(value)}元{said_of(same, '分')}"
    written = in_yuan(value, same, amount)
    return done(operation, label, (amount, ratio), value, "yuan", written, how, day)


def changed(now: Operand, ratio: Operand, rose: bool, day: date) -> tuple[Calculation, Calculation] | None:
    """What a figure comes to when it rises or falls by so many per cent, and by how much that is."""
    if ratio.kind != "%" or now.kind in ("%", *POINTS) or not 0 < ratio.value <= _WHOLE:
        return None
    sign = "+" if rose else "-"
    with exact():
        by = now.base * shift(ratio.value, -2)
        after = now.base + by if rose else now.base - by
    told = []
    for operation, label, value, how in (
        (
            "changed",
            f"{'上升' if rose else '下降'}{ratio.written}后是",
            after,
            f"{now.written} × (100% {sign} {ratio.written})",
        ),
        ("changed", f"{'多' if rose else '少'}", by, f"{now.written} × {ratio.written}"),
    ):
        shown, same = rounded(value, Decimal(1), DECIMALS)
        written = f"{'' if same else '约'}{plain(shown)}{now.kind}"
        step = f"{how} {'=' if same else '≈'} {plain(shown)}{now.kind}{said_of(same, '两位小数')}"
        assert operation == "changed"
        told.append(done("changed", label, (now, ratio), shown, unit_of(now), written, step, day))
    return told[0], told[1]


def heads_of(amount: Operand, rate: Operand, day: date) -> Calculation | None:
    """For how many heads a sum of money is at so much for each; None unless it comes out even."""
    if amount.kind != "元" or rate.kind != "元" or not rate.value:
        return None
    value, same = rounded(amount.base, rate.base, 0)
    if not same or value < 1:
        return None
    how = f"{plain(amount.base)}元 ÷ {plain(rate.base)}元 = {plain(value)}人"
    return done("heads", "折算人数", (amount, rate), value, "count", f"{plain(value)}人", how, day)


def each_apart(one: Pair, other: Pair, day: date) -> Calculation | None:
    """How far two averages lie apart: each a sum of money per head of the same kind."""
    if any(a.kind != "元" or not _counted(h) for a, h in (one, other)) or one[1].kind != other[1].kind:
        return None
    with exact():
        crossed = one[0].base * other[1].base, other[0].base * one[1].base
        divisor = one[1].base * other[1].base
        value, same = rounded(abs(crossed[0] - crossed[1]), divisor, DECIMALS)
    more, less = (one, other) if crossed[0] >= crossed[1] else (other, one)
    sign = "=" if same else "≈"
    sides = [f"{plain(a.base)}元 ÷ {plain(h.base)}{h.kind}" for a, h in (more, less)]
    how = f"{' - '.join(sides)} {sign} {plain(value)}元{said_of(same, '分')}"
    written = f"{'' if same else '约'}{plain(value)}元"
    label = f"{_per(more[1])}，{more[0].label}比{less[0].label}多"
    return done("difference", label, (*more, *less), value, "yuan", written, how, day)


def _per(heads: Operand) -> str:
    return f"平均每{heads.kind.removeprefix('个')}"


def _counted(heads: Operand) -> bool:
    return heads.kind not in ("元", "%", *POINTS) and heads.value > 0


def _rated(amount: Operand, ratio: Operand) -> bool:
    return amount.kind == "元" and ratio.kind == "%" and 0 < ratio.value < _WHOLE
