"""普通门诊统筹 and 门诊慢性病: what accrues over the year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from knowledge.benefit.case import Case, FactError, MissingFact
from knowledge.benefit.figure import show
from knowledge.benefit.formulas.formula import ZERO, Formula, Outcome
from knowledge.benefit.formulas.parts import eligible_cost, how_above, rounded
from knowledge.benefit.ledger import Ledger, money, yuan
from knowledge.benefit.parameters import Parameters

PER_VISIT = frozenset({"tier", "amount", "out_of_scope"})  # what differs from visit to visit of one person


def outpatient(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A deductible (or none) that accrues over the year, a ratio above it, a yearly cap.

    Source of the shape: 绵阳 2023, 普通门诊统筹 (起付标准累计计算、一年只扣一次；超过起付标准后按比例；年度支付限额)
    and 门诊慢性病 (按比例；每人每年最高).
    Amounts are yuan. `accrued` is the eligible cost of the year before this visit, `paid` what the fund
    paid for it. A visit's payment is the difference of the year's rounded entitlement after and before
    it, so a bill split in two pays the same to the 分.
    """
    bill, eligible = case.amount("amount"), eligible_cost(case, ledger)
    deductible = parameters.write("deductible", ledger) if "deductible" in parameters else ZERO
    ratio, cap = parameters["ratio"].value, parameters["cap"].value

    settled = _deductible_known_met(case)
    accrued = deductible if settled else case.amount("accrued")
    remaining = max(deductible - accrued, ZERO)
    if deductible:
        how = _how_remaining(deductible, accrued, settled)
        ledger.step("remaining_deductible", "本次还应扣的起付标准", remaining, how, matters=accrued > 0)

    above_before = max(accrued - deductible, ZERO)
    reimbursable = max(eligible - remaining, ZERO)
    if deductible:
        how = how_above(eligible, remaining)
        ledger.step("reimbursable", "超过起付标准的费用", reimbursable, how, matters=eligible <= remaining)

    parameters.write("ratio", ledger)
    entitled = money((above_before + reimbursable) * ratio) - money(above_before * ratio)
    paid = _paid_before(parameters, case, above_before, ratio, entitled)
    left = cap - paid.amount
    fund = min(entitled, left)
    capped = fund < entitled
    how = _how_entitled(eligible, remaining, above_before, ratio, entitled)
    ledger.step("entitled", "按比例计算的金额", entitled, how, matters=not capped)

    parameters.write("cap", ledger, matters=capped)
    how = f"{yuan(cap)} - {yuan(paid.amount)} = {yuan(left)}{paid.note}"
    ledger.step("remaining_cap", paid.label, left, how, matters=capped and paid.amount > 0)
    over = f"按比例计算的金额超过剩余年度限额{yuan(left)}，按限额支付"
    nothing = "没有超过起付标准的费用，统筹基金支付0元" if deductible else "没有可以报销的费用，统筹基金支付0元"
    within = f"{yuan(entitled)}未超过剩余年度限额，全部由统筹基金支付" if entitled else nothing
    ledger.step("fund", parameters.results["fund"], fund, over if capped else within, matters=capped)
    how = f"{yuan(bill)} - {yuan(fund)} = {yuan(bill - fund)}"
    ledger.step("self", parameters.results["self"], bill - fund, how, matters=False)
    how = f"{yuan(left)} - {yuan(fund)} = {yuan(left - fund)}"
    ledger.step("cap_left", f"{paid.label}（本次以后）", left - fund, how, matters=False)
    return Outcome(
        results={"fund": fund, "self": bill - fund},
        carry={"accrued": accrued + eligible, "paid": paid.amount + fund},
        assumptions=[
            *paid.assumptions,
            *(["此前已有统筹基金支付，按起付标准已经扣完计算"] if settled and deductible else []),
        ],
        settled=frozenset({"accrued"}) if settled else frozenset(),
    )


@dataclass(frozen=True)
class _Paid:
    amount: Decimal
    label: str = "剩余年度支付限额"
    note: str = ""
    assumptions: tuple[str, ...] = ()


def _deductible_known_met(case: Case) -> bool:
    """The fund paid this year, so the deductible was met, though nobody said how much accrued."""
    return not case.known("accrued") and case.known("paid") and case.amount("paid") > 0


def _paid_before(parameters: Parameters, case: Case, above: Decimal, ratio: Decimal, entitled: Decimal) -> _Paid:
    """What the fund paid earlier this year; asked or assumed only where it can change the result."""
    cap = parameters["cap"].value
    if case.known("paid"):
        paid = case.amount("paid")
        if paid > cap:
            raise FactError("paid", f"今年已支付 {yuan(paid)} 超过年度支付限额 {yuan(cap)}；请核对")
        if case.known("accrued") and paid > above and "paid" not in case.carried:
            raise FactError(
                "paid", f"今年已支付 {yuan(paid)} 多于此前超过起付标准的费用 {yuan(above)}；请核对 accrued 和 paid"
            )
        return _Paid(paid)
    if above == 0:
        return _Paid(ZERO)
    highest_ratio = max(parameters.possible("ratio", PER_VISIT))
    highest = min(money(above * highest_ratio), cap)
    if highest + entitled <= cap and not case.followed:  # a bound is no amount that a later visit could start from
        note = f"（此前费用至多按{show(highest_ratio, 'ratio')}支付）"
        return _Paid(highest, "剩余年度支付限额（至少）", note)
    if case.asking:
        raise MissingFact("paid")
    same = min(money(above * ratio), cap)
    sentence = f"此前统筹基金已支付的金额未说明，按此前费用也以{show(ratio, 'ratio')}报销、已支付{yuan(same)}计算"
    return _Paid(same, assumptions=(sentence,))


def _how_remaining(deductible: Decimal, accrued: Decimal, settled: bool) -> str:
    if settled:
        return "此前已有统筹基金支付，起付标准已经扣完"
    if accrued >= deductible:
        return f"此前累计{yuan(accrued)}，已达到起付标准{yuan(deductible)}，不再扣"
    return f"{yuan(deductible)} - {yuan(accrued)} = {yuan(deductible - accrued)}"


def _how_entitled(eligible: Decimal, remaining: Decimal, above: Decimal, ratio: Decimal, entitled: Decimal) -> str:
    share = show(ratio, "ratio")
    if eligible <= remaining:
        return "没有超过起付标准的费用" if remaining else "没有可以报销的费用"
    before = above * ratio
    if before == money(before):
        base = f"({yuan(eligible)} - {yuan(remaining)})" if remaining else yuan(eligible)
        return f"{base} × {share} = {rounded((eligible - remaining) * ratio)}"
    # 分以下的尾数 of the earlier costs counts on: otherwise splitting a bill could gain or lose a 分.
    after = (above + eligible) * ratio
    return (
        f"全年累计 {yuan(above + eligible)} × {share} = {rounded(after)}，"
        f"减去此前累计 {yuan(above)} × {share} = {rounded(before)}，得{yuan(entitled)}"
    )


OUTPATIENT = Formula(
    run=outpatient,
    reads={"ratio": "ratio", "cap": "yuan"},
    may_read={"deductible": "yuan"},
    inputs={"amount": "yuan", "out_of_scope": "yuan", "accrued": "yuan", "paid": "yuan"},
    results={"fund": "yuan", "self": "yuan"},
    optional=frozenset({"paid"}),
    per_visit=PER_VISIT,
)
