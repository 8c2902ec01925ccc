"""Benefits worked out once more, written differently from the rules: whole 分 and fractions, days by the calendar.

An oracle says its policy's figures itself and shares no code with the engine. Facts and results are plain
numbers here: money in 分, ratios as fractions, months as their first day. The tests hold the engine to them,
and generated cases take the figures that they expect from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

Facts = Mapping[str, Any]


def whole(value: Fraction) -> int:
    """Whole 分, a half counts as one."""
    return floor(value + Fraction(1, 2))


DEDUCTIBLE = {"active": 20_000, "retired": 15_000}
CAP = {"active": 200_000, "retired": 250_000}
TENTHS = {"active": {"tertiary": 5}, "retired": {"tertiary": 6}}  # of the rest 6 and 7


def year_so_far(status: str, tier: str, cost: int) -> int:
    """分 that a year's eligible cost (分) brings at one tier, before the cap."""
    above = cost - DEDUCTIBLE[status] if cost > DEDUCTIBLE[status] else 0
    tenths = TENTHS[status].get(tier, {"active": 6, "retired": 7}[status])
    return whole(Fraction(above * tenths, 10))


def outpatient(facts: Facts, day: date) -> dict[str, Any]:
    """As `chronic`, with a deductible that has been met where the fund has paid something."""
    status, tier = facts["status"], facts["tier"]
    met = DEDUCTIBLE[status] if facts.get("paid") else 0
    before = facts.get("accrued", met)
    entitled = [year_so_far(status, tier, cost) for cost in (before, before + eligible(facts))]
    paid = facts.get("paid", min(entitled[0], CAP[status]))
    fund = min(entitled[1] - entitled[0], CAP[status] - paid)
    return {"fund": fund, "self": facts["amount"] - fund}


def chronic(facts: Facts, day: date) -> dict[str, Any]:
    """The year's entitlement after the visit less that before it, within what the year's cap leaves."""
    percent, caps = (70, (100_000, 150_000)) if day.year == 2022 else (75, (200_000, 300_000))
    cap = caps[facts["diseases"] == "several"]
    before = facts.get("accrued", 0)
    entitled = [whole(Fraction(cost * percent, 100)) for cost in (before, before + eligible(facts))]
    paid = facts.get("paid", min(entitled[0], cap))
    fund = min(entitled[1] - entitled[0], cap - paid)
    return {"fund": fund, "self": facts["amount"] - fund}


def eligible(facts: Facts) -> int:
    """The bill without what is out of scope, in 分."""
    return int(facts["amount"] - facts.get("out_of_scope", 0))


def most(cap: int | Mapping[str, int], by: str = "") -> Callable[[Facts, date], dict[str, Any]]:
    """A limit; of a bill no more than either, and what is above the limit is left to the person."""

    def expect(facts: Facts, day: date) -> dict[str, Any]:
        limit = cap if isinstance(cap, int) else cap[facts[by]]
        if "amount" not in facts:
            return {"limit": limit}
        bill = facts["amount"]
        return {"limit": limit, "most": sorted((limit, bill))[0], "least": bill - limit if bill > limit else 0}

    return expect


def changed(
    tenths: int, deductible: int | None, by: str = "", where: str = ""
) -> Callable[[Facts, date], dict[str, Any]]:
    """A told ratio with so many tenths (of one, or of itself) added, in both readings; `deductible` None: told.

    Where the ratio is not told and tenths are taken off, what they come to by points.
    """

    def expect(facts: Facts, day: date) -> dict[str, Any]:
        change = tenths if not by or facts[by] == where else 0
        found: dict[str, Any] = {}
        if "amount" in facts:
            cost = eligible(facts) - (facts["deductible"] if deductible is None else deductible)
            found["above"] = cost if cost > 0 else 0
        if "ratio" not in facts:
            return {**found, **({"lost": whole(Fraction(found["above"] * -change, 10))} if change < 0 else {})}
        told = facts["ratio"]
        for name, ratio in (("", told + Fraction(change, 10)), ("_otherwise", told * Fraction(10 + change, 10))):
            within = sorted((Fraction(0), ratio, Fraction(1)))[1]
            reading = {"ratio": within}
            if "amount" in facts:
                fund = whole(found["above"] * within)
                reading |= {"fund": fund, "self": facts["amount"] - fund}
            found |= {key + name: value for key, value in reading.items() if not name or value != found[key]}
        return found

    return expect


def account(facts: Facts, day: date) -> dict[str, Any]:
    """Twenty or twenty-eight thousandths a month, twelve times a year."""
    active = facts["status"] == "active"
    monthly = whole(Fraction(facts["base"] * 20 if active else facts["average"] * 28, 1000))
    return {"monthly": monthly, "yearly": sum([monthly] * 12)}


def primary(facts: Facts, day: date) -> dict[str, Any]:
    """Nine tenths of what is above 100元."""
    fund = whole(Fraction(max(eligible(facts), 10_000) * 9 - 90_000, 10))
    return {"fund": fund, "self": facts["amount"] - fund}


def half_a_year(facts: Facts, day: date) -> dict[str, Any]:
    """The same day of the sixth month on, or the last one before the month after it begins."""
    start = facts["start"]
    year, month = (start.year, start.month + 6) if start.month <= 6 else (start.year + 1, start.month - 6)
    after = date(year, month + 1, 1) if month < 12 else date(year + 1, 1, 1)
    last = (after - timedelta(days=1)).day
    return {"due": date(year, month, start.day if start.day < last else last)}


def registration(facts: Facts, day: date) -> dict[str, Any]:
    """The same time of the next day, or of the third."""
    start = facts["start"]
    later = date.fromordinal(start.toordinal() + {"ordinary": 1, "emergency": 3}[facts["admission"]])
    return {"due": datetime.combine(later, start.time())}


def settled(facts: Facts, day: date) -> dict[str, Any]:
    """The twentieth of the next month, and of the next January."""
    following = facts["month"] + timedelta(days=31)
    return {"due": following.replace(day=20), "year_due": date(facts["month"].year + 1, 1, 20)}


def split(facts: Facts, day: date) -> dict[str, Any]:
    """Three tenths of what is left, and the rest of it."""
    rest = facts["total"] - facts["prior"]
    first = (rest * 3 + 5) // 10
    return {"first": first, "second": rest - first}


def contribution(facts: Facts, day: date) -> dict[str, Any]:
    """150元 a head, or four rises of 30元 above 60元."""
    heads = facts.get("heads", 1)
    return {"total": 15_000 * heads, **({"total_otherwise": (6_000 + 4 * 3_000) * heads} if heads else {})}


def aid(facts: Facts, day: date) -> dict[str, Any]:
    """220元 or 110元 a head and year."""
    rate = 22_000 if facts["group"] == "full" else 11_000
    return {"total": rate * facts.get("heads", 1) * facts.get("years", 1)}
