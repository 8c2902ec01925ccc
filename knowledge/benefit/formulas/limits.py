"""What is paid at most, by head, by month, as a share: rules of one line of arithmetic. Amounts are yuan."""

from __future__ import annotations

from decimal import ROUND_CEILING

from knowledge.benefit.case import Case, FactError
from knowledge.benefit.figure import plain, show
from knowledge.benefit.formulas.formula import ZERO, Formula, Outcome
from knowledge.benefit.formulas.parts import share_of
from knowledge.benefit.ledger import Ledger, money, yuan
from knowledge.benefit.parameters import Parameters


def limit(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A limit whose ratio the sources do not tell: of a bill at most the limit, and never an amount.

    Source of the shape: 游仙 2023 (居民门诊慢性病、生育报销限额), 绵阳 (举报奖励), 2018 report (救助封顶).
    """
    cap = parameters.write("cap", ledger)
    if not case.holds("amount"):
        return Outcome({"limit": cap}, open=True)
    bill = case.amount("amount")
    most = min(bill, cap)
    how = (
        f"{yuan(bill)}超过限额，最多{yuan(cap)}" if bill > cap else f"{yuan(bill)}未超过限额，最多不会多于{yuan(bill)}"
    )
    ledger.step("most", parameters.results["most"], most, how)
    least = bill - most
    ledger.step("least", parameters.results["least"], least, f"{yuan(bill)} - {yuan(most)} = {yuan(least)}")
    return Outcome({"limit": cap, "most": ZERO, "least": least}, upper={"most": most}, open=True)


def per_head(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """So much a head and a year. Source of the shape: 娄星 2020 (资助参保每人每年)."""
    rate, heads, years = parameters.write("rate", ledger), case.amount("heads"), case.amount("years")
    total = rate * heads * years
    how = f"{yuan(rate)} × {plain(heads)}人 × {plain(years)}年 = {yuan(total)}"
    ledger.step("total", parameters.results["total"], total, how)
    return Outcome({"total": total})


def account(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A monthly credit: of one's own contribution base while in work, of the city's average pension once retired.

    Source of the shape: 绵阳 2023 (个人账户划入). A year is twelve monthly credits, each rounded to 分.
    """
    active = case.choices["status"] == "active"
    ratio = parameters.write("ratio" if active else "pension_ratio", ledger)
    base = case.amount("base" if active else "average")
    monthly = money(base * ratio)
    ledger.step("monthly", parameters.results["monthly"], monthly, share_of(base, ratio))
    ledger.step(
        "yearly", parameters.results["yearly"], monthly * 12, f"{yuan(monthly)} × 12个月 = {yuan(monthly * 12)}"
    )
    return Outcome({"monthly": monthly, "yearly": monthly * 12})


def share(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A share of a sum. Source of the shape: 游仙 2023 (参照女职工生育医疗费的一次性补贴)."""
    ratio, total = parameters.write("ratio", ledger), case.amount("total")
    part = money(total * ratio)
    ledger.step("part", parameters.results["part"], part, share_of(total, ratio))
    return Outcome({"part": part})


def split(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """What is left of a sum, in two parts that add up to it. Source of the shape: 秦安 2018 (门诊、住院统筹基金)."""
    total, prior = case.amount("total"), case.amount("prior")
    if prior > total:
        raise FactError("prior", f"先划出的部分（{yuan(prior)}）大于总额（{yuan(total)}）；请核对")
    rest = total - prior
    ledger.step("rest", "统筹部分", rest, f"{yuan(total)} - {yuan(prior)} = {yuan(rest)}")
    ratio = parameters.write("first", ledger)
    if ratio + parameters.write("second", ledger) != 1:
        raise FactError("total", "规则里两部分的比例之和不是100%；请核对规则文件")
    first = money(rest * ratio)
    ledger.step("first", parameters.results["first"], first, share_of(rest, ratio))
    ledger.step(
        "second", parameters.results["second"], rest - first, f"{yuan(rest)} - {yuan(first)} = {yuan(rest - first)}"
    )
    higher, lower = max(first, rest - first), min(first, rest - first)
    how = f"{yuan(higher)} - {yuan(lower)} = {yuan(higher - lower)}"
    ledger.step("apart", "两部分相差", higher - lower, how, matters=False)
    return Outcome({"first": first, "second": rest - first})


def minimum_count(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """How many of so many cases at least: a part of a case is a whole one. Source of the shape: 秦安 2018 (核查比例)."""
    ratio, cases = parameters.write("ratio", ledger), case.amount("cases")
    exact = cases * ratio
    least = exact.to_integral_value(rounding=ROUND_CEILING)
    measure = case.measures.get("cases", "")
    how = f"{plain(cases)}{measure} × {show(ratio, 'ratio')} = {plain(exact)}{measure}"
    how += f"，至少{plain(least)}{measure}" if least != exact else ""
    ledger.step("least", parameters.results["least"], least, how, "count")
    how = f"{plain(cases)}{measure} - {plain(least)}{measure} = {plain(cases - least)}{measure}"
    ledger.step("rest", "其余", cases - least, how, "count", matters=False)
    return Outcome({"least": least}, measure=measure)


def two_figures(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A yearly step that its source counts in two ways: both figures, neither preferred in silence.

    Source of the shape: the 2018 report (个人缴费逐年提高, one year told with two figures).
    """
    heads = case.amount("heads")
    first, step = parameters.write("first", ledger), parameters.write("step", ledger)
    totals = {}
    for name in ("stated", "other"):
        figure = parameters.write(name, ledger)
        years, rest = divmod(figure - first, step)
        if rest:
            raise FactError("heads", f"{yuan(figure)}不是{yuan(first)}逐年加{yuan(step)}所得；请核对规则文件")
        how = f"{yuan(first)} + {yuan(step)} × {plain(years)}年 = {yuan(figure)}"
        ledger.step(f"{name}_steps", "逐年提高", figure, how)
        totals[name] = figure * heads
        how = f"{yuan(figure)} × {plain(heads)}人 = {yuan(totals[name])}"
        ledger.step(f"{name}_total", parameters.results["total"], totals[name], how, matters=heads != 1)
    return Outcome({"total": totals["stated"]}, otherwise={"total": totals["other"]})


LIMIT = Formula(
    run=limit,
    reads={"cap": "yuan"},
    may_ask={"amount": "yuan"},
    results={"limit": "yuan", "most": "yuan", "least": "yuan"},
    optional=frozenset({"amount"}),
    depends={"most": "amount", "least": "amount"},
    gap=True,
)
PER_HEAD = Formula(
    run=per_head,
    reads={"rate": "yuan"},
    inputs={"heads": "count", "years": "years"},
    results={"total": "yuan"},
)
ACCOUNT = Formula(
    run=account,
    reads={"ratio": "ratio", "pension_ratio": "ratio"},
    inputs={"base": "yuan", "average": "yuan"},
    choices={"status": frozenset({"active", "retired"})},
    results={"monthly": "yuan", "yearly": "yuan"},
    optional=frozenset({"base", "average"}),
)
SHARE = Formula(run=share, reads={"ratio": "ratio"}, inputs={"total": "yuan"}, results={"part": "yuan"})
SPLIT = Formula(
    run=split,
    reads={"first": "ratio", "second": "ratio"},
    inputs={"total": "yuan", "prior": "yuan"},
    results={"first": "yuan", "second": "yuan"},
)
MINIMUM_COUNT = Formula(
    run=minimum_count, reads={"ratio": "ratio"}, inputs={"cases": "count"}, results={"least": "count"}
)
TWO_FIGURES = Formula(
    run=two_figures,
    reads={"first": "yuan", "step": "yuan", "stated": "yuan", "other": "yuan"},
    inputs={"heads": "count"},
    results={"total": "yuan"},
)
