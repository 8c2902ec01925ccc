"""The oracles of `eval.oracles` against the engine, on facts drawn for each rule.

ORACLE_CASES sets how many cases are generated for each test (500).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from eval.oracles import (
    CAP,
    Facts,
    account,
    aid,
    changed,
    chronic,
    contribution,
    half_a_year,
    most,
    outpatient,
    primary,
    registration,
    settled,
    split,
    year_so_far,
)
from knowledge.benefit import Rule, calculate

many = settings(max_examples=int(os.environ.get("ORACLE_CASES", "500")), deadline=None, derandomize=True)
__all__ = ["CAP", "year_so_far"]
INTERVIEW, NOTICE, REPORT = date(2023, 5, 31), date(2018, 9, 18), date(2018, 6, 30)


@dataclass(frozen=True)
class Oracle:
    """What a rule must come to: `expect` from the facts and the day; `facts` draws them, `sometimes` leaves some out.

    `grows` is the fact that the results rise with, `cap` the most that `fund` or `most` may be, in 分.
    """

    expect: Callable[[Facts, date], dict[str, Any]]
    facts: Mapping[str, st.SearchStrategy[Any]]
    grows: str
    days: tuple[date, ...]
    sometimes: Mapping[str, st.SearchStrategy[Any]] = field(default_factory=dict)
    cap: int = 10**14

    def highest(self, name: str, facts: Facts) -> int:
        """What a result may be at most: the bill, the cap; a ratio one."""
        if name.startswith("ratio"):
            return 1
        of_a_bill = name.removesuffix("_otherwise") in ("above", "lost", "fund", "self", "most", "least")
        bill = facts["amount"] if of_a_bill and "amount" in facts else 10**14
        return min(bill, self.cap) if name in ("fund", "most") else bill


def fen(*thresholds: int) -> st.SearchStrategy[int]:
    """Amounts in 分, many of them within a yuan of a threshold, some of them huge."""
    return st.one_of(
        st.integers(0, 700_000), st.integers(0, 10**9), *(st.integers(max(at - 100, 0), at + 100) for at in thresholds)
    )


def choice(*names: str) -> st.SearchStrategy[str]:
    """One of an input's options."""
    return st.sampled_from(names)


RATIOS = st.integers(0, 1000).map(lambda per_mille: Fraction(per_mille, 1000))
DATES = st.one_of(
    st.dates(date(2018, 1, 1), date(2030, 12, 31)),
    st.builds(  # the ends of months
        lambda year, month, back: date(year + month // 12, month % 12 + 1, 1) - timedelta(days=back),
        st.integers(2018, 2030),
        st.integers(1, 12),
        st.integers(0, 4),
    ),
)
MOMENTS = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day) + timedelta(minutes=minute),
    DATES,
    st.one_of(st.integers(0, 1439), st.sampled_from([0, 1, 1439])),
)


