"""The words by which people name an option of an input."""

from __future__ import annotations

import pytest

from knowledge.benefit import Rule, parse_rule
from knowledge.benefit.rule import Input
from knowledge.clause import Clause
from knowledge.errors import RuleError


def options_in(text: str, **said: list[str]) -> list[str]:
    """The options that a text names, of 已备案 and 未备案 with the words given."""
    item = {"label": "备案", "ask": "备案了吗？", "options": {"filed": "已备案", "unfiled": "未备案"}, "said": said}
    return Input.model_validate(item).options_said(text)


def test_by_words_and_by_label() -> None:
    """An option is named by its words or by its label."""
    assert options_in("我备了案的", filed=["备了案"]) == ["filed"]
    assert options_in("我是未备案的", filed=["备了案"]) == ["unfiled"]
    assert options_in("我不晓得", filed=["备了案"]) == []


def test_the_first_listed_is_meant() -> None:
    """Of several options the one listed first comes first, and each option stands there once."""
    text = "没有办备案，不是备案了"
    assert options_in(text, unfiled=["没…备案"], filed=["备案了"]) == ["unfiled", "filed"]
    assert options_in(text, filed=["备案了"], unfiled=["没…备案"]) == ["filed", "unfiled"]
    assert options_in("未备案，没备案", unfiled=["没备案"]) == ["unfiled"]


@pytest.mark.parametrize(("between", "named"), [("", True), ("来得及去办", True), ("去医保局的窗口那里办", False)])
def test_an_ellipsis_stands_for_a_few_characters(between: str, named: bool) -> None:
    """`…` bridges up to eight characters, none included."""
    assert bool(options_in(f"没{between}备案", unfiled=["没…备案"])) is named


@pytest.mark.parametrize("words", ["没(备案", "备案{99999999999999}", "*备案"])
def test_words_that_are_no_pattern(rule: Rule, small_text: str, small_clauses: dict[str, Clause], words: str) -> None:
    """A broken pattern is refused with the key in one line, not found by a caller."""
    spoilt = small_text.replace("retired: 退休}}", "retired: 退休}, said: {retired: ['" + words + "']}}")
    with pytest.raises(RuleError, match=r"said 里的.*请核对括号"):
        parse_rule(spoilt, small_clauses, "small.yaml")


def test_words_for_no_option(small_text: str, small_clauses: dict[str, Clause]) -> None:
    """Words for something that is no option are refused with the options there are."""
    spoilt = small_text.replace("retired: 退休}}", "retired: 退休}, said: {resting: [休息]}}")
    with pytest.raises(RuleError, match=r"said 里的“resting”不是选项；可用：active、retired"):
        parse_rule(spoilt, small_clauses, "small.yaml")


@pytest.mark.parametrize(
    ("rule_id", "name", "text", "option"),
    [
        ("510704.away", "filing", "去重庆看病之前忘了办备案", "unfiled"),
        ("510704.away", "filing", "走之前我备过案", "filed"),
        ("510704.away", "filing", "去成都出差，突然肚子痛住了院", "province_temporary"),
        ("510704.resident-maternity", "delivery", "媳妇剖腹产生的", "caesarean"),
        ("510704.resident-maternity", "delivery", "是自己生的，没动刀", "natural"),
    ],
)
def test_shipped_words(rules: dict[str, Rule], rule_id: str, name: str, text: str, option: str) -> None:
    """The shipped rules know how people tell of filing and of birth."""
    assert rules[rule_id].inputs[name].option_said(text) == option


def test_every_option_is_named_by_its_own_label(rules: dict[str, Rule]) -> None:
    """A label put in by a choice on screen names its option before any other."""
    for rule in rules.values():
        for item in rule.inputs.values():
            for option, label in item.options.items():
                assert option in item.options_said(label), (rule.id, label)
