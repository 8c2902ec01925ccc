"""The made-up city's inpatient rules against oracles written differently, and the properties that money must keep.

The oracles say the city's figures themselves, count in whole 分 and fractions, and go by marginal rates: what the
rate rises by from band to band, on all that is above the band's bound. ORACLE_CASES sets how many cases
are generated (500).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from oracles import many

from knowledge.benefit import Calculation, Rule, calculate

DAY = date(2024, 6, 30)
DEDUCTIBLE = {"tertiary": (90_000, 45_000, 0), "secondary": (40_000, 20_000, 0), "primary": (40_000, 20_000, 0)}
RATES = {  # per cent, from the first band up
    "active": {"tertiary": (82, 86, 90), "secondary": (88, 91, 93), "primary": (88, 91, 93)},
    "retired": {"tertiary": (86, 90, 94), "secondary": (91, 93, 96), "primary": (91, 93, 96)},
}
BOUNDS = (0, 2_000_000, 6_000_000)
CAP = 25_000_000
SERIOUS_RATES, SERIOUS_BOUNDS, SERIOUS_CAP = (60, 75), (1_200_000, 5_000_000), 30_000_000
AID = {"ordinary": (0, 0), "low_income": (70, 3_000_000), "extreme": (90, 5_000_000)}
ADMISSIONS = ("first", "second", "further")
RESULTS = ("fund", "serious", "aid", "self")


def near(*bounds: int) -> st.SearchStrategy[int]:
    """Amounts in 分: small ones, any ones, and those within a yuan of a bound."""
    around = (st.integers(max(bound - 100, 0), bound + 100) for bound in bounds)
    return st.one_of(st.integers(0, 3_000_000), st.integers(0, 100_000_000), *around)


bills = near(0, 20_000, 40_000, 45_000, 90_000, *BOUNDS)
people = st.fixed_dictionaries(
    {"status": st.sampled_from(["active", "retired"]), "group": st.sampled_from(sorted(AID))}
)
admissions: st.SearchStrategy[dict[str, Any]] = st.builds(
    lambda tier, admission, bill, outside: {
        "tier": tier,
        "admission": admission,
        "amount": bill,
        "out_of_scope": min(outside, bill),
    },
    st.sampled_from(sorted(DEDUCTIBLE)),
    st.sampled_from(ADMISSIONS),
    bills,
    st.one_of(st.just(0), st.integers(0, 500_000)),
)
befores = st.fixed_dictionaries(
    {
        "paid": st.one_of(st.just(0), st.integers(0, CAP), st.integers(CAP - 100, CAP)),
        "accrued": near(*SERIOUS_BOUNDS),
        "serious_paid": st.one_of(st.just(0), st.integers(0, SERIOUS_CAP), st.integers(SERIOUS_CAP - 100, SERIOUS_CAP)),
        "aid_paid": st.one_of(st.just(0), st.integers(0, 3_000_000), st.integers(2_999_900, 3_000_000)),
    }
).map(lambda one: {**one, "accrued": min(one["accrued"], 50_000_000)})


def whole(value: Fraction) -> int:
    """Whole 分, a half counts as one."""
    return floor(value + Fraction(1, 2))


def up_to(cost: int, rates: Sequence[int], bounds: Sequence[int]) -> Fraction:
    """What rates in per cent bring on a cost in 分: each rise of the rate on all that is above its bound."""
    rises = [rate - lower for rate, lower in zip(rates, (0, *rates), strict=False)]
    return Fraction(sum(rise * max(cost - bound, 0) for rise, bound in zip(rises, bounds, strict=True)), 100)


def oracle(facts: Mapping[str, Any]) -> dict[str, int]:
    """The four results in 分 from facts in 分."""
    deductible = DEDUCTIBLE[facts["tier"]][ADMISSIONS.index(facts["admission"])]
    eligible = facts["amount"] - facts["out_of_scope"]
    rates = RATES[facts["status"]][facts["tier"]]
    entitled = up_to(max(eligible, deductible), rates, BOUNDS) - up_to(deductible, rates, BOUNDS)
    fund = min(whole(entitled), CAP - facts["paid"])
    own = eligible - fund
    before, after = (
        whole(up_to(cost, SERIOUS_RATES, SERIOUS_BOUNDS)) for cost in (facts["accrued"], facts["accrued"] + own)
    )
    serious = min(after - before, SERIOUS_CAP - facts["serious_paid"])
    rate, cap = AID[facts["group"]]
    aid = min(whole(Fraction((own - serious) * rate, 100)), cap - facts["aid_paid"]) if rate else 0
    return {"fund": fund, "serious": serious, "aid": aid, "self": facts["amount"] - fund - serious - aid}


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in 分 as a person tells them: sums in yuan."""
    return {name: f"{fact // 100}.{fact % 100:02d}" if isinstance(fact, int) else fact for name, fact in facts.items()}


def fen(value: object) -> int:
    """An amount of the engine in 分: it has no less."""
    assert isinstance(value, Decimal)
    assert value * 100 % 1 == 0
    return int(value * 100)


def run(rule: Rule, facts: Mapping[str, Any]) -> dict[str, int]:
    """The engine's results in 分."""
    done: Calculation = calculate(rule, facts, DAY)
    assert done.outcome == "complete"
    return {result.name: fen(result.value) for result in done.results}


