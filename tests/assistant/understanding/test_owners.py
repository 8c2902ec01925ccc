"""Whose what is, where one message tells of two people."""

from __future__ import annotations

import pytest

from assistant.understanding.owners import told_apart


@pytest.mark.parametrize(
    ("text", "asked", "other"),
    [
        ("我和老伴儿都退了,我三级门诊花了760,她药店拿药340,先算我的", "760", ("爱人", "340")),
        ("爸职工退休三甲1200,妈居民三甲900,爸报多少", "1200", ("母亲", "900")),
    ],
)
def test_of_two_bills_the_one_asked_about(text: str, asked: str, other: tuple[str, str]) -> None:
    """What is told of the other person is kept apart under their name."""
    told = told_apart(text)
    name, bill = other
    assert asked in told.asked and bill not in told.asked
    assert bill in told.of_others[name] and asked not in told.of_others[name]


@pytest.mark.parametrize(
    "text",
    [
        "我三级门诊花了760,能报多少",
        "我花了760,她花了340,两个人一共报多少",
        "我在职,老婆没上班,剖腹产花了8000,我能补多少",
        "我妈退休,三级门诊花了760,能报多少",
    ],
)
def test_one_bill_or_both_asked_about_stay_together(text: str) -> None:
    """Nothing is set apart where one person's bill is told, both are asked about, or a birth is the case of both."""
    assert told_apart(text) == (text, {})
