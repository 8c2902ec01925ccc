"""A transcript becomes what the caller said."""

from __future__ import annotations

import pytest

from assistant.understanding.transcript import caller_words


@pytest.mark.parametrize(
    "text",
    [
        "坐席：您好，请讲。\n市民：我想问住院能报多少。\n坐席：请稍等。\n市民：要得。",
        "坐席：您好，请讲。市民：我想问住院能报多少。坐席：请稍等。市民：要得。",
        "（坐席）您好，请讲。\n（市民）我想问住院能报多少。\n（坐席）请稍等。\n（市民）要得。",
        "【话务员】您好，请讲。【来电人】我想问住院能报多少。【话务员】请稍等。【来电人】要得。",
        "话务员您好请讲 来电人我想问住院能报多少。 话务员请稍等 来电人要得。",
        "甲：您好，请讲。\n乙：我想问住院能报多少。\n甲：请您稍等。\n乙：要得。",
        "记录：\nA 您好，请讲。\nB 我想问住院能报多少。\nA 请您稍等。\nB 要得。",
        "工号3107：您好，请讲。\n咨询人：我想问住院能报多少。\n工号3107：请稍等。\n咨询人：要得。",
    ],
)
def test_only_the_caller_is_heard(text: str) -> None:
    """Whatever the layout, the operator's lines go."""
    assert caller_words(text).split() == ["我想问住院能报多少。", "要得。"]


def test_what_the_caller_confirms_is_kept() -> None:
    """A fact that the operator says and the caller confirms was said."""
    text = "坐席：您是职工退休是吧？\n市民：是噻，退了十年了。\n坐席：请讲。\n市民：门诊报好多？"
    assert "您是职工退休" in caller_words(text)


def test_the_operator_does_not_ask_twice() -> None:
    """The caller's own question in the operator's words is no second question."""
    text = "坐席：请讲。\n市民：我就想问跨省备案能不能打电话办？\n坐席：问能否电话备案，是吗？\n市民：对对对。"
    assert "能否" not in caller_words(text)


def test_the_operator_asks_for_a_caller_who_does_not() -> None:
    """Where the caller only tells, the question that they confirm is theirs."""
    text = "坐席：请讲。\n市民：我从县上转下来的。\n坐席：您是问起付线还收不收，对吧？\n市民：对，就这一句。"
    assert "起付线还收不收" in caller_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "我问个事，热线打不通，先生您帮我看看",
        "市民：我想问住院能报多少",
        "a 起付线多少",
        "医院：三级。比例：多少？",
    ],
)
def test_what_is_no_talk_of_two_stays(text: str) -> None:
    """One speaker or none: the text as it is."""
    assert caller_words(text) == text


def test_a_word_that_names_people_is_no_speaker() -> None:
    """老人家今年 at a break of a bare transcript belongs to what is said."""
    text = "坐席您好 市民我问一下 老人家今年八十了 坐席请讲 市民交不交钱"
    assert "老人家今年八十了" in caller_words(text)
