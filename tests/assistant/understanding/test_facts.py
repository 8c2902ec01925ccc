"""Years, sums and facets of a message as facts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.facts import facet_slots, money_slots, spoken_digits, years
from knowledge.facets import recognise

TODAY = date(2023, 6, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年的标准", (2018,)),
        ("2018上半年", (2018,)),
        ("18年上半年", (2018,)),
        ("一八年的汇报", (2018,)),
        ("二〇一八年", (2018,)),
        ("二零二三年的标准", (2023,)),
        ("2022年和2023年", (2022, 2023)),
        ("今年", (2023,)),
        ("去年的起付线", (2022,)),
        ("前年", (2021,)),
        ("大前年", (2020,)),
        ("明年缴多少", (2024,)),
        ("到2030年", (2030,)),
        ("交18年的医保", (2018,)),
        ("今年、2023年都行", (2023,)),
    ],
)
def test_years_that_are_asked_about(text: str, expected: tuple[int, ...]) -> None:
    """Years in digits, in numerals, short and relative to the day of asking; each once."""
    assert years(text, TODAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我2019年退休的",
        "2015年办的卡",
        "2015年3月办的社保卡",
        "我妈19年做的手术",
        "85年生的人",
        "医保发〔2018〕2号",
        "医保要交25年吗",
        "交了15年",
        "缴满25年",
        "20年以上工龄",
        "18年级",
        "花了2023元",
        "工资2000",
        "二十三年",
        "每年",
        "2099年",
        "1985年",
    ],
)
def test_years_of_a_story_are_not_asked_about(text: str) -> None:
    """What dates the person's own story, counts years, is a sum or a document's number asks for no year's policy."""
    assert years(text, TODAY) == ()


@given(st.integers(2000, 2030), st.dates(date(2015, 1, 1), date(2029, 12, 31)))
def test_a_year_with_its_word_is_read_on_any_day(year: int, today: date) -> None:
    """A four-digit year is the same whenever it is asked about."""
    assert years(f"{year}年的起付标准是多少", today) == (year,)


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
    years(text, TODAY)
    money_slots(text)
