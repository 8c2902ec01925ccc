"""One question for several figures."""

from __future__ import annotations

import pytest

from assistant.understanding.figures import figures, in_shorthand


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("补了多少人次多少钱", ["补了多少人次", "多少钱"]),
        ("次均费用和平均天数各降了多少", ["次均费用各降了多少", "平均天数各降了多少"]),
        ("门诊补偿人次和金额", ["门诊补偿人次多少", "门诊补偿金额多少"]),
        ("救助了多少人、总费用多少、报了百分之几", ["救助了多少人", "总费用多少", "报了百分之几"]),
        ("陪产津贴几天 咨询电话", ["陪产津贴几天 ", "咨询电话"]),
        ("二级医院 起付线/比例/限额", ["二级医院 起付线", "二级医院 比例", "二级医院 限额"]),
    ],
)
def test_every_figure_is_an_ask(question: str, parts: list[str]) -> None:
    """Figures named together are asked one by one."""
    assert figures(question) == parts


@pytest.mark.parametrize(
    "question",
    ["起付线是多少", "高血压、糖尿病能报多少", "一年要花多少费用，才会碰到封顶", "有没有文号 发我一下"],
)
def test_one_figure_stays_whole(question: str) -> None:
    """A list of things that share one figure is one ask."""
    assert figures(question) == [question]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("起付线 比例 限额", True),
        ("①咨询电话", True),
        ("2.大厅地址门牌号", True),
        ("报销人次和金额", True),
        ("报销比例", False),
        ("我问过电话了", False),
    ],
)
def test_nouns_ask_in_a_list(text: str, short: bool) -> None:
    """Nouns alone ask where they are listed or numbered; one of them may as well only be told."""
    assert in_shorthand(text) is short
