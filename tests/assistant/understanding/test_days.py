"""The days that a message names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import Period
from assistant.understanding.days import changes, periods, span

TODAY = date(2023, 6, 1)


def years(text: str) -> tuple[int | None, ...]:
    """The years of the days named."""
    return tuple(period.year for period in periods(text, TODAY))


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
    assert years(text) == expected


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
        "23年之前卡里头攒的钱",
        "去年底存的卡里有2350",
        "老伴去年办了退休",
        "我卡上一年划多少",
        "二十三年",
        "每年",
        "2099年",
        "1985年",
    ],
)
def test_years_of_a_story_are_not_asked_about(text: str) -> None:
    """What dates the person's own story, counts years, is a sum or a document's number asks for no year's policy."""
    assert periods(text, TODAY) == ()


@given(st.integers(2000, 2030), st.dates(date(2015, 1, 1), date(2029, 12, 31)))
def test_a_year_with_its_word_is_read_on_any_day(year: int, today: date) -> None:
    """A four-digit year is the same whenever it is asked about."""
    (period,) = periods(f"{year}年的起付标准是多少", today)
    assert (period.year, period.whole_year) == (year, True)


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("2022年3月", "2022-03-01", "2022-03-31", "2022年3月"),
        ("2022年三月十五号", "2022-03-15", "2022-03-15", "2022年3月15日"),
        ("2022-03-15", "2022-03-15", "2022-03-15", "2022年3月15日"),
        ("2022年2月30日", "2022-02-28", "2022-02-28", "2022年2月28日"),
        ("去年12月", "2022-12-01", "2022-12-31", "2022年12月"),
        ("去年底", "2022-12-01", "2022-12-31", "2022年12月"),
        ("今年上半年", "2023-01-01", "2023-06-30", "2023年上半年"),
        ("2023年一季度", "2023-01-01", "2023-03-31", "2023年第一季度"),
        ("2019年到2022年", "2019-01-01", "2022-12-31", "2019年至2022年"),
        ("2022年3月到5月", "2022-03-01", "2022-05-31", "2022年3月至5月"),
        ("23年以前", "0001-01-01", "2022-12-31", "2023年以前"),
        ("2022年起", "2022-01-01", "2023-06-01", "2022年以后"),
        ("2023年起付线", "2023-01-01", "2023-12-31", "2023年"),
    ],
)
def test_parts_of_years_ranges_and_sides(text: str, first: str, last: str, name: str) -> None:
    """Halves, quarters, months, days, ranges, before and after reach from their first to their last day."""
    assert periods(text, TODAY) == (Period(date.fromisoformat(first), date.fromisoformat(last), name),)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("3月份", "2023-03-01", "2023-03-31"),
        ("下个月1号起", "2023-07-01", "2023-12-31"),
        ("上个月", "2023-05-01", "2023-05-31"),
        ("上半年", "2023-01-01", "2023-06-30"),
        ("7月以后", "2023-07-01", "2023-12-31"),
        ("七月一号之前", "0001-01-01", "2023-06-30"),
        ("12月住的院", "2022-12-01", "2022-12-31"),
        ("12月能报多少", "2023-12-01", "2023-12-31"),
    ],
)
def test_months_without_a_year(text: str, first: str, last: str) -> None:
    """A month belongs to this year, to the last one where it is told as past; it dates no report."""
    (period,) = periods(text, TODAY)
    assert (str(period.first), str(period.last), period.loose) == (first, last, True)


@pytest.mark.parametrize(
    "text",
    ["每年9月到12月缴费", "6个月内", "三个月", "出院3月内", "一月交多少", "怀孕六月", "以前年度结余", "去年办的卡"],
)
def test_lengths_and_habits_are_no_days(text: str) -> None:
    """How long something lasts, what comes every year and the person's own story name no days."""
    assert periods(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("改之前报多少", ("before",)),
        ("新政策出来之前", ("before",)),
        ("按老政策", ("before",)),
        ("新政策出来以后", ("after",)),
        ("改之前和改之后", ("before", "after")),
        ("报销之前要做什么", ()),
        ("年底之前", ()),
    ],
)
def test_sides_of_a_change(text: str, sides: tuple[str, ...]) -> None:
    """Before and after a change without a date are told apart from other befores."""
    assert changes(text) == sides


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2018", ("2018-01-01", "2018-12-31")),
        ("2018-01..2018-05", ("2018-01-01", "2018-05-31")),
        ("2019..2023-05", ("2019-01-01", "2023-05-31")),
        ("2023-05-31", ("2023-05-31", "2023-05-31")),
    ],
)
def test_what_a_clause_reports_of(period: str, days: tuple[str, str]) -> None:
    """A clause's period reaches from its first to its last day; other words have none."""
    assert span(period) == tuple(map(date.fromisoformat, days))
    assert span("自2020年以来") is None


@given(st.text(max_size=60), st.dates(date(2015, 1, 1), date(2029, 12, 31)))
def test_never_raises(text: str, today: date) -> None:
    """Any text names days or none."""
    periods(text, today)
    changes(text)


@pytest.mark.parametrize("text", ["这个月0号", "下个月00日", "明年", "下个月", "9999年底", "2023年2月30日到三十九号"])
@pytest.mark.parametrize("today", [date.min, date(2023, 12, 31), date.max])
def test_days_that_no_calendar_has(text: str, today: date) -> None:
    """A day 0 and what lies beyond the calendar name nothing, instead of ending the turn."""
    assert all(period.first <= period.last for period in periods(text, today))


@pytest.mark.parametrize(
    ("text", "years"), [("2019跟2020两年的比例", (2019, 2020)), ("2019、2020年的比例", (2019, 2020))]
)
def test_years_that_share_their_word(text: str, years: tuple[int, ...]) -> None:
    """One 年 behind several numbers is that of each."""
    assert tuple(p.year for p in periods(text, TODAY)) == years


@pytest.mark.parametrize("text", ["打2020年算起", "2020年至今", "2020年到如今", "2020年至访谈时"])
def test_a_year_and_all_since(text: str) -> None:
    """A beginning without an end runs to the day of asking."""
    (period,) = periods(text, TODAY)
    assert period.first == date(2020, 1, 1) and period.last >= TODAY
