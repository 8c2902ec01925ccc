"""Questions asked the other way round: how much it takes until a limit is reached, and what is left of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from knowledge.benefit.case import LARGEST, read_case
from knowledge.benefit.engine import Calculation, Result, calculate, ended, not_in_force, question
from knowledge.benefit.figure import show
from knowledge.benefit.ledger import FEN, Ledger, exact, unrounded, yuan
from knowledge.benefit.parameters import Parameters
from knowledge.benefit.rule import Rule


def needed(
    rule: Rule, facts: Mapping[str, object], day: date, *, unknown: str, result: str, target: Decimal
) -> Calculation | None:
    """The `unknown` (yuan, rounded to 分) at which `result` comes to `target`, with its whole calculation.

    Rules never pay less for a higher bill, so halving the range finds it, each try an exact calculation
    without rounding; between the last 分 below and the first at the target the nearer one is taken.
    None where no sum reaches the target; an outcome other than `complete` is handed on as it is.
    """
    low, high = 0, int(LARGEST / FEN)
    with unrounded():
        most = _at(rule, facts, day, unknown, high)
        if most.outcome != "complete":
            return most
        if _result(most, result) < target:
            return None
        while low < high:
            middle = (low + high) // 2
            reached = _result(_at(rule, facts, day, unknown, middle), result) >= target
            low, high = (low, middle) if reached else (middle + 1, high)
        if low > 1:  # above the target a cap may hold, so the rise of one 分 is taken below it
            before, below = (_result(_at(rule, facts, day, unknown, fen), result) for fen in (low - 2, low - 1))
            low -= 2 * (target - below) < below - before
    found = _at(rule, facts, day, unknown, low)
    value = low * FEN
    label = f"{rule.results[result]}达到{yuan(target)}时的{rule.inputs[unknown].label}"
    wanted = Result(name=unknown, type="amount", label=label, value=value, unit="yuan", text=yuan(value))
    return found.model_copy(update={"results": (wanted, *found.results)})


def limit_of(rule: Rule, name: str, facts: Mapping[str, object], day: date) -> Decimal | Calculation:
    """The value of a parameter for this person, or the calculation that says what is missing or not in force."""
    left = left_of(rule, name, None, facts, day)
    line = next((line for line in left.lines if line.name == name), None)
    return left if line is None or not isinstance(line.value, Decimal) else line.value


def left_of(rule: Rule, name: str, used: str | None, facts: Mapping[str, object], day: date) -> Calculation:
    """What is left of the parameter `name` (a limit, a deductible) after the input `used`; nothing below zero."""
    refused = not_in_force(rule, day)
    if refused:
        return ended(rule, day, "not_in_force", message=refused)
    parameter = rule.parameters[name]
    case = read_case(rule, {key: fact for key, fact in facts.items() if key in rule.inputs}, assume=True)
    for facet in parameter.by:
        if facet not in case.choices:
            return ended(rule, day, "missing", missing=question(facet, rule.inputs[facet]), case=case.as_facts())
    with exact():
        ledger = Ledger()
        limit = Parameters(rule, day, case).write(name, ledger)
        before = case.amount(used) if used and case.known(used) else Decimal(0)
        if used:
            ledger.given(used, rule.inputs[used].label, before, "yuan", "参保人提供")
        left = max(limit - before, Decimal(0))
        label = f"{parameter.label}还剩"
        ledger.step("left", label, left, f"{yuan(limit)} - {yuan(before)} = {show(left, 'yuan')}")
    result = Result(name="left", type="amount", label=label, value=left, unit="yuan", text=yuan(left))
    return ended(rule, day, "complete", results=(result,), lines=tuple(ledger.lines), case=case.as_facts())


def _at(rule: Rule, facts: Mapping[str, object], day: date, unknown: str, fen: int) -> Calculation:
    return calculate(rule, {**facts, unknown: fen * FEN}, day)


def _result(calculation: Calculation, name: str) -> Decimal:
    value = next(result.value for result in calculation.results if result.name == name)
    assert isinstance(value, Decimal), "only sums are asked for backwards"
    return value
