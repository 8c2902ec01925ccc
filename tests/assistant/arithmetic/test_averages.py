"""Money per head: which sum, and of whom."""

from __future__ import annotations

import pytest

from tests.assistant.arithmetic.test_reckoning import REPORT, answered, worked_out
from tests.assistant.conftest import Ask


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("娄星区2019年一站式平均每人次医药费几多?", "4932.58元"),
        (REPORT + "财政给建档立卡户全额代缴那笔,摊到每人头上是几多钱?", "149.99元"),
        (REPORT + "意外伤害平均一个拒了多少钱", "1366.01元"),  # of those refused, not of all
        (REPORT + "冒名顶替的一起平均拒付好多", "3000元"),
        (REPORT + "1-5月基金支出平均每个月多少", "2877.39万元"),
        ("请问2020年减半征收那会儿,游仙平均每个企业少交了多少职工医保?", "约12033.9元（约1.2万元）"),
        ("岱岳A级医院协议总额往下调的,一家平均调减多少?", "85400元（8.54万元）"),
        ("游仙2022年居民医保统筹支出按人次平均是多少", "434.64元"),
    ],
)
def test_per_head(ask: Ask, text: str, result: str) -> None:
    """The heads are those that the sum is said of; what comes to a 万元 or more is told in 万元 too."""
    reply = answered(ask, text)
    assert worked_out(reply) == ["figures.each"], reply.text
    assert result in reply.text.split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        REPORT + "住院救助平均每人多少钱",  # the fund is of the outpatients too
        REPORT + "住院补偿一月到六月平均每个月多少万元",  # the source tells of five months
        REPORT + "基金支出平均每人多少钱",
        REPORT + "意外伤害平均每人次补偿多少",  # the sum is of those refused
        "岱岳区追回基金433.67万平均每家多少",  # of whom, is not said; the 2家 are those of another sum
        "岱岳区追回违规资金平均每家追回多少",  # which of the three sums?
        "岱岳暂停的医疗机构平均每家罚多少",
        "岱岳区两家医疗机构行政处罚平均每家罚多少",
        "游仙区减半征收平均每家企业每月少交多少",
        "游仙医疗救助平均每人次多少钱",  # only about so much
    ],
)
def test_not_per_head(ask: Ask, text: str) -> None:
    """A sum without heads of its own is not shared out."""
    assert worked_out(answered(ask, text)) == []
