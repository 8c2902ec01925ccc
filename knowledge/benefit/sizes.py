"""Which numbers can stand in a rule file: a slip of a digit, a sign or a unit is refused before it pays."""

from __future__ import annotations

from decimal import Decimal

from knowledge.benefit.figure import Figure, Unit, plain, show

LARGEST: dict[Unit, Decimal] = {
    "yuan": Decimal(10**12),
    "ratio": Decimal(1),
    "count": Decimal(10**9),
    "hours": Decimal(24 * 366 * 100),
    "days": Decimal(366 * 100),
    "months": Decimal(12 * 100),
    "years": Decimal(200),
}
"""The largest that a policy can mean; beyond it a day or an exact product may not exist."""
RATIO_PLACES = 6
"""Decimals of a ratio: 0.0001% is finer than any policy, and products stay exact."""


def size_fault(figure: Figure, unit: Unit) -> str:
    """What is wrong with a number in this unit, in one Chinese sentence; empty where nothing is."""
    value, written = figure.value, figure.written
    places = len(plain(value).partition(".")[2])
    if value < 0:
        return f"{written} 是负数；请写 0 或正数"
    if unit == "ratio" and value > 1:
        return f"{written} 不在 0 到 1（100%）之间；例如百分之五十请写 0.5 或 50%"
    if unit != "ratio" and written.endswith("%"):
        return f"{written} 是百分数，而单位是 {unit}；请核对"
    if unit == "ratio" and places > RATIO_PLACES:
        return f"{written} 的小数太多；比例最多写{RATIO_PLACES}位小数"
    if unit == "yuan" and places > 2:
        return f"{written} 小于一分；金额最多两位小数"
    if unit not in ("yuan", "ratio") and places:
        return f"{written} 不是整数，而单位是 {unit}；请核对"
    if value > LARGEST[unit]:
        return f"{written} 太大，最多{show(LARGEST[unit], unit)}；请核对数值和单位"
    return ""
