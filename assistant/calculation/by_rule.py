"""What a question asks of a rule: what comes of the bills, or the question turned round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from assistant.calculation.cases import Case, facts_of
from assistant.calculation.goals import Goal
from assistant.calculation.request import Request
from assistant.calculation.rule_facts import main_sum, months_said
from assistant.understanding.moments import moment_said
from assistant.wording import say
from knowledge.benefit import (
    Calculation,
    Rule,
    against,
    calculate,
    days_until,
    for_months,
    left_of,
    limit_of,
    months_until,
    needed,
    relevant_facts,
    takes_visits,
)

_MET = re.compile(
    r"(?<!去年)(?:起付线?|门槛费?|七付线)[^，,。？?没未]{0,4}(?:扣过|扣完|扣了(?!我?\d)|够了|过了|满了|用完)(?![没不吗么]|以?后|之后|过后|再)"
)
_SINCE = re.compile(r"从[^，,。？?]{0,6}\d{1,2}月\d{1,2}[号日]")
_LAST_YEAR = re.compile(r"去年|上年|前年")

Facts = Mapping[str, object]


def reckon(request: Request, case: Case, rule: Rule, day: date) -> Calculation | None:
    """The calculation that the question wants of the rule; None where the rule cannot be turned round for it.

    FactError: a fact that cannot be used.
    """
    facts = _with_visits(request, case, rule, day)
    turned = _turned(request, rule, facts, day)
    if turned is not None:
        return turned
    if request.goals & {Goal.NEEDED, Goal.BACKWARDS, Goal.CAP, Goal.MONTHS}:
        return None
    calculation = calculate(rule, relevant_facts(rule, facts), day)
    months = months_said(request.ask.text) or months_said(request.turn.heard)
    return for_months(calculation, months, say("label_in_months", months=str(months))) if months else calculation


def beside_what_was_told(request: Request, calculation: Calculation) -> Calculation:
    """The calculation with how far it lies from what the person named: what was paid, what is on the card, today."""
    if calculation.outcome != "complete":
        return calculation
    if Goal.DAYS_LEFT in request.goals:
        since = _SINCE.search(request.turn.heard)
        named = moment_said(since[0], request.turn.day, clock=False) if since else None
        day = date.fromisoformat(named) if named else request.turn.day
        calculation = days_until(calculation, day, say("label_days_left"), request.turn.heard)
    for role, name in (("reported", "fund"), ("balance", "self")):
        if role in request.told.other and any(result.name == name for result in calculation.results):
            said = Decimal(request.told.other[role])
            calculation = against(calculation, name, said, say(f"label_apart_from_{role}"))
    return calculation


def _with_visits(request: Request, case: Case, rule: Rule, day: date) -> Facts:
    """The facts with every bill of the case: as visits where the rule takes them in their order."""
    facts = facts_of(request, case, rule)
    known: dict[str, object] = dict(facts)
    heard = request.turn.heard
    silent = {"deductible", "accrued"} <= {*rule.parameters, *rule.inputs} and not {"accrued", "paid"} & set(facts)
    if silent and _MET.search(heard) and not _LAST_YEAR.search(heard):
        met = limit_of(rule, "deductible", facts, day)
        known |= {"accrued": met} if isinstance(met, Decimal) else {}
    main = main_sum(rule)
    if len(case.bills) < 2 or main is None or not takes_visits(rule):
        return known
    own = [name for name in ("tier", "out_of_scope") if name in rule.inputs]
    known["visits"] = [
        {main: bill.yuan, **{name: bill.facts[name] for name in own if name in bill.facts}} for bill in case.bills
    ]
    # What is said of one bill is said of no other: the tier that one lacks is asked for.
    apart = {main, *(name for name in own if any(name in bill.facts for bill in case.bills))}
    return {name: fact for name, fact in known.items() if name not in apart}


def _turned(request: Request, rule: Rule, facts: Facts, day: date) -> Calculation | None:
    """The question asked the other way round, where it is and the rule can be."""
    goals, other, main = request.goals, request.told.other, main_sum(rule)
    if main is not None and "cap" in rule.parameters and goals & {Goal.NEEDED, Goal.MONTHS}:
        return _until_the_limit(request, rule, main, {n: f for n, f in facts.items() if n not in (main, "visits")}, day)
    if Goal.BACKWARDS in goals and "credited" in other and "base" in rule.inputs:
        return needed(rule, facts, day, unknown="base", result="monthly", target=Decimal(other["credited"]))
    if Goal.BACKWARDS in goals and "paid" in other and main is not None and "fund" in rule.results:
        rest = {name: fact for name, fact in facts.items() if name != "paid"}
        return needed(rule, rest, day, unknown=main, result="fund", target=Decimal(other["paid"]))
    if Goal.BACKWARDS in goals and "own" in other and main is not None and "self" in rule.results:
        return needed(rule, facts, day, unknown=main, result="self", target=Decimal(other["own"]))
    if Goal.DEDUCTIBLE_LEFT in goals and {"deductible", "accrued"} <= {*rule.parameters, *rule.inputs}:
        spent = sum((Decimal(bill.yuan) for bill in request.turn.bills), Decimal(str(facts.get("accrued", 0))))
        return left_of(rule, "deductible", "accrued", {**facts, "accrued": spent}, day)
    if main in facts or "visits" in facts or "cap" not in rule.parameters:
        return None
    if Goal.CAP in goals and set(rule.parameters["cap"].by) <= set(request.told.several):
        return left_of(rule, "cap", None, facts, day)
    if Goal.LEFT in goals and "paid" in rule.inputs:
        return left_of(rule, "cap", "paid", facts, day)
    return None


def _until_the_limit(request: Request, rule: Rule, main: str, facts: Facts, day: date) -> Calculation | None:
    """The bill at which what is left of the year's limit is used up, and after how many months of so much it is."""
    limit = left_of(rule, "cap", "paid" if "paid" in rule.inputs else None, facts, day)
    if limit.result is None:
        return limit
    assert isinstance(limit.result.value, Decimal), "a limit is a sum"
    found = needed(rule, facts, day, unknown=main, result="fund", target=limit.result.value)
    if found is None or found.result is None or Goal.MONTHS not in request.goals:
        return found
    monthly = [bill.yuan for bill in request.turn.bills if bill.monthly]
    return months_until(found, Decimal(monthly[0]), say("label_months")) if len(monthly) == 1 else None
