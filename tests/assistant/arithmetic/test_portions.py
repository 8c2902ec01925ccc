"""What a rate makes of a figure, and where it makes nothing of it."""

from __future__ import annotations

import pytest

from tests.assistant.arithmetic.test_reckoning import answered, worked_out
from tests.assistant.conftest import Ask


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("娄星去年“一站式”结算那两千七百多万,没报到、要贫困户自己出的那部分是几多钱?", ["2731535.64元（273.15万元）"]),
        ("娄星区一站式平均每人次医药费几多?报了以后平均自己掏几多?", ["4932.58元", "483.89元"]),
        ("娄星非低保的建档立卡户财政按110一个人补参保费,总共补了1197790块,那是补了好多人", ["10889人"]),
        ("岱岳俺娘去年住院一回均下来六千块,照次均费用的降幅,今年该多少钱?省多少", ["5064元", "936元"]),
    ],
)
def test_at_a_rate(ask: Ask, text: str, results: list[str]) -> None:
    """The costs and their rate stand in one sentence; a fall and a rate per head are put to what the person names."""
    reply = answered(ask, text)
    assert worked_out(reply), reply.text
    assert all(result.split("（")[0] in reply.text for result in results), reply.text


@pytest.mark.parametrize(
    "text",
    [
        "娄星我屋里是贫困户,一站式结算花了8000,自己出多少",  # one's own bill
        "娄星一站式结算,贫困户自己要出多少钱",  # of one bill, not of all
        "娄星区低保兜底特困,财政一人补110,一共补了749540元,那到底是补了好多个人",  # of groups at two rates
        "娄星区非低保,财政一人补220,一共补了1197790元,补了多少人",  # does not come out even
        "岱岳俺娘住院花了六千,次均费用降了15.6%,能报多少",  # a fall is no rate of payment
        "岱岳去年违规罚了5000块,照违规问题的降幅今年该多少钱",  # fewer cases are not smaller fines
        "游仙集采药以前一盒100块,按平均降幅算现在多少钱",  # over 50% is no figure to work with
    ],
)
def test_no_rate(ask: Ask, text: str) -> None:
    """A rate is put to nothing that it is not a rate of."""
    assert worked_out(answered(ask, text)) == []
