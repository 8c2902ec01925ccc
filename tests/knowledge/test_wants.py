"""What a question wants, and whether a text asks at all."""

from __future__ import annotations

import pytest

from knowledge.wants import Want, is_question, measures, wants


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一年的支付限额是多少元", Want.AMOUNT),
        ("门槛费好多钱", Want.AMOUNT),
        ("最高能奖多少", Want.AMOUNT),
        ("报销比例是多少", Want.RATIO),
        ("能报几成", Want.RATIO),
        ("参保率有多高", Want.RATIO),
        ("一共多少家药店", Want.COUNT),
        ("查处了几起", Want.COUNT),
        ("多少人次受益", Want.COUNT),
        ("从什么时候开始", Want.DEADLINE),
        ("多久之内要登记", Want.DEADLINE),
        ("啥时候生效", Want.DEADLINE),
        ("哪些人能用账户里的钱", Want.LIST),
        ("四到是指什么", Want.LIST),
        ("局长是谁", Want.LIST),
        ("备案怎么办", Want.STEPS),
        ("认定要带什么材料", Want.STEPS),
        ("咋个申请津贴", Want.STEPS),
        ("咨询电话是多少", Want.PHONE),
        ("打什么电话问", Want.PHONE),
        ("依据哪个文件", Want.DOCUMENT),
        ("文号是什么", Want.DOCUMENT),
        ("去哪里办登记", Want.PLACE),
        ("大厅在几楼", Want.PLACE),
        ("为什么账户的钱少了", Want.REASON),
        ("异地住院能报吗", Want.YES_NO),
        ("这个药报不报", Want.YES_NO),
        ("要不要先备案", Want.YES_NO),
        ("能直接结算么", Want.YES_NO),
    ],
)
def test_what_is_wanted(text: str, wanted: Want) -> None:
    """Each sort of question is recognised by its words."""
    assert wanted in wants(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("咨询电话是多少", Want.AMOUNT),
        ("有多少家药店", Want.AMOUNT),
        ("补偿的人次有多少", Want.AMOUNT),
        ("包括什么", Want.YES_NO),
        ("怎么办", Want.YES_NO),
        ("几天能到账", Want.COUNT),
        ("在几楼办", Want.COUNT),
        ("今天去看了门诊", Want.AMOUNT),
    ],
)
def test_what_is_not_wanted(text: str, unwanted: Want) -> None:
    """多少, 几 and 么 do not always ask for a sum, a count or a yes."""
    assert unwanted not in wants(text)


def test_measures_are_the_words_that_are_counted_in() -> None:
    """The measure word behind 多少 and 几, each once, in order."""
    assert measures("查了多少家医院，几起案件，多少家药店") == ("家", "起")
    assert measures("起付标准是多少") == ()


@pytest.mark.parametrize(
    "text", ["能报吗", "起付线多少", "怎么办", "要不要备案", "这药报不报", "我想问异地备案", "咨询电话", "行不？"]
)
def test_recognises_a_question(text: str) -> None:
    """Question words, A-not-A and words of asking make a question."""
    assert is_question(text)


@pytest.mark.parametrize("text", ["我退休了", "我妈在秦安县住院", "三级医院", "一千六百元", "谢谢您", "差不多了", ""])
def test_recognises_a_statement(text: str) -> None:
    """What only tells something asks nothing."""
    assert not is_question(text)
