"""The oracle of the campaigns sees what it is there to see."""

from __future__ import annotations

import pytest

from tests.assistant.conftest import Ask
from tests.assistant.model.oracle import faults, same_line

PLAIN = "未按规定备案的，三级医院报销比例降低10个百分点；急诊除外，但须在3个工作日内补办。"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10个", "5个"), ("10个", "十五个"), ("未按", "按"), ("未按", "已按"), ("三级", "二级"), ("除外", "在内"), ("须在", "可在"), ("须在", "在"),
        ("3个工作日", "3个小时"), ("按规定", ""), ("补办。", "补办，见https://a.cn。"), ("补办。", "补办。职工不用。"), ("急诊除外，", ""),
        ("补办", "补办《新规定》"), ("医院", "成都市医院"),
    ],
)  # fmt: skip
def test_sees_a_change(old: str, new: str) -> None:
    """Figures, negations, duties, people, places, links, and what is lost."""
    assert old in PLAIN
    assert not same_line(PLAIN, PLAIN.replace(old, new))


@pytest.mark.parametrize(
    "line", [PLAIN, "您好，" + PLAIN, PLAIN.replace("但", "不过"), "另外，" + PLAIN.replace("；", "，")]
)
def test_lets_connecting_words_pass(line: str) -> None:
    """What only connects is no change."""
    assert same_line(PLAIN, line)


def test_sees_what_becomes_of_a_reply(ask: Ask) -> None:
    """A line more, a line less, another script, another block, another notice."""
    reply = ask("职工医保普通门诊的起付标准是多少")
    assert faults(reply, reply) == []
    for changed in (
        {"text": reply.text + "\n可以报销。"},
        {"text": reply.text.replace("200", "300")},
        {"script": "可以报销。"},
        {"blocks": ()},
        {"citations": ()},
        {"kind": "no_basis"},
    ):
        assert faults(reply, reply.model_copy(update=changed)), changed
