"""Traditional characters become simplified ones."""

from __future__ import annotations

import pytest

from knowledge.speech.script import simplified


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("門診統籌基金跟住院的各佔百分之幾", "门诊统筹基金跟住院的各占百分之几"),
        ("兩邊能不能挪著用", "两边能不能挪着用"),
        ("衞生院嘅收費", "卫生院嘅收费"),
        ("醫院裏面同醫院裡", "医院里面同医院里"),
    ],
)
def test_variants_of_taiwan_and_hong_kong(said: str, meant: str) -> None:
    """The characters of both are understood; words of a dialect stay for the dialect."""
    assert simplified(said) == meant


@pytest.mark.parametrize("said", ["要带么子资料，冇得😂", "嗰种", "乾坤袋", "2018年上半年"])
def test_simplified_text_stays(said: str) -> None:
    """What is no traditional character is left as it is, whatever stands beside it."""
    assert simplified(said) == said
