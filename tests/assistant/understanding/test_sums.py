"""Which sum of a message is what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.sums import money_slots, plain, sums


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("门诊花了1600元", {"amount": "1600"}),
        ("花了1600元，其中自费200元", {"amount": "1600", "out_of_scope": "200"}),
        ("自费两百块，一共花了1600元", {"amount": "1600", "out_of_scope": "200"}),
        ("目录外300元，总共900元", {"amount": "900", "out_of_scope": "300"}),
        ("今年已经报了500元，这次花了800元", {"amount": "800", "paid": "500"}),
        ("之前花了1000元，这次花了600元", {"amount": "600", "accrued": "1000"}),
        ("上次花了100块，这次200块", {"amount": "200", "accrued": "100"}),
        ("今年头一回看门诊，花了三百元", {"amount": "300", "accrued": "0"}),
        ("首次，450.50元", {"amount": "450.5", "accrued": "0"}),
        ("这不是第一次了，花了300元", {"amount": "300"}),
        ("缴费基数6500元", {"base": "6500"}),
        ("我工资6500，账户划多少", {"base": "6500"}),
        ("花了2.6w", {"amount": "26000"}),
        ("住了7天院", {}),
    ],
)
def test_which_sum_is_what(text: str, expected: dict[str, str]) -> None:
    """The bill, what lies outside the insurance, what went before, what was paid and the base are told apart."""
    assert money_slots(text) == expected


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("上周看门诊花了八百五，医保外的有一百二", ["850 amount", "120 out_of_scope"]),
        ("检查费六百，其中两百块不进医保", ["600 amount", "200 out_of_scope"]),
        ("今年报销了1200块，这回在药店买药花了360", ["1200 paid", "360 amount"]),
        ("门槛费已经扣了200，这次花了500", ["200 accrued", "500 amount"]),
        ("门槛是200，我花了1500", ["200 deductible", "1500 amount"]),
        ("卡里还有150块，门诊花了900块", ["150 balance", "900 amount"]),
        ("医院只给我报了400块，我花了1600块", ["400 reported", "1600 amount"]),
        ("我自己掏了900块，倒推一下总的花了多少", ["900 own"]),
        ("卡上每个月进130块，反推基数", ["130 credited"]),
        ("我退休金3200元一个月，门诊花了1100元", ["3200 pension", "1100 amount"]),
        ("车票花了45块，看病花了780块", ["45 other", "780 amount"]),
        ("交了保费380元，门诊花了900元", ["380 other", "900 amount"]),
        ("去年花了5000，今年花了1800能报多少", ["5000 other", "1800 amount"]),
        ("不是1600元，是1900元", ["1600 other", "1900 amount"]),
        ("基数原来是5000，调到6200了", ["5000 base", "6200 base"]),
        ("门诊花了-300元", ["300 negative"]),
        ("一次花了三千二，另一次花了四百零五块六毛", ["3200 amount", "405.6 amount"]),
    ],
)
def test_every_sum_has_a_role(text: str, roles: list[str]) -> None:
    """What was paid, owned, earned, credited or spent on the way is no bill."""
    assert [f"{plain(one.yuan)} {one.role}" for one in sums(text)] == roles


@pytest.mark.parametrize(
    ("text", "yuan", "monthly"),
    [
        ("每月药费260元，吃了五个月", "1300", False),
        ("我每个月买药要花300块，一年下来能报多少", "3600", False),
        ("每个月买药花300块", "300", True),
        ("五月份买药花了300块", "300", False),
    ],
)
def test_sums_of_each_month(text: str, yuan: str, monthly: bool) -> None:
    """So much a month is as many times as much as months are named; without them it stays a monthly sum."""
    (one,) = sums(text)
    assert (plain(one.yuan), one.monthly) == (yuan, monthly)


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    """Any text has facts or none."""
    money_slots(text)
