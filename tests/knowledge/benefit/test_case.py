"""Facts are taken in the forms people write them, and refused in one Chinese line otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.benefit import Rule, calculate
from knowledge.errors import CalculationError

GIVEN: dict[str, object] = {"status": "active", "tier": "tertiary", "amount": "1600"}


@pytest.mark.parametrize(
    "amount",
    [
        "1600",
        "1600.00",
        "１６００",
        "1,600",
        "１，６００．００元",
        "1600 元",
        "¥1600",
        "0.16万元",
        1600,
        Decimal("1.6E+3"),
    ],
)
def test_amounts_taken(rule: Rule, amount: object) -> None:
    """Full-width digits, thousands, 元, 万元, whole numbers and decimals mean the same amount."""
    done = calculate(rule, {**GIVEN, "amount": amount}, date(2023, 6, 1))
    assert done.results[0].text == "700元"
    assert done.case["amount"] == "1600"


@pytest.mark.parametrize("status", ["active", "在职", "ACTIVE", " active "])
def test_choices_taken(rule: Rule, status: str) -> None:
    """A choice may be given by its value or by its label."""
    assert calculate(rule, {**GIVEN, "status": status}, date(2023, 6, 1)).results[0].text == "700元"


@pytest.mark.parametrize(
    ("name", "fact", "message"),
    [
        ("amount", "-5", "不能是负数“-5”；请写 0 或正数"),
        ("amount", "-0.01", "不能是负数"),
        ("amount", "NaN", "“NaN”不是数；请写成 1600.50 的形式"),
        ("amount", "Infinity", "不是数"),
        ("amount", Decimal("NaN"), "“NaN”不是可用的数"),
        ("amount", Decimal("1E+999999"), "不是可用的数"),
        ("amount", "1e5", "不是数"),
        ("amount", "abc", "不是数"),
        ("amount", "", "不是数"),
        ("amount", "两百", "不是数"),
        ("amount", "1.005", "“1.005”小于一分；请最多写两位小数"),
        ("amount", "1000000000.01", "不在0元到1000000000元之间；请核对"),
        ("amount", 10**5000, "超出 1000000000元"),
        ("amount", "9" * 5000, "不是数"),
        ("amount", 1600.5, "不接受浮点数；请写成文字"),
        ("amount", float("nan"), "不接受浮点数"),
        ("amount", True, "不是数"),
        ("amount", [1600], "不是数"),
        ("amount", "50%", "是百分数"),
        ("amount", "1\n2", "“1 2”不是数"),
        ("out_of_scope", "1600.01", "1600.01元）大于费用总额（1600元）；请核对"),
        ("paid", "2000.01", "超过年度支付限额 2000元；请核对"),
        ("status", "student", "可选：active（在职）、retired（退休）"),
        ("status", 1, "可选：active"),
        ("status", "", "可选：active"),
        ("tier", {"a": 1}, "可选：tertiary（三级定点医疗机构）"),
        ("amuont", "5", "不认识的输入“amuont”；可用：status、tier、amount"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else type(value).__name__,
)
def test_refused(rule: Rule, name: str, fact: object, message: str) -> None:
    """What cannot be used is refused in one short line with the value and how to mend it."""
    with pytest.raises(CalculationError) as caught:
        calculate(rule, {**GIVEN, name: fact}, date(2023, 6, 1))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 160


def test_paid_without_costs_is_refused(rule: Rule) -> None:
    """More paid than there was above the deductible cannot be: both facts are named."""
    with pytest.raises(CalculationError, match="请核对 accrued 和 paid"):
        calculate(rule, {**GIVEN, "accrued": "150", "paid": "10"}, date(2023, 6, 1))


def test_largest_amount(rule: Rule) -> None:
    """The largest amount that is taken is calculated exactly."""
    done = calculate(rule, {**GIVEN, "amount": "1000000000"}, date(2023, 6, 1))
    assert [result.text for result in done.results] == ["2000元", "999998000元"]
