"""One message, one or more asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.split import split_asks


def test_one_question_is_one_ask() -> None:
    """A single question stands as it is."""
    assert split_asks("门诊起付标准是多少？") == ["门诊起付标准是多少？"]


@pytest.mark.parametrize(
    "text",
    [
        "起付标准是多少？封顶线是多少？",
        "起付标准是多少；封顶线是多少",
        "起付标准是多少\n封顶线是多少",
        "起付标准是多少，另外封顶线是多少",
        "首先起付标准是多少，其次封顶线是多少",
        "起付标准是多少，还有封顶线是多少",
        "想问两个问题：起付标准是多少？封顶线是多少？",
        "起付标准是多少，顺便问一下封顶线是多少",
    ],
)
def test_two_questions_are_two_asks(text: str) -> None:
    """Marks of the end of a question and words that begin another one cut the message."""
    first, second = split_asks(text)
    assert "起付标准" in first and "封顶线" not in first
    assert "封顶线" in second and "起付标准" not in second


def test_what_is_told_first_belongs_to_every_ask() -> None:
    """The story before the questions goes with each of them."""
    assert split_asks("我已经退休了。起付线多少？比例多少？") == [
        "我已经退休了。起付线多少？",
        "我已经退休了。比例多少？",
    ]


def test_what_is_told_last_belongs_to_the_question_before() -> None:
    """A story behind the only question is not lost."""
    assert split_asks("起付线多少？我已经退休了。") == ["起付线多少？我已经退休了。"]


@pytest.mark.parametrize("text", ["异地备案", "你好", "", "？？？", "我在秦安县。我妈住院了。"])
def test_a_message_without_a_question_stands(text: str) -> None:
    """Nothing that asks: one ask, unchanged."""
    assert split_asks(text) == [text]


def test_at_most_four_asks() -> None:
    """A transcript full of questions does not become dozens of answers."""
    assert len(split_asks("能报吗？" * 30)) == 4


@given(st.text(alphabet="我报多少吗？。！；，\n 另外第二起付线abc1", max_size=80))
def test_always_some_ask_and_none_of_blanks(text: str) -> None:
    """Every message is at least one ask; a blank one only where the message is blank."""
    asks = split_asks(text)
    assert 1 <= len(asks) <= 4
    assert all(ask.strip() for ask in asks) or not text.strip()
