"""Questions asked the other way round: the bill at which a limit is reached, and what is left of a limit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import INTERVIEW
from oracles import text as written

from knowledge.benefit import Calculation, Rule, calculate, left_of, limit_of, needed

DAY = date(2023, 6, 1)
ACTIVE = {"status": "active", "tier": "tertiary"}


def amount_of(done: Calculation | None) -> Decimal:
    """The sum that was looked for."""
    assert done is not None and done.outcome == "complete" and done.result is not None
    assert isinstance(done.result.value, Decimal)
    return done.result.value


@pytest.mark.parametrize(
    ("rule_id", "facts", "target", "bill"),
    [
        ("510700.employee-outpatient", ACTIVE, "2000", "4200"),
        ("510700.employee-outpatient", {"status": "retired", "tier": "primary"}, "2500", "3721.43"),
        ("510700.employee-outpatient", {"status": "active", "tier": "pharmacy"}, "2000", "3533.33"),
        ("510700.employee-chronic", {"diseases": "one", "paid": "1300"}, "700", "933.33"),
        ("510700.employee-chronic", {"diseases": "one", "accrued": "400", "paid": "300"}, "1700", "2266.67"),
        ("510704.primary-inpatient", {}, "900", "1100"),
    ],
)
def test_the_bill_for_a_payment(
    rules: dict[str, Rule], rule_id: str, facts: dict[str, Any], target: str, bill: str
) -> None:
    """The bill is the 分 nearest to the exact solution: 2000 at 50 % above 200 takes 4200元."""
    found = needed(rules[rule_id], facts, DAY, unknown="amount", result="fund", target=Decimal(target))
    assert amount_of(found) == Decimal(bill)


def test_the_base_for_a_credit(rules: dict[str, Rule]) -> None:
    """A monthly credit of 130元 at 2 % was counted from 6500元."""
    rule = rules["510700.personal-account"]
    found = needed(rule, {"status": "active"}, DAY, unknown="base", result="monthly", target=Decimal(130))
    assert amount_of(found) == 6500


def test_what_oneself_paid(rules: dict[str, Rule]) -> None:
    """Of what the person paid at 90 % above 100元 the whole bill follows."""
    rule = rules["510704.primary-inpatient"]
    found = needed(rule, {}, INTERVIEW, unknown="amount", result="self", target=Decimal(200))
    assert amount_of(found) == 1100


def test_no_sum_reaches_it(rules: dict[str, Rule]) -> None:
    """No bill brings more than the year's limit, nor more than is left of it."""
    rule = rules["510700.employee-outpatient"]
    assert needed(rule, ACTIVE, DAY, unknown="amount", result="fund", target=Decimal("2000.01")) is None
    left = {**ACTIVE, "paid": "1500"}
    assert needed(rule, left, DAY, unknown="amount", result="fund", target=Decimal("500.01")) is None
    assert amount_of(needed(rule, left, DAY, unknown="amount", result="fund", target=Decimal(500))) == 1000


def test_nothing_wanted_takes_nothing(rules: dict[str, Rule]) -> None:
    """A payment of nothing needs no bill."""
    rule = rules["510700.employee-outpatient"]
    assert amount_of(needed(rule, ACTIVE, DAY, unknown="amount", result="fund", target=Decimal(0))) == 0


def test_the_answer_is_a_whole_calculation(rules: dict[str, Rule]) -> None:
    """The sum comes first, the rule's own results behind it, with the lines, the assumptions and the clauses."""
    rule = rules["510700.employee-outpatient"]
    found = needed(rule, ACTIVE, DAY, unknown="amount", result="fund", target=Decimal(2000))
    assert found is not None
    assert [(r.name, r.text) for r in found.results] == [("amount", "4200元"), ("fund", "2000元"), ("self", "2200元")]
    assert found.results[0].label == "统筹基金支付达到2000元时的费用总额"
    direct = calculate(rule, {**ACTIVE, "amount": "4200"}, DAY)
    assert (found.lines, found.assumptions, found.clauses) == (direct.lines, direct.assumptions, direct.clauses)
    assert all(
        value == value.quantize(Decimal("0.01")) for line in found.lines if isinstance(value := line.value, Decimal)
    )


def test_what_ends_a_calculation_ends_this(rules: dict[str, Rule]) -> None:
    """A fact that is missing is asked for; on a day without the rule there is no sum."""
    rule = rules["510700.employee-outpatient"]
    asked = needed(rule, {"status": "active"}, DAY, unknown="amount", result="fund", target=Decimal(100))
    assert asked is not None and asked.missing is not None and asked.missing.name == "tier"
    early = needed(rule, ACTIVE, date(2022, 12, 31), unknown="amount", result="fund", target=Decimal(100))
    assert early is not None and early.outcome == "not_in_force"


@given(target=st.integers(1, 200_000), used=st.integers(0, 100_000))
@settings(max_examples=100, deadline=None, derandomize=True)  # each of them is some forty calculations
def test_nearest_to_the_exact_solution(rules: dict[str, Rule], target: int, used: int) -> None:
    """No other 分 lies nearer to the exact bill, and of two that lie alike near the upper one is told."""
    done = needed(
        rules["510700.employee-chronic"],
        {"diseases": "several", "paid": written(used, "yuan")},
        DAY,
        unknown="amount",
        result="fund",
        target=Decimal(target) / 100,
    )
    exact = Fraction(target * 100, 75)
    bill = int(amount_of(done) * 100)
    assert abs(bill - exact) <= min(exact - floor(exact), ceil(exact) - exact)


@pytest.mark.parametrize(
    ("rule_id", "name", "used", "facts", "left"),
    [
        ("510700.employee-outpatient", "cap", "paid", {"status": "active", "paid": "1234.56"}, "765.44"),
        ("510700.employee-outpatient", "cap", "paid", {"status": "retired"}, "2500"),
        ("510700.employee-outpatient", "cap", "paid", {"status": "active", "paid": "2600"}, "0"),
        ("510700.employee-outpatient", "deductible", "accrued", {"status": "retired", "accrued": "90"}, "60"),
        ("510700.employee-chronic", "cap", "paid", {"diseases": "one", "paid": "1300"}, "700"),
        ("510704.resident-chronic", "cap", None, {"diseases": "several"}, "1500"),
    ],
)
def test_what_is_left(
    rules: dict[str, Rule], rule_id: str, name: str, used: str | None, facts: dict[str, Any], left: str
) -> None:
    """What was used is taken off a limit or a deductible, and nothing goes below zero."""
    found = left_of(rules[rule_id], name, used, facts, DAY)
    assert amount_of(found) == Decimal(left)
    assert found.clauses


def test_what_is_left_asks_only_what_it_needs(rules: dict[str, Rule]) -> None:
    """The limit goes by status alone, so the hospital is not asked for; facts that the rule does not know are passed over."""
    rule = rules["510700.employee-outpatient"]
    asked = left_of(rule, "cap", "paid", {"visits": [{"amount": 1}], "care": "outpatient"}, DAY)
    assert asked.missing is not None and asked.missing.name == "status"
    assert left_of(rule, "cap", "paid", {"status": "active"}, date(2022, 6, 1)).outcome == "not_in_force"


def test_the_limit_itself(rules: dict[str, Rule]) -> None:
    """The value of a parameter for this person, or what has to be asked first."""
    rule = rules["510700.employee-outpatient"]
    assert limit_of(rule, "deductible", {"status": "active"}, DAY) == 200
    asked = limit_of(rule, "deductible", {}, DAY)
    assert isinstance(asked, Calculation) and asked.outcome == "missing"
