"""Where a rule applies: its ledger, or the one fact still missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.turn import Work
from tests.assistant.conftest import DAY, Walk

RULE = "510700.employee-outpatient"


def computed(walk: Walk, text: str, region: str | None = "游仙区", day: date = DAY, **more: object) -> Work:
    """The one work of a message after compute."""
    (work,) = walk(text, "compute", region, day, **more).works
    return work


def test_the_worked_example(walk: Walk) -> None:
    """An active employee's first visit of the year to a tertiary hospital, 1600元: 700元 from the fund."""
    work = computed(walk, "在职职工今年第一次去三级医院看门诊，花了1600元，能报多少")
    assert work.rule is not None and work.rule.id == RULE
    assert work.missing is None
    assert work.calculation is not None
    assert {r.name: r.value for r in work.calculation.results} == {"fund": Decimal(700), "self": Decimal(900)}
    rule_lines = {line.label: line.text for line in work.calculation.lines if line.kind == "rule"}
    assert rule_lines["年度起付标准（在职）"] == "200元"
    assert rule_lines["报销比例（在职、三级定点医疗机构）"] == "50%"
    assert all(line.clause for line in work.calculation.lines if line.kind == "rule")


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("退休职工在三级医院看门诊花了1600元能报多少", "870"),
        ("在职职工在社区卫生院看门诊花了300.50元能报多少", "60.3"),
        ("在职职工在三级医院看门诊花了200元能报多少", "0"),
        ("在职职工在三级医院看门诊花了一万元能报多少", "2000"),
        ("在职职工在三级医院看门诊花了1000元，其中自费300元，能报多少", "250"),
        ("在职职工在三级医院看门诊，之前花了120元，这次花了300元，能报多少", "110"),
        ("在职职工在三级医院看门诊花了1千6百块能报多少", "700"),
    ],
)
def test_other_bills(walk: Walk, text: str, fund: str) -> None:
    """Status, tier, what is outside the insurance and what went before change the sum as the rule says."""
    calculation = computed(walk, text).calculation
    assert calculation is not None and calculation.result is not None
    assert calculation.result.value == Decimal(fund)


def test_what_was_not_said_is_assumed_and_stated(walk: Walk) -> None:
    """Defaults stand in for what was not said, and the calculation says which."""
    silent = computed(walk, "在职职工在三级医院看门诊花了1600元能报多少").calculation
    assert silent is not None
    assert set(silent.assumptions) == {"按费用全部可以报销计算", "按今年第一次计算"}
    told = computed(walk, "在职职工今年第一次去三级医院看门诊花了1600元，自费100元，能报多少").calculation
    assert told is not None and told.assumptions == ()


@pytest.mark.parametrize(
    ("text", "slot", "values"),
    [
        ("在职职工看门诊花了1600元能报多少", "tier", {"tertiary", "secondary", "primary", "pharmacy"}),
        ("职工医保在三级医院看门诊花了1600元能报多少", "status", {"active", "retired"}),
        ("在职职工在三级医院花了1600元能报多少", "care", {"outpatient", "inpatient", "chronic", "maternity"}),
        ("在三级医院看门诊花了1600元能报多少", "insured", {"employee", "resident"}),
    ],
)
def test_a_missing_fact_is_asked_with_its_choices(walk: Walk, text: str, slot: str, values: set[str]) -> None:
    """Nothing is guessed: the fact that decides is the next question."""
    work = computed(walk, text)
    assert work.missing is not None
    assert work.missing.slot == slot
    assert {option.value for option in work.missing.options} == values
    assert work.missing.question.endswith("？")


def test_a_fact_given_on_screen_counts(walk: Walk) -> None:
    """A choice made on screen is a fact like any other."""
    work = computed(walk, "在职职工看门诊花了1600元能报多少", facts={"tier": "pharmacy"})
    assert work.calculation is not None and work.calculation.result is not None
    assert work.calculation.result.value == Decimal(840)


def test_the_day_before_the_rule_has_no_figure(walk: Walk) -> None:
    """On the first day the rule calculates; the day before it says that there is none."""
    text = "在职职工在三级医院看门诊花了1600元能报多少"
    first = computed(walk, text, day=date(2023, 1, 1)).calculation
    before = computed(walk, text, day=date(2022, 12, 31)).calculation
    assert first is not None and first.outcome == "complete"
    assert before is not None and before.outcome == "not_in_force"
    assert before.results == ()


@pytest.mark.parametrize(
    "text",
    [
        "居民医保在三级医院看门诊花了1600元能报多少",
        "在职职工在三级医院住院花了1600元能报多少",
    ],
)
def test_what_the_rule_is_not_for(walk: Walk, text: str) -> None:
    """Another insurance or another care is not calculated by this rule."""
    work = computed(walk, text)
    assert (work.rule, work.calculation) == (None, None)


@pytest.mark.parametrize("region", ["秦安县", "岱岳区", "成都市", None])
def test_no_rule_of_another_place(walk: Walk, region: str | None) -> None:
    """A city's rule is used in its districts and nowhere else."""
    assert computed(walk, "在职职工在三级医院看门诊花了1600元能报多少", region).rule is None


@pytest.mark.parametrize(
    "text", ["在职职工三级医院门诊的报销比例是多少", "起付标准是不是200元", "花了1600元，电话是多少"]
)
def test_a_question_about_the_policy_is_not_calculated(walk: Walk, text: str) -> None:
    """Without a bill, or without a wish to know what comes of it, nothing is calculated."""
    assert computed(walk, text).rule is None
