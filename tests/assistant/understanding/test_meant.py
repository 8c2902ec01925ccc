"""Which of the days named are those whose policy is asked for."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understanding.meant import days_meant

TODAY = date(2023, 6, 1)


def names(*said: str, pointed: bool = False, **chosen: str) -> list[str]:
    """The days meant, as people say them."""
    return [period.name for period in days_meant(said, TODAY, chosen=chosen, pointed=pointed)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022年和2023年的比例分别是多少", ["2022年", "2023年"]),
        ("去年的票今年能报多少", ["2023年"]),
        ("前年不对，去年报多少", ["2022年"]),
        ("这样对不对，2022年报多少", ["2022年"]),
        ("上个月住的院，能报多少", ["2023年5月"]),
        ("上个月住的院，现在要带什么材料去报", []),
        ("上个月住的院，要带什么材料去报", []),
        ("2021年3月看的，2022年1月复查的，报多少", ["2022年1月"]),
    ],
)
def test_several_days_in_one_message(text: str, meant: list[str]) -> None:
    """Compared days are all meant; of others today's or the last; what dates the story counts for sums alone."""
    assert names(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("我妈的糖尿病是前年在成都查出来的，要带哪些材料去办", []),
        ("我们卫生院去年的账还没对完，最迟拖到哪天", []),
        ("上一年的报账最晚拖到哪天", []),
        ("去年那会儿，备案要带哪些材料", ["2022年"]),
        ("崽伢子2022年的居民医保不想走银行代扣，还能怎么交", ["2022年"]),
        ("我去年在成都住了半个月的院，能报多少", ["2022年"]),
    ],
)
def test_how_to_do_something_is_asked_for_the_day_of_doing_it(text: str, meant: list[str]) -> None:
    """What happened in an earlier year dates a sum, not the way to do something; a year of the policy dates both."""
    assert names(text) == meant


@pytest.mark.parametrize(
    "text", ["那是2020年的数吧", "门诊共济是22年7月1号才开始搞的嘛", "不是到2018年1月1日以前都算嘛"]
)
def test_a_day_that_the_person_wants_confirmed_rules_nothing_out(text: str) -> None:
    """A believed date is the very thing asked about."""
    assert names(text) == []


def test_what_an_ask_leans_on_counts_where_it_names_no_days_itself() -> None:
    """Of the talk before, the last days named count, and a month takes their year."""
    assert names("那退休的呢", "2022年报多少，2021年呢") == ["2021年"]
    assert names("3月的呢", "2022年报多少") == ["2022年3月"]


def test_a_choice_on_screen_wins() -> None:
    """The day or year that was chosen goes before what the words say."""
    assert names("去年报多少", year="2021") == ["2021年"]
    assert names("去年报多少", day="2021-03-05") == ["2021年3月5日"]


def test_the_period_of_a_document_pointed_at_is_its_year() -> None:
    """Part of a document's name does not rule out its figures of other months."""
    assert names("2018年上半年那份汇报参保多少人", pointed=True) == ["2018年"]
