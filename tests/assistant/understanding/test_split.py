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


def test_at_most_six_asks() -> None:
    """A transcript full of questions does not become dozens of answers."""
    assert len(split_asks("起付线多少？" * 30)) == 6


@pytest.mark.parametrize(
    "text",
    [
        "生孩子能补不，补多少",
        "检举有没有奖，多少",
        "这是哪个文件说的，文号多少",
        "有几个银行能办，叫什么名字",
        "微信能交吗？支付宝行吗",
        "好吧。定点药店有多少家",
        "那她住乡镇卫生院嘛，报百分之几",
        "什么医保都没有，能报多少",
        "知道哪里有骗保的，举报了最高奖多少钱",
        "我不是要举报什么，我就问最高奖多少",
        "哪天人走了，卡上的钱能不能领",
        "出来没几天又住院了，起付线是不是扣两回",
        "不是说最高奖20万么，我举报的能拿多少",
        "喂，喂，听得到不？我想问门诊能报多少",
        "卡里有几千块，能不能给孩子用",
    ],
)
def test_one_matter_is_one_ask(text: str) -> None:
    """What goes on with a question, keeps the talk going or only sounds like a question asks nothing of its own."""
    assert len(split_asks(text)) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("条件是什么，问哪个电话", 2),
        ("异地住院 ①起付线 ②降几个点", 2),
        ("1.医保局电话 2.医保局地址门牌号", 2),
        ("一种病限额多少？两种病同问", 2),
        ("按几成报，报多少", 2),
        ("人工晶体进集采没有，髋关节降了多少", 2),
        ("有没有绿色通道，點搞", 2),
    ],
)
def test_different_matters_are_asks_of_their_own(text: str, number: int) -> None:
    """Questions side by side, an operator's list, the same of something else."""
    assert len(split_asks(text)) == number


def test_what_opens_the_next_question_goes_with_it() -> None:
    """A condition told between two questions belongs to the second."""
    first, second = split_asks("起付线多少，要是在外地住院，能报几成")
    assert "外地" not in first and "外地" in second


@given(st.text(alphabet="我报多少吗？。！；，\n 另外第二起付线abc1", max_size=80))
def test_always_some_ask_and_none_of_blanks(text: str) -> None:
    """Every message is at least one ask; a blank one only where the message is blank."""
    asks = split_asks(text)
    assert 1 <= len(asks) <= 6
    assert all(ask.strip() for ask in asks) or not text.strip()
