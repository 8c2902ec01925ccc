"""住院: what is counted by admission, with 大病保险 and 医疗救助 on top; and a ratio that is lowered or raised."""

from __future__ import annotations

from decimal import Decimal

from knowledge.benefit.case import Case, FactError
from knowledge.benefit.formulas.formula import ZERO, Formula, Outcome, Value
from knowledge.benefit.formulas.parts import above_deductible, changed_ratio, eligible_cost, fixed_or_told, share_of
from knowledge.benefit.ledger import Ledger, money, yuan
from knowledge.benefit.parameters import Parameters, Resolved, write

PER_ADMISSION = frozenset({"tier", "admission", "amount", "out_of_scope"})


def inpatient(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A deductible for each admission, a flat or banded ratio above it, a yearly cap, and layers on top.

    Source of the shape: 绵阳 2023 (乡镇卫生院、社区卫生服务中心住院起付线和比例); bands, cap, 大病保险 and
    医疗救助 as cities commonly rule them. Amounts are yuan. The bands are steps of the admission's
    eligible cost, the deductible cut off at the bottom; those of 大病保险 are steps of what one bore oneself
    over the year (`accrued` before this admission), so that admissions add up. 医疗救助 pays of what is left.
    """
    bill, eligible = case.amount("amount"), eligible_cost(case, ledger)
    deductible = fixed_or_told(parameters, case, ledger, "deductible")
    above_deductible(eligible, deductible, ledger, "超过起付标准的费用")
    rates, changed = _rates(parameters, case, ledger)
    entitled = money(_in_bands(rates, deductible, eligible, ledger, "entitled"))
    fund = _capped(parameters, case, ledger, "cap", "paid", entitled)
    results: dict[str, Value] = {"fund": fund}
    carry = {"paid": case.amounts.get("paid", ZERO) + fund}
    how = f"{yuan(entitled)}，由统筹基金支付{yuan(fund)}"
    ledger.step("fund", parameters.results["fund"], fund, how, matters=fund < entitled)

    own = eligible - fund
    serious = ZERO
    if "serious_ratio" in parameters:
        before = case.amount("accrued")
        serious_rates = [(write(rate, ledger), floor) for rate, floor in _bands(parameters, "serious_ratio")]
        entitled = money(_in_bands(serious_rates, ZERO, before + own, ledger, "serious_entitled"))
        entitled -= money(_in_bands(serious_rates, ZERO, before, Ledger(), "serious_entitled"))
        serious = _capped(parameters, case, ledger, "serious_cap", "serious_paid", entitled)
        ledger.step(
            "serious", parameters.results["serious"], serious, f"个人已负担{yuan(before + own)}，得{yuan(serious)}"
        )
        carry |= {"accrued": before + own, "serious_paid": case.amounts.get("serious_paid", ZERO) + serious}

    if "serious" in parameters.results:
        results["serious"] = serious

    aid = ZERO
    if "aid_ratio" in parameters:
        ratio = parameters.write("aid_ratio", ledger)
        entitled = money((own - serious) * ratio)
        ledger.step("aid_entitled", "按比例计算的救助", entitled, share_of(own - serious, ratio))
        aid = _capped(parameters, case, ledger, "aid_cap", "aid_paid", entitled)
        carry["aid_paid"] = case.amounts.get("aid_paid", ZERO) + aid
    if "aid" in parameters.results:
        ledger.step("aid", parameters.results["aid"], aid, f"救助{yuan(aid)}", matters=aid > 0)
        results["aid"] = aid

    left = bill - fund - serious - aid
    parts = "".join(f" - {yuan(part)}" for part in (fund, serious, aid) if part or part is fund)
    ledger.step("self", parameters.results["self"], left, f"{yuan(bill)}{parts} = {yuan(left)}", matters=False)
    results["self"] = left
    return Outcome(results, {name: value for name, value in carry.items() if parameters.asks(name)}, read_twice=changed)


def away(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A ratio that the policy does not fix here, lowered or raised by its own rule; a deductible where known.

    Source of the shape: 游仙 2023 (异地就医起付线；未备案下调), 秦安 2018 (未转诊降低；下转免起付线).
    Without a bill only the ratio is told, without the ratio only what is above the deductible and what ten
    points less of it come to; the rule's `gap` then says what is not in the sources. Amounts are yuan.
    """
    results: dict[str, Value] = {}
    told = case.holds("ratio") or "ratio" in parameters
    if not told and not case.holds("amount"):
        case.amount("ratio")  # nothing can be told: asked for
    if case.holds("amount"):
        bill, eligible = case.amount("amount"), eligible_cost(case, ledger)
        deductible = fixed_or_told(parameters, case, ledger, "deductible")
        above = above_deductible(eligible, deductible, ledger, parameters.results["above"])
        results["above"] = above
    if not told:
        if "reduction" in parameters:
            points = parameters.write("reduction", ledger)
            lost = money(above * points)
            ledger.step("lost", parameters.results["lost"], lost, share_of(above, points))
            results = {"lost": lost, **results}
        return Outcome(results, open=True)
    told_ratio = fixed_or_told(parameters, case, ledger, "ratio")
    ratio, changed = changed_ratio(parameters, ledger, told_ratio)
    results["ratio"] = ratio
    if not case.holds("amount"):
        return Outcome(results, read_twice=changed, settled=frozenset({"out_of_scope"}))
    fund = money(above * ratio)
    ledger.step("fund", parameters.results["fund"], fund, share_of(above, ratio))
    if changed:
        whole = money(above * told_ratio)
        how = f"{share_of(above, told_ratio)}，与{yuan(fund)}相差{yuan(abs(whole - fund))}"
        ledger.step("apart", "与比例没有变动时相差", abs(whole - fund), how, matters=False)
    how = f"{yuan(bill)} - {yuan(fund)} = {yuan(bill - fund)}"
    ledger.step("self", parameters.results["self"], bill - fund, how, matters=False)
    # The money comes first where there is a bill: it is what was asked.
    return Outcome({"fund": fund, "self": bill - fund, **results}, read_twice=changed)


BANDED = {"ratio": "floor", "serious_ratio": "serious_floor"}
Rates = list[tuple[Decimal, Decimal]]


def _rates(parameters: Parameters, case: Case, ledger: Ledger) -> tuple[Rates, bool]:
    """The admission's rates with their lower bounds, after what lowers or raises them; whether anything did."""
    if "ratio" not in parameters:
        ratio, changed = changed_ratio(parameters, ledger, case.amount("ratio"))
        return [(ratio, ZERO)], changed
    rates: Rates = []
    changed = False
    for resolved, floor in _bands(parameters, "ratio"):
        ratio, differs = changed_ratio(parameters, ledger, write(resolved, ledger))
        rates.append((ratio, floor))
        changed = changed or differs
    return rates, changed


def _bands(parameters: Parameters, rate: str) -> tuple[tuple[Resolved, Decimal], ...]:
    return parameters.bands(rate, BANDED[rate])


def _in_bands(rates: Rates, bottom: Decimal, amount: Decimal, ledger: Ledger, name: str) -> Decimal:
    """What the rates bring on the part of `amount` above `bottom`, each on its own band; exact."""
    total = ZERO
    for number, (ratio, floor) in enumerate(rates):
        ceiling = rates[number + 1][1] if number + 1 < len(rates) else amount
        part = max(min(amount, ceiling) - max(floor, bottom), ZERO)
        if part or len(rates) == 1:
            ledger.step(name, "按比例计算的金额", money(part * ratio), share_of(part, ratio))
        total += part * ratio
    return total


def _capped(parameters: Parameters, case: Case, ledger: Ledger, cap: str, paid: str, entitled: Decimal) -> Decimal:
    """What is paid of an entitlement when a yearly cap holds and some of it may be used up."""
    if cap not in parameters:
        return entitled
    limit, before = parameters[cap].value, case.amounts.get(paid, ZERO)
    if before > limit:
        raise FactError(paid, f"今年已支付 {yuan(before)} 超过年度限额 {yuan(limit)}；请核对")
    parameters.write(cap, ledger, matters=entitled > limit - before)
    how = f"{yuan(limit)} - {yuan(before)} = {yuan(limit - before)}"
    ledger.step(f"remaining_{cap}", "剩余年度限额", limit - before, how, matters=entitled > limit - before)
    return min(entitled, limit - before)


INPATIENT = Formula(
    run=inpatient,
    reads={"ratio": "ratio"},
    may_read={
        "deductible": "yuan",
        "floor": "yuan",
        "reduction": "ratio",
        "rise": "ratio",
        "cap": "yuan",
        "serious_floor": "yuan",
        "serious_ratio": "ratio",
        "serious_cap": "yuan",
        "aid_ratio": "ratio",
        "aid_cap": "yuan",
    },
    askable=frozenset({"deductible", "ratio"}),
    inputs={"amount": "yuan", "out_of_scope": "yuan"},
    may_ask={"paid": "yuan", "accrued": "yuan", "serious_paid": "yuan", "aid_paid": "yuan"},
    results={"fund": "yuan", "serious": "yuan", "aid": "yuan", "self": "yuan"},
    depends={
        "paid": "cap",
        "accrued": "serious_ratio",
        "serious_cap": "serious_ratio",
        "serious_paid": "serious_cap",
        "aid_cap": "aid_ratio",
        "aid_paid": "aid_cap",
        "serious": "serious_ratio",
        "aid": "aid_ratio",
    },
    banded=BANDED,
    per_visit=PER_ADMISSION,
)
AWAY = Formula(
    run=away,
    reads={"ratio": "ratio"},
    may_read={"deductible": "yuan", "reduction": "ratio", "rise": "ratio"},
    askable=frozenset({"deductible", "ratio"}),
    inputs={"amount": "yuan", "out_of_scope": "yuan"},
    results={"ratio": "ratio", "above": "yuan", "lost": "yuan", "fund": "yuan", "self": "yuan"},
    optional=frozenset({"amount", "ratio", "deductible"}),
    depends={"lost": "reduction"},
    gap=True,
)
