"""普通门诊统筹: the properties that money must keep over a year, however it is split into visits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st
from oracles import CAP, many, year_so_far
from oracles import text as written

from knowledge.benefit import Rule, calculate

DAY = date(2023, 6, 1)
statuses = st.sampled_from(["active", "retired"])
tiers = st.sampled_from(["tertiary", "secondary", "primary", "pharmacy"])
fens = st.one_of(
    st.integers(0, 700_000), st.integers(19_900, 20_100), st.integers(14_900, 15_100), st.integers(419_000, 421_000)
)


def yuan(fen: int) -> str:
    """分 as the text of an amount in yuan."""
    return written(fen, "yuan")


def fund_and_self(rule: Rule, **facts: object) -> tuple[int, int]:
    """Both results in 分, and that they really are whole 分."""
    done = calculate(rule, facts, DAY)
    assert done.outcome == "complete"
    cents = [result.value * 100 for result in done.results]
    assert all(cent == int(cent) for cent in cents)
    return int(cents[0]), int(cents[1])


@given(status=statuses, tier=tiers, first=fens, second=fens, accrued=fens)
@many
def test_split_by_hand(rule: Rule, status: str, tier: str, first: int, second: int, accrued: int) -> None:
    """A bill split in two, with accrual and payment carried on by the caller, pays the same to the 分."""
    before = min(year_so_far(status, tier, accrued), CAP[status])
    whole, _ = fund_and_self(
        rule, status=status, tier=tier, amount=yuan(first + second), accrued=yuan(accrued), paid=yuan(before)
    )
    one, _ = fund_and_self(rule, status=status, tier=tier, amount=yuan(first), accrued=yuan(accrued), paid=yuan(before))
    two, _ = fund_and_self(
        rule, status=status, tier=tier, amount=yuan(second), accrued=yuan(accrued + first), paid=yuan(before + one)
    )
    assert one + two == whole


@given(status=statuses, tier=tiers, parts=st.lists(fens, min_size=1, max_size=6), accrued=fens)
@many
def test_split_as_visits(rule: Rule, status: str, tier: str, parts: list[int], accrued: int) -> None:
    """A bill split into any visits of a list pays the same, what was paid before being unknown."""
    facts = {"status": status, "tier": tier, "accrued": yuan(accrued)}
    assert sum(parts) <= 10_000_000
    whole = fund_and_self(rule, amount=yuan(sum(parts)), **facts)
    assert fund_and_self(rule, visits=[{"amount": yuan(part)} for part in parts], **facts) == whole


@given(status=statuses, visits=st.lists(st.tuples(tiers, fens), min_size=2, max_size=6))
@many
def test_mixed_visits(rule: Rule, status: str, visits: list[tuple[str, int]]) -> None:
    """Visits at several tiers come to the sum of the single calculations chained by hand, within the cap."""
    listed = [{"tier": tier, "amount": yuan(bill)} for tier, bill in visits]
    total, own = fund_and_self(rule, status=status, visits=listed)
    accrued = paid = 0
    for tier, bill in visits:
        facts = {"accrued": yuan(accrued), "paid": yuan(paid)} if accrued else {}
        fund, _ = fund_and_self(rule, status=status, tier=tier, amount=yuan(bill), **facts)
        accrued, paid = accrued + bill, paid + fund
    assert (total, own) == (paid, accrued - paid)
    assert total <= CAP[status]


@given(status=statuses, tier=tiers, bill=fens, accrued=fens)
@many
def test_lines_add_up(rule: Rule, status: str, tier: str, bill: int, accrued: int) -> None:
    """What a line's arithmetic says after its last equals sign is the line's own value."""
    assume(bill > 0)
    done = calculate(rule, {"status": status, "tier": tier, "amount": yuan(bill), "accrued": yuan(accrued)}, DAY)
    for line in done.lines:
        if line.kind == "step" and "=" in line.how and "累计" not in line.how:
            said = line.how.rpartition("=")[2].partition("（")[0].rpartition("为")[2].strip()
            assert said == line.text
            assert Decimal(said.removesuffix("元")) == line.value
