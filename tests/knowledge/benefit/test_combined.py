"""Several calculations told together, and one told beside a sum, a day or a monthly spending that a person named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from knowledge.benefit import Calculation, Rule, against, calculate, combine, days_until, months_until, needed

DAY = date(2023, 6, 1)
NOTICE = date(2018, 10, 1)


@pytest.fixture
def bill(rule: Rule) -> Any:
    """`bill(status, amount)`: one first visit of the year to a tertiary hospital."""

    def calculated(status: str, amount: str) -> Calculation:
        return calculate(rule, {"status": status, "tier": "tertiary", "amount": amount, "accrued": "0"}, DAY)

    return calculated


def told(calculation: Calculation) -> dict[str, Any]:
    """Results by name."""
    return {result.name: result.value for result in calculation.results}


def test_the_total_of_a_couple(bill: Any) -> None:
    """Each common amount is summed, and the line says of which parts."""
    parts = [("父亲", bill("retired", "1000")), ("母亲", bill("retired", "600.50")), ("本人", bill("active", "150"))]
    together = combine(parts, "total")
    assert told(together) == {"fund": Decimal("780.3"), "self": Decimal("970.2")}
    assert together.results[0].label == "统筹基金支付合计"
    assert together.lines[0].how == "510元 + 270.3元 + 0元 = 780.3元"
    assert set(together.case) == {"父亲", "母亲", "本人"}


def test_the_difference_of_two(bill: Any) -> None:
    """The larger is named first, whichever part it comes from, so that no difference is below zero."""
    for first, second in (("active", "retired"), ("retired", "active")):
        apart = combine([(first, bill(first, "1600")), (second, bill(second, "1600"))], "difference")
        assert told(apart) == {"fund": Decimal(170), "self": Decimal(170)}
        assert [line.how for line in apart.lines] == ["870元 - 700元 = 170元", "900元 - 730元 = 170元"]


def test_sums_alike_differ_by_nothing(bill: Any) -> None:
    """Two cases that come to the same lie nothing apart."""
    apart = combine([("甲", bill("active", "800")), ("乙", bill("active", "800"))], "difference")
    assert told(apart) == {"fund": Decimal(0), "self": Decimal(0)}


def test_only_amounts_in_common(rules: dict[str, Rule], bill: Any) -> None:
    """What one part does not have, a range, a second reading and a day are not added up."""
    outpatient = bill("active", "1600")
    chronic = calculate(rules["510700.employee-chronic"], {"diseases": "one", "amount": "1000"}, DAY)
    assert told(combine([("门诊", outpatient), ("慢性病", chronic)], "total")) == {
        "fund": Decimal(1450),
        "self": Decimal(1150),
    }
    limit = calculate(rules["510704.resident-chronic"], {"diseases": "one", "amount": "1200"}, DAY)
    assert set(told(combine([("甲", limit), ("乙", limit)], "total"))) == {"limit", "least"}
    facts = {"referral": "unreferred", "ratio": "60%", "amount": "9000", "deductible": "1000"}
    twice = calculate(rules["620522.referral"], facts, NOTICE)
    assert set(told(combine([("甲", twice), ("乙", twice)], "total"))) == {"above"}
    due = calculate(rules["510704.waiting-period"], {"start": "2023-06-01"}, DAY)
    assert combine([("甲", due), ("乙", due)], "total").results == ()


def test_assumptions_and_gaps_are_told_once(rule: Rule, rules: dict[str, Rule]) -> None:
    """What both parts assume or leave open stands there once."""
    silent = calculate(rule, {"status": "active", "tier": "tertiary", "amount": "800"}, DAY)
    limit = calculate(rules["510704.resident-chronic"], {"diseases": "one", "amount": "1200"}, DAY)
    together = combine([("甲", silent), ("乙", silent)], "total")
    assert together.assumptions == silent.assumptions
    assert len(silent.assumptions) == 2
    assert combine([("甲", limit), ("乙", limit)], "total").gaps == limit.gaps


@pytest.mark.parametrize(("said", "how"), [("650", "700元 - 650元 = 50元"), ("730.5", "730.5元 - 700元 = 30.5元")])
def test_against_what_was_told(bill: Any, said: str, how: str) -> None:
    """How far a result lies from what the person was paid comes last, whichever is the larger."""
    beside = against(bill("active", "1600"), "fund", Decimal(said), "与已报的相差")
    assert [result.name for result in beside.results] == ["fund", "self", "apart"]
    assert beside.results[-1].text == how.rpartition("= ")[2]
    assert beside.lines[-1].how == how


def test_days_left(rules: dict[str, Rule]) -> None:
    """The days from today to a due day, or to the day of a due moment, are counted; none where it is over."""
    settled = calculate(rules["620522.settlement-day"], {"month": "2018-10"}, NOTICE)
    counted = days_until(settled, date(2018, 11, 3), "还剩")
    assert (counted.results[-1].name, counted.results[-1].text) == ("days_left", "17天")
    assert counted.lines[-1].how == "从2018年11月3日到2018年11月20日，17天"
    assert days_until(settled, date(2018, 11, 20), "还剩").results[-1].value == 0
    assert days_until(settled, date(2018, 11, 21), "还剩") == settled
    moment = calculate(
        rules["620522.admission-registration"], {"admission": "emergency", "start": "2018-10-01 22:15"}, NOTICE
    )
    assert days_until(moment, date(2018, 10, 2), "还剩").results[-1].text == "2天"


def test_no_day_no_count(bill: Any) -> None:
    """A calculation without a day stays as it is."""
    done = bill("active", "1600")
    assert days_until(done, DAY, "还剩") == done


@pytest.mark.parametrize(("monthly", "month"), [("420", 10), ("400", 11), ("5000", 1), ("0.01", 420_000)])
def test_the_month_of_a_limit(rule: Rule, monthly: str, month: int) -> None:
    """So much each month reaches a sum in the month in which it is full or exceeded."""
    facts = {"status": "active", "tier": "tertiary"}
    done = needed(rule, facts, DAY, unknown="amount", result="fund", target=Decimal(2000))
    assert done is not None
    found = months_until(done, Decimal(monthly), "用完限额的月份")
    assert (found.results[0].name, found.results[0].text) == ("months", f"第{month}个月")
    assert found.results[1:] == done.results
