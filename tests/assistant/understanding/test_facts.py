"""Sums and facets of a message as facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.facts import facet_slots, money_slots, spoken_digits
from knowledge.facets import recognise


def test_spoken_digits_leave_other_numerals() -> None:
    """Only digit-by-digit years are rewritten."""
    assert spoken_digits("二〇一八年报了二十八元") == "2018年报了二十八元"


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


def test_facets_that_say_one_thing_become_slots() -> None:
    """A facet with one value is a slot; with two it decides nothing."""
    assert facet_slots(recognise("在职职工在三级医院看门诊")) == {
        "insured": "employee",
        "status": "active",
        "tier": "tertiary",
        "care": "outpatient",
    }
    assert "status" not in facet_slots(recognise("在职和退休职工"))


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    """Any text has facts or none."""
    money_slots(text)
