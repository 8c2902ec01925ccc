"""A line of a model counts as a checked passage only where it says all of it and nothing else of weight."""

from __future__ import annotations

import pytest

from assistant.model.passages import Passages, lines

PLAIN = [
    "在职职工年度起付标准为200元，退休职工为150元。一年只扣一次。",
    "未按规定备案的，报销比例降低10个百分点；急诊除外。但参保人死亡的，不予退费。",
]
SEEN = [
    "在职职工年度起付标准为〔数1〕，退休职工为〔数2〕。〔数3〕只扣〔数4〕。",
    "未按规定备案的，报销比例降低〔数5〕；急诊除外。但参保人死亡的，不予退费。",
]


def shown(line: str) -> list[str]:
    """What of a line is shown."""
    return [written.text for written in Passages(PLAIN).read(line, range(len(PLAIN)))[0]]


def test_the_model_sees_tokens() -> None:
    """Every figure is a token, numerals among them."""
    assert Passages(PLAIN).for_model.split("\n") == SEEN


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (SEEN[0], PLAIN[0]),
        ("您好，" + SEEN[0], "您好，" + PLAIN[0]),
        ("关于您问的这件事，我来给您说一下：" + SEEN[1], "关于您问的这件事，我来给您说一下：" + PLAIN[1]),
        ("- **" + SEEN[0] + "**", PLAIN[0]),
        (SEEN[0].replace("为〔", "是〔"), PLAIN[0].replace("为", "是")),
        (SEEN[1].replace("但", "不过"), PLAIN[1].replace("但", "不过")),
        (SEEN[0].replace("。〔数3〕", "；同时〔数3〕"), PLAIN[0].replace("。一年", "；同时一年")),
        (SEEN[0] + "祝您身体健康。", PLAIN[0]),
        (SEEN[0].replace("〔", "【").replace("〕", "】"), PLAIN[0]),
    ],
)
def test_what_only_connects_passes(line: str, text: str) -> None:
    """Greetings, joins, other connecting words, list marks."""
    assert shown(line) == [text]


def test_two_passages_on_a_line_are_shown_one_after_the_other() -> None:
    """A join of two passages is taken apart again."""
    assert shown(SEEN[1].rstrip("。") + "，另外，" + SEEN[0]) == [PLAIN[1], "另外，" + PLAIN[0]]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("figures crossed", SEEN[0].replace("数1", "数9").replace("数2", "数1").replace("数9", "数2")),
        ("a figure of its own", SEEN[0].replace("〔数1〕", "300元")),
        ("a numeral of its own", SEEN[0].replace("〔数1〕", "三百元")),
        ("an unknown token", SEEN[0].replace("〔数1〕", "〔数8〕")),
        ("another subject", SEEN[0].replace("在职", "退休", 1)),
        ("a limit dropped", SEEN[0].replace("只扣", "扣")),
        ("a condition turned", SEEN[1].replace("未按", "已按")),
        ("a condition dropped", SEEN[1].replace("未按规定备案的，", "")),
        ("an exception dropped", SEEN[1].replace("；急诊除外", "")),
        ("an exception turned", SEEN[1].replace("除外", "在内")),
        ("a negation dropped", SEEN[1].replace("不予", "予以")),
        ("a negation put in", SEEN[1].replace("报销比例", "报销比例不")),
        ("a condition put in", SEEN[1].replace("报销比例", "三级医院报销比例")),
        ("the half of it", SEEN[1].partition("；")[0] + "。"),
        ("half of one and half of the other", SEEN[0].partition("。")[0] + SEEN[1].partition("；")[2]),
    ],
)
def test_what_changes_anything_is_not_shown(wrong: str, line: str) -> None:
    """One change and the passage is not the model's any more."""
    assert shown(line) == [], wrong


@pytest.mark.parametrize(
    "around", ["以下说法不对：{}", "{}（已作废）", "{}，退休人员除外", "只有职工，{}吗？", "并非{}", "三级医院{}"]
)
def test_what_stands_around_a_passage_is_not_shown(around: str) -> None:
    """Words that would turn a true passage are left out; the passage stands as it was checked."""
    (text,) = shown(around.format(SEEN[0]))
    assert text.rstrip("。") == PLAIN[0].rstrip("。")


def test_a_passage_is_read_once() -> None:
    """Repeated, it is not shown again."""
    assert shown(SEEN[0] + SEEN[0]) == [PLAIN[0]]


def test_a_long_line_of_greetings_takes_no_time() -> None:
    """The pattern does not try all ways to read what could be an opening."""
    assert shown("您好关于您的问题" * 3000 + "不") == []


def test_lines_come_when_they_are_whole() -> None:
    """A stream is cut at line ends, wherever its pieces end."""
    assert list(lines(["甲", "\n乙\n", "\n", "丙", "丁"])) == ["甲", "乙", "丙丁"]
