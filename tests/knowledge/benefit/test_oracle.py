"""The engine against an oracle written differently, and the properties that money must keep."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.benefit import Rule, calculate

DAY = date(2023, 6, 1)
DEDUCTIBLE = {"active": 20000, "retired": 15000}  # 分
CAP = {"active": 200000, "retired": 250000}  # 分
TENTHS = {"active": {"tertiary": 5}, "retired": {"tertiary": 6}}  # of the rest 6 and 7

many = settings(max_examples=500, deadline=None, derandomize=True)

statuses = st.sampled_from(["active", "retired"])
tiers = st.sampled_from(["tertiary", "secondary", "primary", "pharmacy"])
fens = st.one_of(
    st.integers(0, 700_000), st.integers(19_900, 20_100), st.integers(14_900, 15_100), st.integers(419_000, 421_000)
)


def tenths(status: str, tier: str) -> int:
    """The ratio in tenths."""
    return TENTHS[status].get(tier, {"active": 6, "retired": 7}[status])


def year_so_far(status: str, tier: str, eligible: int) -> int:
    """分 that a year's eligible cost (分) brings at one tier, before the cap: whole 分, a half counts as one."""
    above = eligible - DEDUCTIBLE[status] if eligible > DEDUCTIBLE[status] else 0
    return floor(Fraction(above * tenths(status, tier), 10) + Fraction(1, 2))


def yuan(fen: int) -> str:
    """分 as the text of an amount in yuan."""
    return f"{fen // 100}.{fen % 100:02d}"


def fund_and_self(rule: Rule, **facts: object) -> tuple[int, int]:
    """Both results in 分, and that they really are whole 分."""
    done = calculate(rule, facts, DAY)
    assert done.outcome == "complete"
    cents = [result.value * 100 for result in done.results]
    assert all(cent == int(cent) for cent in cents)
    return int(cents[0]), int(cents[1])


@given(status=statuses, tier=tiers, bill=fens, out=fens, accrued=fens, share=st.integers(0, 100))
@many
def test_oracle(rule: Rule, status: str, tier: str, bill: int, out: int, accrued: int, share: int) -> None:
    """On 500 generated cases fund and self are what whole-分 arithmetic on the year's totals gives."""
    out = min(out, bill)
    earlier = min(year_so_far(status, tier, accrued), CAP[status]) * share // 100
    entitled = year_so_far(status, tier, accrued + bill - out) - year_so_far(status, tier, accrued)
    wanted = entitled if entitled < CAP[status] - earlier else CAP[status] - earlier
    facts = {"amount": yuan(bill), "out_of_scope": yuan(out), "accrued": yuan(accrued), "paid": yuan(earlier)}
    assert fund_and_self(rule, status=status, tier=tier, **facts) == (wanted, bill - wanted)


@given(status=statuses, tier=tiers, bill=fens, accrued=fens)
@many
def test_bounds(rule: Rule, status: str, tier: str, bill: int, accrued: int) -> None:
    """Fund and self add up to the bill, neither is negative, and the fund stays within the cap."""
    fund, own = fund_and_self(rule, status=status, tier=tier, amount=yuan(bill), accrued=yuan(accrued))
    assert fund + own == bill
    assert 0 <= fund <= CAP[status]
    assert own >= 0


@given(status=statuses, tier=tiers, bill=fens, more=st.integers(0, 100_000), accrued=fens, out=st.integers(0, 5000))
@many
def test_never_falls(rule: Rule, status: str, tier: str, bill: int, more: int, accrued: int, out: int) -> None:
    """A higher bill never brings less from the fund, what was paid before being said or not."""
    facts = {"status": status, "tier": tier, "accrued": yuan(accrued), "out_of_scope": yuan(min(out, bill))}
    lower, _ = fund_and_self(rule, amount=yuan(bill), **facts)
    higher, _ = fund_and_self(rule, amount=yuan(bill + more), **facts)
    assert higher >= lower


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
