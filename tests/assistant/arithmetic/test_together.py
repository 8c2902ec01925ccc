"""Several things asked of the same figures in one message."""

from __future__ import annotations

import pytest

from tests.assistant.arithmetic.test_reckoning import REPORT, answered
from tests.assistant.conftest import Ask


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("游仙享受两病用药的高血压糖尿病一共好多人,糖尿病的占了几成", ["29275人", "40.71%"]),
        ("岱岳被暂停协议的、降信用等级的、解除协议的机构拢共几家?解除的占几成", ["43家", "39.53%"]),
        ("岱岳给信用扣分的那些,医院药店配送企业算一块儿多少家,里头药店占百分之多少", ["178家", "70.22%"]),
        ("岱岳AA级以上那9家,超支补助加协议总额增加合计多少万,平均一家多少", ["722万元", "80.22万元"]),
        ("娄星退回来的违规钱,医院的跟药店的,合计是多少元?药店占多少比例", ["4922267.01元", "4.1%"]),
        ("2022年游仙居民医保统筹支出按人次平均是多少 职工的又是多少", ["434.64元", "184.14元"]),
        ("岱岳AA级以上那9家医院,超支补助跟协议总额增加的钱合一块,平均一家摊多少万", ["80.22万元"]),
        (REPORT + "意外伤害不给补的占办理总数多少?平均一个拒了多少钱", ["12.87%", "1366.01元"]),
    ],
)
def test_the_second_leans_on_the_first(ask: Ask, text: str, results: list[str]) -> None:
    """A share is of the sum before it, an average of it or of what it named."""
    reply = answered(ask, text)
    assert all(result in reply.text for result in results), reply.text


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("岱岳给信用扣分的医院药店一共多少家,里头医师占百分之多少", "占合计"),  # not among those added
        ("岱岳追回的和拒付的一共多少钱,平均一家多少", "平均每家"),  # of how many, is not said
        ("游仙享受两病用药的高血压糖尿病一共好多人,心脏病的占几成", "占合计"),
    ],
)
def test_nothing_to_lean_on(ask: Ask, text: str, never: str) -> None:
    """What was not among the figures before is no share of them."""
    assert never not in answered(ask, text).text
