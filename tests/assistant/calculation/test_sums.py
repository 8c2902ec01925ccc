"""Which sum of a message is what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculation.sums import money_slots


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


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    """Any text has facts or none."""
    money_slots(text)
