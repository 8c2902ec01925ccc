"""Sentences that several formulas share: what of a bill counts, a ratio that is changed, a share rounded to 分."""

from __future__ import annotations

from decimal import Decimal

from knowledge.benefit.case import Case, FactError
from knowledge.benefit.figure import show
from knowledge.benefit.formulas.formula import ZERO
from knowledge.benefit.ledger import Ledger, money, yuan
from knowledge.benefit.parameters import Parameters


def eligible_cost(case: Case, ledger: Ledger) -> Decimal:
    """政策范围内费用: the bill without what the insurance does not cover, in yuan."""
    bill, excluded = case.amount("amount"), case.amount("out_of_scope")
    if excluded > bill:
        raise FactError("out_of_scope", f"医保不予支付的部分（{yuan(excluded)}）大于费用总额（{yuan(bill)}）；请核对")
    eligible = bill - excluded
    how = f"{yuan(bill)} - {yuan(excluded)} = {yuan(eligible)}"
    ledger.step("eligible", "政策范围内费用", eligible, how, matters=excluded > 0)
    return eligible


def fixed_or_told(parameters: Parameters, case: Case, ledger: Ledger, name: str) -> Decimal:
    """A quantity that the policy fixes, or the person knows where the policy leaves it open (MissingFact); else 0."""
    if name in parameters:
        return parameters.write(name, ledger)
    return case.amount(name) if parameters.asks(name) else ZERO


def above_deductible(eligible: Decimal, deductible: Decimal, ledger: Ledger, label: str) -> Decimal:
    """What of the eligible cost is above the deductible, in yuan."""
    above = max(eligible - deductible, ZERO)
    if deductible:
        ledger.step("above", label, above, how_above(eligible, deductible))
    return above


def how_above(eligible: Decimal, deductible: Decimal) -> str:
    """The arithmetic of `above_deductible`."""
    if eligible <= deductible:
        return f"{yuan(eligible)}未超过起付标准还应扣的{yuan(deductible)}"
    return f"{yuan(eligible)} - {yuan(deductible)} = {yuan(eligible - deductible)}"


def changed_ratio(parameters: Parameters, ledger: Ledger, ratio: Decimal) -> tuple[Decimal, bool]:
    """The ratio after the policy's `reduction` or `rise`, and whether there was one: it can be read in two ways.

    下调10% of 60%: by percentage points 50%, relative to the ratio 54%. `parameters.reading` says which.
    """
    changed, read_twice = ratio, False
    for name, sign, word in (("reduction", -1, "下调"), ("rise", 1, "提高")):
        if name not in parameters:
            continue
        change = parameters.write(name, ledger)
        by_points = parameters.reading == "points"
        after = changed + sign * change if by_points else changed * (1 + sign * change)
        bounded = min(max(after, ZERO), Decimal(1))
        mark = "-" if sign < 0 else "+"
        way = f"{mark} {show(change, 'ratio')}" if by_points else f"× (1 {mark} {show(change, 'ratio')})"
        how = f"{show(changed, 'ratio')} {way} = {show(bounded, 'ratio')}"
        how += "（最低为0）" if after < 0 else "（最高为100%）" if after > 1 else ""
        ledger.step("ratio_after", f"{word}后的报销比例", bounded, how, "ratio")
        changed, read_twice = bounded, read_twice or change > 0
    return changed, read_twice


def share_of(amount: Decimal, ratio: Decimal) -> str:
    """`1000元 × 50% = 500元`, the rounding said where there is one."""
    return f"{yuan(amount)} × {show(ratio, 'ratio')} = {rounded(amount * ratio)}"


def rounded(value: Decimal) -> str:
    """An exact amount as it stands behind an equals sign."""
    return yuan(value) if value == money(value) else f"{yuan(value)}，四舍五入到分为{yuan(money(value))}"
