"""Arithmetic in two steps: nothing is rounded between them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.benefit import Calculation
from knowledge.benefit.chained import (
    changed,
    each_apart,
    each_of_all,
    heads_of,
    portion,
    remainder,
    remainder_each,
    share_of_all,
)
from knowledge.benefit.operand import Operand

DAY = date(2023, 6, 1)


def stated(value: str, unit: str) -> Operand:
    """A figure as it stands in a clause."""
    return Operand(label="原文的数", value=Decimal(value), unit=unit, clause="a.b")


def told(calculation: Calculation | None) -> str:
    """The result as it is told."""
    assert calculation is not None and calculation.result is not None
    return calculation.result.text


def test_of_a_sum() -> None:
    """A share of several figures together, and their sum per head."""
    parts = [stated("17358", "人"), stated("11917", "人")]
    assert told(share_of_all(parts[1], parts, DAY)) == "约40.71%"
    sums = [stated("394", "万元"), stated("328", "万元")]
    assert told(each_of_all(sums, stated("9", "家"), DAY)) == "约802222.22元（约80.22万元）"
    assert share_of_all(stated("3", "人"), parts, DAY) is None
    assert each_of_all(sums, stated("5", "%"), DAY) is None


def test_of_a_rate() -> None:
    """What was paid, what was not, and that per head."""
    costs, rate, visits = stated("2784.44", "万元"), stated("90.19", "%"), stated("5645", "人次")
    assert told(portion(costs, rate, "报销的部分", DAY)) == "25112864.36元（约2511.29万元）"
    assert told(remainder(costs, rate, "其余", DAY)) == "2731535.64元（约273.15万元）"
    assert told(remainder_each(costs, rate, visits, "其余", DAY)) == "约483.89元"
    assert portion(visits, rate, "报销的部分", DAY) is None


def test_a_fall() -> None:
    """What is left, and by how much it fell."""
    both = changed(stated("6000", "元"), stated("15.6", "%"), rose=False, day=DAY)
    assert both is not None and [told(one) for one in both] == ["5064元", "936元"]
    assert changed(stated("6000", "元"), stated("120", "%"), rose=False, day=DAY) is None


def test_heads_come_out_even() -> None:
    """A part of a person says that the rate is not the one."""
    assert told(heads_of(stated("1197790", "元"), stated("110", "元"), DAY)) == "10889人"
    assert heads_of(stated("1197790", "元"), stated("220", "元"), DAY) is None


def test_averages_apart() -> None:
    """The difference is of the averages themselves, not of what they are rounded to."""
    residents = stated("2.6", "亿元"), stated("59.82", "万人次")
    employees = stated("5724.94", "万元"), stated("31.09", "万人次")
    assert told(each_apart(residents, employees, DAY)) == "约250.5元"
