"""What the words of a question want of a calculation."""

from __future__ import annotations

import pytest

from assistant.calculation.goals import Goal, goals


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("几张单子加起来能报好多", Goal.TOTAL),
        ("两口子拢共报得到多少", Goal.TOTAL),
        ("在职和退休相差多少", Goal.DIFFERENCE),
        ("去药店比去三甲医院多报多少", Goal.DIFFERENCE),
        ("哪个划算", Goal.DIFFERENCE),
        ("今年还剩多少额度", Goal.LEFT),
        ("报了1300，还能报多少", Goal.LEFT),
        ("还要花多少才够起付线", Goal.DEDUCTIBLE_LEFT),
        ("起付线还差多少", Goal.DEDUCTIBLE_LEFT),
        ("要花多少钱才能报满", Goal.NEEDED),
        ("看门诊花到多少就封顶了", Goal.NEEDED),
        ("卡上进130块，反推基数", Goal.BACKWARDS),
        ("在职和退休的封顶各是多少", Goal.CAP),
        ("离登记截止还有几天", Goal.DAYS_LEFT),
        ("医院是不是给我少报了", Goal.SHORT),
    ],
)
def test_goal(text: str, goal: Goal) -> None:
    """Each goal is heard in everyday words."""
    assert goal in goals(text)


@pytest.mark.parametrize("text", ["在职三级医院门诊花了1600元能报多少", "我自己要掏好多", "怎么报销"])
def test_no_goal(text: str) -> None:
    """Who asks only what comes of a bill wants nothing beside it."""
    assert goals(text) == frozenset()
