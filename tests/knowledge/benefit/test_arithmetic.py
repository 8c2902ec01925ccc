"""Arithmetic over figures that stand in clauses: exact, in the units that people write, and nothing where it would lie."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.benefit import Calculation
from knowledge.benefit.arithmetic import before, difference, each, multiple, rest, share, total
from knowledge.benefit.ledger import rounded
from knowledge.benefit.operand import Operand

DAY = date(2023, 6, 1)


def figure(value: str, unit: str, label: str = "数", clause: str | None = "d.c") -> Operand:
    """An operand of one clause."""
    return Operand(label=label, value=Decimal(value), unit=unit, clause=clause)


def said(calculation: Calculation | None) -> tuple[str, str]:
    """The result and the arithmetic in words."""
    assert calculation is not None and calculation.result is not None
    return calculation.result.text, calculation.lines[-1].how


def test_a_sum_keeps_the_unit_that_its_figures_share() -> None:
    """万元 with 万元 stays 万元, and the exact value is in yuan."""
    found = total([figure("10960.49", "万元"), figure("1102.94", "万元")], DAY)
    assert said(found) == ("12063.43万元", "10960.49万元 + 1102.94万元 = 12063.43万元")
    assert found is not None and found.result is not None
    assert (found.rule_id, found.result.type, found.result.value) == ("figures.total", "amount", Decimal("120634300"))


def test_two_scales_are_converted_and_it_is_said() -> None:
    """亿元 and 万元 are worked with in 万元, 万元 and 元 in 元."""
    assert said(total([figure("2.6", "亿元"), figure("5724.94", "万元")], DAY)) == (
        "31724.94万元",
        "2.6亿元 = 26000万元，26000万元 + 5724.94万元 = 31724.94万元",
    )
    assert said(difference(figure("1.5", "万元"), figure("70", "元"), DAY))[0] == "14930元"


def test_every_operand_is_a_line_that_cites_its_clause() -> None:
    """What a person said has no clause and is given; what stands in one is read there."""
    found = rest(figure("2000", "元", "限额", "d.cap"), [figure("1460", "元", "已报", None)], DAY)
    assert found is not None
    assert [(line.kind, line.clause, line.text) for line in found.lines] == [
        ("rule", "d.cap", "2000元"),
        ("given", None, "1460元"),
        ("step", None, "540元"),
    ]
    assert found.clauses == ("d.cap",)


def test_kinds_are_never_mixed() -> None:
    """人 and 人次, 元 and 人, a per cent and a sum: no result."""
    assert total([figure("1", "人"), figure("2", "人次")], DAY) is None
    assert difference(figure("1", "元"), figure("2", "人"), DAY) is None
    assert share(figure("1", "元"), figure("2", "人"), DAY) is None
    assert multiple(figure("1", "元"), figure("2", "家"), DAY) is None
    assert total([figure("30", "%"), figure("70", "%")], DAY) is None
    assert total([figure("30", "元")], DAY) is None


def test_a_difference_says_which_is_more() -> None:
    """However the question puts it."""
    found = difference(figure("11917", "人", "糖尿病患者"), figure("17358", "人", "高血压患者"), DAY)
    assert found is not None and found.result is not None
    assert (found.result.label, found.result.text) == ("高血压患者比糖尿病患者多", "5441人")


def test_per_cents_differ_by_points() -> None:
    """60% is ten percentage points more than 50%, not ten per cent."""
    found = difference(figure("60", "%"), figure("50", "%"), DAY)
    assert said(found)[0] == "10个百分点"
    assert found is not None and found.result is not None and found.result.value == Decimal("0.1")


def test_a_share_has_two_decimals_and_says_when_it_is_rounded() -> None:
    """约 and the rounding stand in the answer; an exact share is stated as it is."""
    assert said(share(figure("1102.94", "万元"), figure("13015.64", "万元"), DAY)) == (
        "约8.47%",
        "1102.94万元 ÷ 13015.64万元 ≈ 8.47%（四舍五入到两位小数）",
    )
    assert said(share(figure("1", "家"), figure("4", "家"), DAY)) == ("25%", "1家 ÷ 4家 = 25%")


def test_a_part_is_no_more_than_the_whole() -> None:
    """What is more than the whole is no part of it."""
    assert share(figure("5", "家"), figure("4", "家"), DAY) is None


def test_money_per_head_is_rounded_to_fen() -> None:
    """元 ÷ 人次 gives yuan; what is not even says that it is rounded."""
    result, how = said(each(figure("10960.49", "万元"), figure("41922", "人次"), DAY))
    assert result == "约2614.5元"
    assert how == "10960.49万元 = 109604900元，109604900元 ÷ 41922人次 ≈ 2614.5元（四舍五入到分）"
    assert said(each(figure("40.8", "万元"), figure("16", "家"), DAY))[0] == "25500元（2.55万元）"


def test_nothing_is_divided_by_nothing() -> None:
    """Zero heads, a whole of zero, a multiple of zero: no result."""
    nothing = figure("0", "家")
    assert each(figure("1", "元"), nothing, DAY) is None
    assert share(nothing, nothing, DAY) is None
    assert multiple(figure("1", "家"), nothing, DAY) is None


def test_only_money_is_shared_out_among_heads() -> None:
    """人次 per 家 is not a sum, and money per money is a multiple."""
    assert each(figure("10", "人次"), figure("2", "家"), DAY) is None
    assert each(figure("10", "元"), figure("2", "元"), DAY) is None


def test_less_than_nothing_is_not_left() -> None:
    """A rest below zero is no result; zero is one."""
    assert rest(figure("1", "元"), [figure("2", "元")], DAY) is None
    assert said(rest(figure("2", "元"), [figure("2", "元")], DAY))[0] == "0元"


def test_a_multiple() -> None:
    """Of figures of one kind, with two decimals."""
    assert said(multiple(figure("125", "家"), figure("50", "家"), DAY)) == ("2.5倍", "125家 ÷ 50家 = 2.5")


def test_what_was_before_a_rise() -> None:
    """A per cent rose by percentage points, a sum by a sum; 提高10% of a per cent could mean two things: no result."""
    assert said(before(figure("75", "%"), figure("5", "个百分点"), True, DAY)) == ("70%", "75% - 5个百分点 = 70%")
    assert said(before(figure("2000", "元"), figure("1000", "元"), True, DAY))[0] == "1000元"
    assert said(before(figure("10", "天"), figure("5", "天"), False, DAY))[0] == "15天"
    assert before(figure("75", "%"), figure("10", "%"), True, DAY) is None
    assert before(figure("100", "元"), figure("200", "元"), True, DAY) is None


@pytest.mark.parametrize(
    ("dividend", "divisor", "value", "same"),
    [("1", "3", "0.33", False), ("2", "3", "0.67", False), ("1", "8", "0.13", False), ("1", "4", "0.25", True)],
)
def test_quotients_are_rounded_half_up(dividend: str, divisor: str, value: str, same: bool) -> None:
    """And it is known whether anything was lost."""
    assert rounded(Decimal(dividend), Decimal(divisor), 2) == (Decimal(value), same)
