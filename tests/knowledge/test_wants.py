"""What a question wants, and whether a text asks at all."""

from __future__ import annotations

import pytest

from knowledge.wants import Want, is_question, likely, measures, wants


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
        ("以后还能刷不能刷了", Want.YES_NO),
        ("到底给钱不给", Want.YES_NO),
        ("病历要核对些什么", Want.LIST),
        ("扣了分会怎么样", Want.LIST),
        ("要少报几个点", Want.RATIO),
        ("哪条写的", Want.DOCUMENT),
        ("这是哪一年的规定", Want.DOCUMENT),
        ("在哪里看来的", Want.DOCUMENT),
        ("最迟阿么时候", Want.DEADLINE),
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
        ("新设了几个点", Want.RATIO),
        ("多少万人次享受", Want.AMOUNT),
        ("封顶3万的呢", Want.AMOUNT),
        ("出来没几天又住了", Want.DEADLINE),
        ("不对不对，是一千六", Want.YES_NO),
        ("好吧", Want.YES_NO),
        ("打了三个电话都没人接", Want.PHONE),
        ("凭什么证明才不收", Want.REASON),
    ],
)
def test_what_is_not_wanted(text: str, unwanted: Want) -> None:
    """多少, 几 and 么 do not always ask for a sum, a count or a yes."""
    assert unwanted not in wants(text)


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("停机整改的有多少", Want.COUNT),
        ("医院和药店各多少", Want.COUNT),
        ("窗口有几只", Want.COUNT),
        ("定点医院覆盖多少", Want.RATIO),
        ("到底报六成还是七成", Want.RATIO),
        ("又是怎么扣的", Want.RATIO),
        ("去年的标准呢", Want.AMOUNT),
        ("过了期怎么办", Want.LIST),
        ("到底信哪个", Want.YES_NO),
    ],
)
def test_what_words_hint_at(text: str, hinted: Want) -> None:
    """Words that may want a thing tell what was understood."""
    assert hinted in likely(text)


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


@pytest.mark.parametrize(
    "text",
    [
        "我退休了",
        "好吧",
        "不对不对，报过的是一千六",
        "出来没几天又住院了",
        "没事没事",
        "我妈在秦安县住院",
        "三级医院",
        "一千六百元",
        "谢谢您",
        "差不多了",
        "",
    ],
)
def test_recognises_a_statement(text: str) -> None:
    """What only tells something asks nothing."""
    assert not is_question(text)
