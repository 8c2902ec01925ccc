"""Days, clock times and months as people name them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.moments import moment_said, month_said

DAY = date(2018, 10, 8)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("10月5号早上7点20住的院", "2018-10-05T07:20"),
        ("十月五号下午三点入院", "2018-10-05T15:00"),
        ("9月30日晚上11点一刻", "2018-09-30T23:15"),
        ("昨天夜里10点半送去急诊", "2018-10-07T22:30"),
        ("今天中午12点10分", "2018-10-08T12:10"),
        ("2018年10月1日14:05入院", "2018-10-01T14:05"),
        ("前天8点", "2018-10-06T08:00"),
    ],
)
def test_a_moment(text: str, moment: str) -> None:
    """A day with its clock time, in figures or words; afternoon and evening are counted on from twelve."""
    assert moment_said(text, DAY, clock=True) == moment


@pytest.mark.parametrize(
    "text",
    [
        "10月5号入院",
        "早上7点入院",
        "10月5号7点入院，9点出院",
        "10月5号晚上12点",
        "2月30号8点",
        "10月5号25点",
        "没说哪天",
    ],
)
def test_no_moment(text: str) -> None:
    """Without a day, without a time, with two of them, at midnight of an open day there is no moment to count from."""
    assert moment_said(text, DAY, clock=True) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("去年12月31日断缴的", "2017-12-31"),
        ("3月8号停的保", "2018-03-08"),
        ("昨天停的", "2018-10-07"),
        ("什么时候", None),
    ],
)
def test_a_day(text: str, day: str | None) -> None:
    """A day needs no clock time."""
    assert moment_said(text, DAY, clock=False) == day


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("9月份的报账款", "2018-09"),
        ("十二月的费用", "2018-12"),
        ("去年11月的", "2017-11"),
        ("2019年1月", "2019-01"),
        ("13月", None),
    ],
)
def test_a_month(text: str, month: str | None) -> None:
    """A month of this year unless another is named."""
    assert month_said(text, DAY) == month


@given(st.text(alphabet="今昨前去年早晚上下午点半刻月号日时分0123456789一二十两：: ", max_size=30))
def test_never_raises(text: str) -> None:
    """Any text names a moment or none."""
    moment_said(text, DAY, clock=True)
    moment_said(text, DAY, clock=False)
    month_said(text, DAY)
