"""Numbers are read out of quotes with their unit, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.benefit.evidence import readings
from knowledge.benefit.figure import Unit

READ: list[tuple[str, Unit, set[str]]] = [
    ("在职职工每年200元，退休职工每年150元", "yuan", {"200", "150"}),
    ("最高奖励20万元", "yuan", {"200000"}),
    ("支出2.6亿元", "yuan", {"260000000"}),
    ("1,600元", "yuan", {"1600"}),
    ("２００元", "yuan", {"200"}),
    ("二百元", "yuan", {"200"}),
    ("两千五百元", "yuan", {"2500"}),
    ("1500、3000元", "yuan", {"1500", "3000"}),
    ("1至2万元", "yuan", {"10000", "20000"}),
    ("报销50%", "ratio", {"0.5"}),
    ("报销５０％", "ratio", {"0.5"}),
    ("报销百分之五十", "ratio", {"0.5"}),
    ("报销百分之一百", "ratio", {"1"}),
    ("提高了5个百分点", "ratio", {"0.05"}),
    ("50%至60%", "ratio", {"0.5", "0.6"}),
    ("50至60%", "ratio", {"0.5", "0.6"}),
    ("72小时内办结，3个工作日公示5天", "days", {"3", "5"}),
    ("等待期缩短至6个月", "months", {"6"}),
    ("年满60周岁", "years", {"60"}),
    ("共91家", "count", {"91"}),
]


@pytest.mark.parametrize(("quote", "unit", "wanted"), READ)
def test_readable(quote: str, unit: Unit, wanted: set[str]) -> None:
    """Arabic and Chinese numbers, scales, percentages and rows are read in the unit asked for."""
    assert wanted <= {f"{value.normalize():f}" for value in readings(quote, unit)}


NOT_READ: list[tuple[str, Unit, str]] = [
    ("200元", "ratio", "2"),
    ("200%", "yuan", "200"),
    ("3000余元", "yuan", "3000"),
    ("近6万人次", "yuan", "60000"),
    ("2023年", "yuan", "2023"),
    ("一万二千元", "yuan", "2000"),
    ("1万2千元", "yuan", "10000"),
    ("1600元", "yuan", "600"),
    ("50元", "count", "50"),
    ("2000元", "yuan", "200"),
]


@pytest.mark.parametrize(("quote", "unit", "number"), NOT_READ)
def test_not_readable(quote: str, unit: Unit, number: str) -> None:
    """A number with another unit, an approximate one or a part of one is no evidence."""
    assert Decimal(number) not in readings(quote, unit)
