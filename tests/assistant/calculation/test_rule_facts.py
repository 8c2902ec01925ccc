"""The facts of a message in the words of a rule's inputs."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.calculation.rule_facts import main_sum, rule_facts
from knowledge.benefit import Rule
from knowledge.generation import Generation

DAY = date(2018, 10, 8)


@pytest.fixture(scope="module")
def rules(generation: Generation) -> dict[str, Rule]:
    """Every shipped rule by id."""
    return dict(generation.rules)


@pytest.mark.parametrize(
    ("rule_id", "text", "facts"),
    [
        ("510704.away", "没办备案，本来报七成", {"filing": "unfiled", "ratio": "70%"}),
        (
            "620522.admission-registration",
            "急诊，10月3号晚上9点半入院",
            {"admission": "emergency", "start": "2018-10-03T21:30"},
        ),
        ("620522.settlement-day", "九月份的费用", {"month": "2018-09"}),
        ("620522.follow-up", "上报了126例", {"cases": "126例"}),
        ("431302.enrolment-aid", "家里五口人，连交三年", {"heads": "5", "years": "3"}),
        ("510704.resident-maternity", "娃是剖的", {"delivery": "caesarean"}),
        ("000000.county-2018-contribution", "我们一家4口人要交多少", {"heads": "4"}),
    ],
)
def test_facts_by_their_form(rules: dict[str, Rule], rule_id: str, text: str, facts: dict[str, str]) -> None:
    """Options by their words, ratios, counts, days and months by their form; what is not said is left out."""
    assert rule_facts(rules[rule_id], text, {}, {}, DAY) == facts


def test_sums_come_by_their_roles(rules: dict[str, Rule]) -> None:
    """What was paid before comes from this message or an earlier one; a bill only from this."""
    rule = rules["510700.employee-outpatient"]
    slots = {"status": "retired", "paid": "300", "amount": "999", "region": "510704"}
    found = rule_facts(rule, "", slots, {"amount": "800"}, DAY)
    assert found == {"status": "retired", "paid": "300", "amount": "800"}


def test_a_deductible_already_taken_off(rules: dict[str, Rule]) -> None:
    """Of a bill told after its deductible none is taken off again."""
    found = rule_facts(rules["620522.referral"], "扣完起付线还有8000", {}, {"amount": "8000"}, DAY)
    assert found["deductible"] == "0"


def test_a_deductible_only_asked_about(rules: dict[str, Rule]) -> None:
    """Who asks whether it was taken off has not said so."""
    found = rule_facts(rules["620522.referral"], "花了8000，起付线扣了没得", {}, {"amount": "8000"}, DAY)
    assert "deductible" not in found


@pytest.mark.parametrize(
    ("rule_id", "main"),
    [
        ("510700.employee-outpatient", "amount"),
        ("510700.personal-account", "base"),
        ("620522.fund-split", "total"),
        ("620522.settlement-day", None),
        ("431302.enrolment-aid", None),
    ],
)
def test_the_sum_that_a_rule_is_about(rules: dict[str, Rule], rule_id: str, main: str | None) -> None:
    """The sum that nobody can assume and no year carries."""
    assert main_sum(rules[rule_id]) == main