BILL = {"out_of_scope": fen()}
TOLD = {"amount": fen(100_000), "deductible": fen(100_000)}
HEADS = st.integers(0, 10_000)
ORACLES = {
    "510700.employee-outpatient": Oracle(
        outpatient,
        {
            "status": choice("active", "retired"),
            "tier": choice("tertiary", "secondary", "primary", "pharmacy"),
            "amount": fen(15_000, 20_000, 420_000),
        },
        "amount",
        (date(2023, 1, 1), date(2023, 6, 1)),
        {**BILL, "accrued": fen(15_000, 20_000, 420_000), "paid": st.integers(0, 100)},
        cap=250_000,
    ),
    "510700.employee-chronic": Oracle(
        chronic,
        {"diseases": choice("one", "several"), "amount": fen(142_857, 214_285, 266_666, 400_000)},
        "amount",
        (date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1), INTERVIEW),
        {**BILL, "accrued": fen(142_857, 214_285, 266_666, 400_000), "paid": st.integers(0, 100)},
        cap=300_000,
    ),
    "510704.resident-chronic": Oracle(
        most({"one": 100_000, "several": 150_000}, "diseases"),
        {"diseases": choice("one", "several")},
        "amount",
        (INTERVIEW,),
        {"amount": fen(100_000, 150_000)},
        cap=150_000,
    ),
    "510700.personal-account": Oracle(
        account,
        {"status": choice("active", "retired"), "base": fen(), "average": fen()},
        "base",
        (date(2023, 1, 1), INTERVIEW),
    ),
    "510704.primary-inpatient": Oracle(primary, {"amount": fen(10_000)}, "amount", (INTERVIEW,), BILL),
    "510704.away": Oracle(
        changed(-1, 100_000, "filing", "unfiled"),
        {"filing": choice("filed", "unfiled", "province_temporary"), "ratio": RATIOS},
        "amount",
        (INTERVIEW,),
        {"amount": fen(100_000), **BILL},
    ),
    "510704.resident-maternity": Oracle(
        most({"natural": 150_000, "caesarean": 200_000}, "delivery"),
        {"delivery": choice("natural", "caesarean")},
        "amount",
        (INTERVIEW,),
        {"amount": fen(150_000, 200_000)},
        cap=200_000,
    ),
    "510704.father-subsidy": Oracle(
        lambda facts, day: {"part": (facts["total"] + 1) // 2}, {"total": fen()}, "total", (INTERVIEW,)
    ),
    "510700.report-reward": Oracle(most(20_000_000), {}, "", (INTERVIEW,)),
    "510704.waiting-period": Oracle(half_a_year, {"start": DATES}, "start", (INTERVIEW,)),
    "620522.referral": Oracle(
        changed(-1, None, "referral", "unreferred"),
        {"referral": choice("referred", "unreferred"), **TOLD},
        "amount",
        (NOTICE,),
        {"ratio": RATIOS, **BILL},
    ),
    "620522.down-referral": Oracle(changed(0, 0), {"amount": fen()}, "amount", (NOTICE,), {"ratio": RATIOS, **BILL}),
    "620522.admission-registration": Oracle(
        registration, {"admission": choice("ordinary", "emergency"), "start": MOMENTS}, "start", (NOTICE,)
    ),
    "620522.settlement-day": Oracle(settled, {"month": DATES.map(lambda day: day.replace(day=1))}, "month", (NOTICE,)),
    "620522.fund-split": Oracle(split, {"total": st.integers(10**9, 10**10), "prior": fen()}, "total", (NOTICE,)),
    "620522.follow-up": Oracle(
        lambda facts, day: {
            "least": ceil(Fraction(facts["cases"], 10) * {"ordinary": 1, "away_large": 9}[facts["kind"]])
        },
        {"kind": choice("ordinary", "away_large"), "cases": st.integers(0, 1_000_000)},
        "cases",
        (NOTICE,),
    ),
    "431302.enrolment-aid": Oracle(
        aid,
        {"group": choice("card_holder", "low_income", "full")},
        "heads",
        (date(2019, 1, 1), date(2019, 12, 31)),
        {"heads": HEADS, "years": st.integers(0, 10)},
    ),
    "000000.county-2018-inpatient-aid": Oracle(
        most(3_000_000), {}, "amount", (REPORT,), {"amount": fen(3_000_000)}, cap=3_000_000
    ),
    "000000.county-2018-chronic-aid": Oracle(
        most(150_000), {}, "amount", (REPORT,), {"amount": fen(150_000)}, cap=150_000
    ),
    "000000.county-2018-contribution": Oracle(contribution, {}, "heads", (REPORT,), {"heads": HEADS}),
    "000000.county-2018-raise": Oracle(
        changed(1, None), TOLD, "amount", (date(2018, 1, 1), date(2018, 12, 31)), {"ratio": RATIOS, **BILL}
    ),
}


@st.composite
def cases(draw: st.DrawFn, oracle: Oracle, needed: str = "") -> tuple[Facts, date]:
    """Facts that fit together, and a day: nothing out of scope beyond the bill, nothing paid beyond what could be."""
    always = {**oracle.facts, **{name: drawn for name, drawn in oracle.sometimes.items() if name == needed}}
    facts = draw(st.fixed_dictionaries(always, optional={k: v for k, v in oracle.sometimes.items() if k not in always}))
    day = draw(st.sampled_from(oracle.days))
    if "out_of_scope" in facts:
        facts["out_of_scope"] = min(facts["out_of_scope"], facts.get("amount", 0))
    if "paid" in facts:  # drawn in hundredths of what the rule would have paid before
        spent = {**facts, "amount": facts.get("accrued", 10**6), "accrued": 0, "paid": 0, "out_of_scope": 0}
        facts["paid"] = oracle.expect(spent, day)["fund"] * facts["paid"] // 100
    return facts, day


def text(fact: Any, unit: str | None) -> str:
    """A fact as people write it."""
    if unit == "yuan":
        return f"{fact // 100}.{fact % 100:02d}"
    if unit == "ratio":
        return f"{int(fact * 1000) // 10}.{int(fact * 1000) % 10}%"
    return fact.strftime("%Y-%m-%d %H:%M") if isinstance(fact, datetime) else str(fact)


def found(rule: Rule, facts: Facts, day: date, **others: Any) -> dict[str, Any]:
    """The engine's results as plain numbers: 分 (whole ones), fractions, days; the upper end of a range."""
    written = {name: text(fact, rule.inputs[name].unit) for name, fact in facts.items()} | others
    done = calculate(rule, written, day)
    assert done.outcome == "complete", done.missing or done.message
    results = {}
    for result in done.results:
        both = [(result.name, result.value if result.upper is None else result.upper)]
        both += [(f"{result.name}_otherwise", result.otherwise.value)] if result.otherwise else []
        for name, value in both:
            results[name] = plain(value * 100 if isinstance(value, Decimal) and result.unit == "yuan" else value)
    return results


def plain(value: Decimal | date) -> Any:
    """A whole number or a day as itself, another number as a fraction."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == int(value) else Fraction(value)


def check(rule: Rule, facts: Facts, day: date) -> None:
    """The engine's results are the oracle's; a bill is divided, never changed, and bounds are kept."""
    oracle, results = ORACLES[rule.id], found(rule, facts, day)
    assert results == oracle.expect(facts, day)
    for suffix in ("", "_otherwise"):
        if "fund" + suffix in results:
            assert results["fund" + suffix] + results["self" + suffix] == facts["amount"]
    for name, value in results.items():
        if not isinstance(value, date):
            assert 0 <= value <= oracle.highest(name, facts)
