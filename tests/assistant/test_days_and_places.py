"""Messages that name days or places, compare them, or ask before a rule is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.reply import Kind
from tests.assistant.conftest import Ask, Converse

ONE = timedelta(days=1)
RATIO = "职工门诊慢性病报销比例是多少"


# The day of the policy


@pytest.mark.parametrize(
    ("text", "day", "clause"),
    [
        (RATIO, "2022-12-31", "chronic-ratio-employee-2022"),
        (RATIO, "2023-01-01", "chronic-ratio-employee"),
        (f"去年{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
        (f"去年{RATIO}", "2024-06-01", "chronic-ratio-employee"),
        (f"今年{RATIO}", "2022-06-01", "chronic-ratio-employee-2022"),
        (f"前年{RATIO}", "2024-06-01", "chronic-ratio-employee-2022"),
        (f"2022年3月{RATIO}", "2024-06-01", "chronic-ratio-employee-2022"),
        (f"23年以前{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
        (f"新政策出来之前{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
        (f"下个月1号起{RATIO}", "2022-12-15", "chronic-ratio-employee"),
        (f"12月份{RATIO}", "2022-12-15", "chronic-ratio-employee-2022"),
        (f"去年12月{RATIO}", "2023-06-01", "chronic-ratio-employee-2022"),
    ],
)
def test_the_message_says_whose_day_it_is(ask: Ask, text: str, day: str, clause: str) -> None:
    """Relative years count from the day of asking, months and sides of the change are days of their own."""
    reply = ask(text, day=date.fromisoformat(day))
    assert [c.clause_id.partition(".")[2] for c in reply.citations] == [clause]


def test_two_years_are_told_each_with_its_own(ask: Ask) -> None:
    """A comparison of years names the year before each figure; one that is not known makes it partial."""
    reply = ask(f"2022年和2023年{RATIO}", day=date(2024, 3, 1))
    assert reply.kind is Kind.ANSWER
    lines = {line[:6]: line for line in reply.text.split("\n")}
    assert "70%" in lines["2022年："] and "75%" in lines["2023年："]
    reply = ask(f"2021年和2023年{RATIO}", day=date(2024, 3, 1))
    assert reply.kind is Kind.PARTIAL
    assert "2023年：" in reply.text and "2021年的这一项" in reply.text and "70%" not in reply.text


def test_what_the_sides_tell_is_told_once(ask: Ask) -> None:
    """A story that the same clause answers does not take the name from the side that needs it."""
    text = ask("那个啥子，我老汉儿慢性病，他退休职工，去年跟今年各报好多哦").text
    assert text.startswith("2022年：") and "\n2023年：" in text and text.count("75%由统筹") == 1


def test_a_year_in_a_conversation(converse: Converse) -> None:
    """去年呢 and 前年呢 ask the same of another year, and 今年呢 comes back."""
    now, last, before, again = converse(RATIO, "去年呢", "前年呢", "那今年呢")
    assert "75%" in now.text and "70%" in last.text
    assert before.kind is Kind.NO_BASIS and "70%" not in before.text
    assert again.citations == now.citations


def test_a_bill_of_a_time_in_which_the_rule_changed_needs_its_day(converse: Converse) -> None:
    """Where the days named have different outcomes the day is asked for, and the answer to it is calculated."""
    asked, answered, none = converse(
        "2022年到2023年间在职职工在三级医院看门诊花了1600元能报多少",
        "2023年3月15号",
        "不对，是2022年3月15号",
        day=date(2024, 3, 1),
    )
    assert asked.clarify is not None and asked.clarify.slot == "day" and asked.calculations == ()
    assert answered.kind is Kind.ANSWER and "统筹基金支付700元" in answered.text
    assert "700元" not in none.text


def test_two_places_are_told_each_with_its_own(ask: Ask) -> None:
    """A comparison of places names the place before each figure and notices the other place; a missing side is named."""
    reply = ask("游仙区和涪城区的医保咨询电话分别是多少", "游仙区")
    assert reply.kind is Kind.PARTIAL
    assert "游仙区：" in reply.text and "涪城区的这一项" in reply.text
    reply = ask("娄星区跟秦安县哪边能先看病后付费", "游仙区")
    assert reply.kind is Kind.PARTIAL
    assert "秦安县：" in reply.text and "娄星区的这一项" in reply.text
    assert any(notice.code == "other_region" and "秦安县" in notice.text for notice in reply.notices)


def test_the_own_place_is_a_side_where_it_is_said(ask: Ask) -> None:
    """我们这儿和… compares the place of the request with the one named."""
    reply = ask("我们这儿和成都的职工门诊封顶线哪个高", "游仙区")
    assert reply.kind is Kind.PARTIAL
    assert "游仙区：" in reply.text and "2000元" in reply.text and "成都市的这一项" in reply.text


# A first day that nobody stated


@pytest.mark.parametrize("days", [0, 400])
def test_a_rule_dated_by_its_publication_says_so(ask: Ask, days: int) -> None:
    """The answer notices that the source names no day of effect; a rule that names one carries no such notice."""
    codes = [n.code for n in ask("异地就医起付线是多少", day=date(2023, 5, 31) + days * ONE).notices]
    assert "effective_from_published" in codes
    codes = [n.code for n in ask(RATIO, day=date(2023, 5, 31) + days * ONE).notices]
    assert "effective_from_published" not in codes


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("异地就医起付线是多少", "2023-05-30", "只能从公布那天算起，我不能说它在2023年5月30日也适用"),
        ("2022年异地就医起付线是多少", "2023-06-01", "只能从公布的2023年5月31日算起，我不能说它在2022年也适用"),
        ("今年3月异地就医起付线是多少", "2023-06-01", "只能从公布的2023年5月31日算起，我不能说它在2023年3月也适用"),
    ],
)
def test_before_the_publication_the_refusal_says_why(ask: Ask, text: str, day: str, told: str) -> None:
    """Whose day lies before the publication hears that the rule counts only from then, and no figure of it."""
    reply = ask(text, day=date.fromisoformat(day))
    assert reply.kind is Kind.NO_BASIS
    assert told in reply.text and "1000" not in reply.text


def test_a_year_that_began_before_the_publication_names_it(ask: Ask) -> None:
    """Asked later for the whole year, the answer itself says from when the rule counts."""
    assert "从公布的2023年5月31日算起：" in ask("2023年异地就医起付线是多少", day=date(2024, 3, 1)).text