def rule_of(rules: dict[str, Rule]) -> Rule:
    """The rule with bands, layers and caps."""
    return rules["330900.employee-inpatient"]


@given(person=people, stay=admissions, before=befores)
@many
def test_oracle(
    city_rules: dict[str, Rule], person: dict[str, str], stay: dict[str, Any], before: dict[str, int]
) -> None:
    """On generated cases each layer pays what the marginal rates give, to the 分."""
    facts = {**person, **stay, **before}
    assert run(rule_of(city_rules), told(facts)) == oracle(facts)


@given(person=people, stay=admissions, before=befores)
@many
def test_bounds(
    city_rules: dict[str, Rule], person: dict[str, str], stay: dict[str, Any], before: dict[str, int]
) -> None:
    """The four parts add up to the bill, none is negative, and each layer stays within what is left of its cap."""
    found = run(rule_of(city_rules), told({**person, **stay, **before}))
    assert tuple(found) == RESULTS
    assert sum(found.values()) == stay["amount"]
    assert min(found.values()) >= 0
    assert found["self"] >= stay["out_of_scope"]
    assert found["fund"] + before["paid"] <= CAP
    assert found["serious"] + before["serious_paid"] <= SERIOUS_CAP
    cap = AID[person["group"]][1]
    assert found["aid"] == 0 or found["aid"] + before["aid_paid"] <= cap


@given(person=people, stay=admissions, before=befores, more=st.one_of(st.integers(0, 3), st.integers(0, 5_000_000)))
@many
def test_never_falls(
    city_rules: dict[str, Rule], person: dict[str, str], stay: dict[str, Any], before: dict[str, int], more: int
) -> None:
    """A higher bill brings no less from any layer, and costs the person no less."""
    rule = rule_of(city_rules)
    lower = run(rule, told({**person, **stay, **before}))
    higher = run(rule, told({**person, **stay, **before, "amount": stay["amount"] + more}))
    assert [name for name in RESULTS if higher[name] < lower[name]] == []


@given(person=people, stays=st.lists(admissions, min_size=2, max_size=4), before=befores)
@many
def test_admissions_of_a_year(
    city_rules: dict[str, Rule], person: dict[str, str], stays: list[dict[str, Any]], before: dict[str, int]
) -> None:
    """Several admissions in one list come to the single ones chained by hand, and stay within the caps together."""
    rule, so_far = rule_of(city_rules), dict(before)
    chained = dict.fromkeys(RESULTS, 0)
    for stay in stays:
        one = run(rule, told({**person, **stay, **so_far}))
        so_far["paid"] += one["fund"]
        so_far["accrued"] += stay["amount"] - stay["out_of_scope"] - one["fund"]
        so_far["serious_paid"] += one["serious"]
        so_far["aid_paid"] += one["aid"]
        chained = {name: chained[name] + one[name] for name in RESULTS}
    listed = run(rule, {**told({**person, **before}), "visits": [told(stay) for stay in stays]})
    assert listed == chained
    assert so_far["paid"] <= CAP and so_far["serious_paid"] <= SERIOUS_CAP


@given(person=people, stay=admissions, before=befores)
@many
def test_lines_add_up(
    city_rules: dict[str, Rule], person: dict[str, str], stay: dict[str, Any], before: dict[str, int]
) -> None:
    """What a line's arithmetic says after its last equals sign is the line's own value, in yuan."""
    for line in calculate(rule_of(city_rules), told({**person, **stay, **before}), DAY).lines:
        if line.kind == "step" and "=" in line.how:
            said_last = line.how.rpartition("=")[2].rpartition("为")[2].strip()
            assert said_last == line.text


RESIDENT = {"tertiary": (100_000, 55), "secondary": (50_000, 70), "primary": (10_000, 85)}


@given(
    tier=st.sampled_from(sorted(RESIDENT)),
    lowered=st.booleans(),
    raised=st.booleans(),
    bill=near(10_000, 50_000, 100_000),
    paid=st.one_of(st.just(0), st.integers(0, 20_000_000), st.integers(19_999_900, 20_000_000)),
)
@many
def test_both_readings(
    city_rules: dict[str, Rule], tier: str, lowered: bool, raised: bool, bill: int, paid: int
) -> None:
    """A ratio lowered by 10% and raised by 5% is read by points and relative to it; both come to the oracle's."""
    deductible, rate = RESIDENT[tier]
    points = Fraction(rate - 10 * lowered + 5 * raised, 100)
    relative = Fraction(rate, 100) * (1 - Fraction(lowered, 10)) * (1 + Fraction(raised, 20))
    above, left = max(bill - deductible, 0), 20_000_000 - paid
    wanted = [min(whole(above * ratio), left) for ratio in (points, relative)]
    facts = {"tier": tier, "amount": bill, "paid": paid}
    choices = {"filing": "unfiled" if lowered else "local", "signed": "signed" if raised else "unsigned"}
    done = calculate(city_rules["330900.resident-inpatient"], {**told(facts), **choices}, DAY)
    found = {result.name: result for result in done.results}
    readings = [
        [fen(found[name].value), fen((found[name].otherwise or found[name]).value)] for name in ("fund", "self")
    ]
    assert readings == [wanted, [bill - fund for fund in wanted]]
    assert (found["fund"].type == "alternatives") == (wanted[0] != wanted[1])
