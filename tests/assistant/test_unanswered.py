"""Which asks are one gap."""

from __future__ import annotations

import pytest

from assistant.unanswered import unanswered
from tests.assistant.conftest import Walk


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("试管婴儿能报吗", "请问做试管婴儿的费用医保报不报", "试管婴儿能报多少钱", "13812345678，试管婴儿能报吗"), "试管婴儿"),
        (("职工三级医院住院报销比例是多少", "三甲医院住院职工医保能报百分之几"), "职工医保 住院 三级医院"),
        (("试管婴儿2019年能报吗", "2019年试管婴儿报多少"), "2019年 试管婴儿"),
        (("牙齿矫正能报吗", "矫正牙齿医保报销吗"), "牙齿 矫正"),
    ],
)  # fmt: skip
def test_the_same_thing_said_otherwise(walk: Walk, said: tuple[str, ...], words: str) -> None:
    """How it is said does not count, nor what everybody says; whom it is for, the year and the thing do."""
    for text in said:
        (one,) = unanswered(walk(text, "compose"))
        assert (one.words, one.region) == (words, "510704")


def test_what_is_answered_is_no_gap(walk: Walk) -> None:
    """An answer tells of none, an answer in part of the part that is missing."""
    assert unanswered(walk("职工医保门诊的起付标准是多少", "compose")) == ()
    told = unanswered(walk("职工医保门诊的起付标准是多少？试管婴儿能报吗？", "compose"))
    assert [one.words for one in told] == ["试管婴儿"]
