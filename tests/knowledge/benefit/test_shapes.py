"""What the newer shapes come to in odd corners that no policy of ours has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rule_shapes import INPATIENT, quoted

from knowledge.benefit import Calculation, FactError, Rule, calculate, parse_rule
from knowledge.clause import Clause

DAY = date(2025, 6, 1)
FACTS = {"status": "active", "filing": "unfiled", "deductible": "0", "amount": "1000"}
RISE = """\
  rise:
    label: 提高
    unit: ratio
    values:
      - {from: 2025-01-01, clause: b.lowered, quote: 未备案降低10%, value: 10%}
inputs:"""


def rule(*changes: tuple[str, str]) -> Rule:
    """The small inpatient rule with these changes."""
    text = INPATIENT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return parse_rule(text, quoted())


def texts(done: Calculation) -> dict[str, tuple[str, str | None]]:
    """Each result with its second reading."""
    return {one.name: (one.text, one.otherwise.text if one.otherwise else None) for one in done.results}


def test_lowered_and_raised_by_as_much() -> None:
    """10% down and 10% up are none by points, but relative to the ratio 99% of it: the second reading is told."""
    done = calculate(rule(("inputs:", RISE)), FACTS, DAY)
    assert texts(done)["fund"] == ("800元", "792元")


def test_layer_that_an_option_does_not_have() -> None:
    """Who has no such layer gets 0 of it, told like every other result."""
    changes = (
        ("label: 大病比例\n    unit: ratio\n", "label: 大病比例\n    unit: ratio\n    by: [status]\n"),
        ("value: 60%", "table: {active: none, retired: 60%}"),
    )
    done = calculate(rule(*changes), FACTS, DAY)
    assert texts(done) == {
        "fund": ("700元", "720元"),
        "serious": ("0元", None),
        "self": ("300元", "280元"),
    }
    assert "大病比例" not in "".join(line.label for line in done.lines)


def test_ratio_told_by_the_person() -> None:
    """A ratio that the policy leaves open is asked for, and lowered like one that it fixes."""
    start, end = INPATIENT.index("bands:"), INPATIENT.index("  reduction:")
    text = INPATIENT.replace(INPATIENT[start:end], "parameters:\n")
    asked = "  ratio: {label: 比例, ask: 百分之几？, unit: ratio}\n"
    text = text.replace("  status: {label: 人员, ask: 在职还是退休？, options: {active: 在职, retired: 退休}}\n", asked)
    told = parse_rule(text.replace("{status: active,", "{ratio: 80%,"), quoted())
    facts = {name: fact for name, fact in FACTS.items() if name != "status"}
    missing = calculate(told, facts, DAY).missing
    assert missing is not None and missing.name == "ratio"
    assert texts(calculate(told, {**facts, "ratio": "80%"}, DAY))["fund"] == ("700元", "720元")


@pytest.mark.parametrize(("paid", "left"), [("200000", "0元"), ("199999.99", "0.01元")])
def test_cap_used_up(paid: str, left: str) -> None:
    """What is left of a cap, down to nothing, is paid whichever way the ratio is read."""
    assert texts(calculate(rule(), {**FACTS, "paid": paid}, DAY))["fund"] == (left, None)
    with pytest.raises(FactError, match="超过年度限额"):
        calculate(rule(), {**FACTS, "paid": "200000.01"}, DAY)


def test_yearly_step_of_nothing() -> None:
    """A step of 0 leads from the first figure to no other: refused, not divided by."""
    text = (Path(__file__).parent / "city" / "000000.demo-contribution.yaml").read_text(encoding="utf-8")
    said = "第一年为每人100元，以后每年提高0元。现在每人260元，另一处说每人300元。"
    clause = Clause(id="demo-report.1", document_id="demo-report", text=said, region=None)
    flat = parse_rule(text.replace("每年提高40元, value: 40", "每年提高0元, value: 0"), {clause.id: clause})
    with pytest.raises(FactError, match="260元不是100元逐年加0元所得"):
        calculate(flat, {"heads": "1"}, DAY)
