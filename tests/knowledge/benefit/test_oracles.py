"""Every shipped rule against its oracle, and the properties that every benefit keeps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import INTERVIEW, ORACLES, Facts, cases, check, choice, chronic, fen, found, many, primary, text

from knowledge.benefit import Rule

each_rule = pytest.mark.parametrize("rule_id", ORACLES)


def test_every_rule_has_an_oracle(rules: dict[str, Rule]) -> None:
    """No shipped rule goes without one."""
    assert set(rules) == set(ORACLES)


@each_rule
def test_oracle(rules: dict[str, Rule], rule_id: str) -> None:
    """On every generated case the results are the oracle's, and money is neither made nor lost."""
    rule = rules[rule_id]

    @given(case=cases(ORACLES[rule_id]))
    @many
    def agrees(case: tuple[Facts, date]) -> None:
        check(rule, *case)

    agrees()


@each_rule
def test_never_falls(rules: dict[str, Rule], rule_id: str) -> None:
    """A higher bill, a later day, one head more: no result is less or earlier for it."""
    rule, oracle = rules[rule_id], ORACLES[rule_id]

    @given(case=cases(oracle, oracle.grows), more=st.integers(0, 100_000))
    @many
    def rises(case: tuple[Facts, date], more: int) -> None:
        facts, day = case
        lower = found(rule, facts, day)
        higher = found(rule, {**facts, oracle.grows: later(facts[oracle.grows], more)}, day)
        assert all(higher[name] >= value for name, value in lower.items() if name in higher)

    if oracle.grows:
        rises()


def later(start: Any, more: int) -> Any:
    """So much more money or so many heads more; so many days or minutes later."""
    if not isinstance(start, date):
        return start + more
    return start + (timedelta(minutes=more) if isinstance(start, datetime) else timedelta(days=more % 4000))


@given(
    diseases=choice("one", "several"),
    parts=st.lists(fen(266_666, 400_000), min_size=1, max_size=6),
    day=st.sampled_from(ORACLES["510700.employee-chronic"].days),
)
@many
def test_split_bill(rules: dict[str, Rule], diseases: str, parts: list[int], day: date) -> None:
    """What accrues over a year pays the same in one bill as in any visits."""
    visits = [{"amount": text(part, "yuan")} for part in parts]
    whole_year = {"diseases": diseases, "amount": sum(parts)}
    assert found(rules["510700.employee-chronic"], {"diseases": diseases}, day, visits=visits) == chronic(
        whole_year, day
    )


@given(bills=st.lists(fen(10_000), min_size=2, max_size=6))
@many
def test_admissions(rules: dict[str, Rule], bills: list[int]) -> None:
    """What is counted by admission is the sum of the single admissions, each with its own deductible."""
    both = [primary({"amount": bill}, INTERVIEW) for bill in bills]
    visits = [{"amount": text(bill, "yuan")} for bill in bills]
    wanted = {name: sum(one[name] for one in both) for name in ("fund", "self")}
    assert found(rules["510704.primary-inpatient"], {}, INTERVIEW, visits=visits) == wanted
