"""A made-up city with a rule of every shape, brought in, built, checked, calculated and asked as its people would."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.reply import Reply
from knowledge.benefit import Rule, failures, survivors
from knowledge.benefit.formulas import FORMULAS

CITY = Path(__file__).parent / "city"
RULES = sorted(path.stem for path in CITY.glob("*.yaml"))
AT = ("--region", "舟山市", "--as-of", "2024-06-30")
Said = Callable[..., str]


def test_nothing_of_it_is_policy() -> None:
    """The documents and every rule file say that they are made up."""
    for path in CITY.iterdir():
        assert "演示用，非真实政策" in path.read_text(encoding="utf-8").splitlines()[0]


def test_every_formula_has_its_rule(city_rules: dict[str, Rule]) -> None:
    """Every formula of the calculator has a rule here, so a new one is not forgotten."""
    assert sorted(city_rules) == RULES
    assert {rule.formula for rule in city_rules.values()} == set(FORMULAS)


@pytest.mark.parametrize("name", RULES)
def test_examples_notice_every_number(city_rules: dict[str, Rule], name: str) -> None:
    """The examples come to what they say, and no number of the rule can change without one of them failing."""
    assert failures(city_rules[name]) == []
    assert [(mutant.key, mutant.change) for mutant in survivors(city_rules[name])] == []


def test_imported_again(in_city: Said) -> None:
    """The same files once more change nothing, and the home passes its check."""
    again = in_city("knowledge", "import", *sorted(CITY.glob("*.yaml")), "--yes", "--json")
    assert {(row["state"], row["error"]) for row in json.loads(again)} == {("same", None)}
    assert in_city("knowledge", "check").startswith("检查通过")


# rule, facts, what must be among the lines
CALCULATED = {
    "accrued deductible": ("employee-outpatient status=在职 tier=tertiary age=未满70周岁 amount=1300", ["统筹基金支付：450元"]),
    "a cap raised later": (
        "employee-outpatient status=在职 tier=tertiary age=未满70周岁 amount=10000 year=2025",
        ["统筹基金支付：3500元"],
    ),
    "bands and layers": (
        "employee-inpatient status=退休 tier=三级定点医疗机构 admission=第一次 group=特困人员 amount=300000",
        ["统筹基金支付：25万元", "大病保险支付：22800元", "医疗救助：24480元", "个人负担：2720元"],
    ),
    "no deductible from the third admission on": (
        "employee-inpatient status=在职 tier=primary admission=further group=ordinary amount=1000",
        ["统筹基金支付：880元", "医疗救助：0元", "个人负担：120元"],
    ),
    "lowered and raised": (
        "resident-inpatient tier=tertiary filing=异地未备案 signed=已经签约 amount=10000",
        ["统筹基金支付：4500元", "4677.75元"],
    ),
    "a ratio that is asked": (
        "resident-away filing=未备案 ratio=60% deductible=800 amount=10800",
        ["统筹基金支付：5000元", "5400元", "54%"],
    ),
    "a cap by diseases": ("resident-chronic diseases=两种 age=年满70周岁 amount=4000", ["统筹基金支付：2000元"]),
    "a limit": ("resident-maternity delivery=剖宫产 amount=5000", ["最多支付：不超过2200元", "个人至少负担：2800元"]),
    "a sum by head": ("enrolment-aid group=特困人员 heads=3 years=2", ["资助金额：2400元"]),
    "a monthly credit": ("personal-account status=退休 average=3600.20", ["每月划入：90.01元", "全年划入：1080.12元"]),
    "a share": ("spouse-maternity total=5000", ["生育补助：2000元"]),
    "a split": ("fund-split total=100万 prior=10万", ["门诊统筹基金：315000元", "住院统筹基金：585000元"]),
    "a least number": ("case-checks kind=ordinary cases=21", ["至少抽查：2"]),
    "hours": ("admission-registration urgency=急诊住院 start=2024-12-31T23:59", ["2025年1月2日23时59分"]),
    "months": ("waiting-period reason=resumed start=2024-11-30", ["等待期满：2025年2月28日"]),
    "days of a month": ("settlement-day month=2024-12", ["2025年1月15日", "2025年2月28日"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CALCULATED)
def test_calculated(in_city: Said, name: str) -> None:
    """Every shape is worked out by the command, from what a person would type."""
    (rule, *facts), wanted = CALCULATED[name][0].split(), CALCULATED[name][1]
    shown = in_city("calculate", f"330900.{rule}", *facts, "--as-of", "2024-06-30")
    assert [text for text in wanted if text not in shown] == []


def test_calculated_without_a_place(in_city: Said) -> None:
    """A rule of a report that names no place gives both of its figures."""
    shown = in_city("calculate", "000000.demo-contribution", "heads=3", "--as-of", "2024-06-30")
    assert "780元" in shown and "900元" in shown


def test_asked(in_city: Said) -> None:
    """The hardest rule answers a question in words, from the clauses of the imported document."""
    question = "职工医保退休，二级医院住院花了80000元，今年第二次住院，是低保对象，能报多少？"
    reply = Reply.model_validate_json(in_city("ask", question, *AT, "--json"))
    assert reply.kind == "answer"
    assert "统筹基金支付74418元" in reply.text and "医疗救助3907.4元" in reply.text
    assert {citation.clause_id for citation in reply.citations} == {f"demo-city.art{n}" for n in (4, 5, 6, 7, 8)}


def test_asked_with_something_missing(in_city: Said) -> None:
    """What decides the figure and was not said is asked for, with the rule's own options."""
    reply = Reply.model_validate_json(
        in_city("ask", "职工医保，在职，三级医院门诊花了1300元，能报多少？", *AT, "--json")
    )
    assert reply.kind == "clarify"
    assert "年满70周岁" in reply.text
