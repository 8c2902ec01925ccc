"""Several calculations told together: their sum, or how far two of them lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from knowledge.benefit.engine import Calculation, Result
from knowledge.benefit.ledger import Ledger, exact, yuan
from knowledge.benefit.moments import show_when

Way = Literal["total", "difference"]
_WORDS: dict[Way, str] = {"total": "合计", "difference": "相差"}


def combine(parts: Sequence[tuple[str, Calculation]], way: Way) -> Calculation:
    """The sums (or the difference of two) of the amounts that all parts, complete ones, have in common.

    Each part comes with its label (在职, 父亲, 第1笔). The lines hold the arithmetic over the parts; the
    parts' own lines stay with them.
    """
    assert len(parts) > 1, "one calculation is told as it is"
    first = parts[0][1]
    ledger = Ledger()
    results: list[Result] = []
    with exact():
        for result in first.results:
            values = [_amount(part, result.name) for _, part in parts]
            known = [value for value in values if value is not None]
            if len(known) < len(parts) or result.unit != "yuan":
                continue
            ordered = sorted(known, reverse=True) if way == "difference" else known
            value = sum(ordered, Decimal(0)) if way == "total" else ordered[0] - ordered[-1]
            mark = " + " if way == "total" else " - "
            label = f"{result.label}{_WORDS[way]}"
            shown = ordered if way == "total" else (ordered[0], ordered[-1])
            ledger.step(result.name, label, value, f"{mark.join(map(yuan, shown))} = {yuan(value)}")
            plain = {"type": "amount", "otherwise": None, "label": label, "value": value, "text": yuan(value)}
            results.append(result.model_copy(update=plain))
    return first.model_copy(
        update={
            "results": tuple(results),
            "lines": tuple(ledger.lines),
            "assumptions": tuple(dict.fromkeys(a for _, part in parts for a in part.assumptions)),
            "gaps": tuple(dict.fromkeys(g for _, part in parts for g in part.gaps)),
            "case": {label: part.case for label, part in parts},
        }
    )


def against(calculation: Calculation, name: str, said: Decimal, label: str) -> Calculation:
    """How far the result `name` lies above (or below) a sum that the person named, told last."""
    value = _amount(calculation, name)
    assert value is not None, "only amounts are compared"
    result = next(r for r in calculation.results if r.name == name)
    ledger = Ledger()
    with exact():
        apart = abs(value - said)
        higher, lower = max(value, said), min(value, said)
        ledger.step("apart", label, apart, f"{yuan(higher)} - {yuan(lower)} = {yuan(apart)}")
    told = result.model_copy(update={"name": "apart", "label": label, "value": apart, "text": yuan(apart)})
    return calculation.model_copy(
        update={"results": (*calculation.results, told), "lines": (*calculation.lines, *ledger.lines)}
    )


def months_until(calculation: Calculation, monthly: Decimal, label: str) -> Calculation:
    """In which month the first result is reached where so much (yuan) is spent in each, told first."""
    result = calculation.result
    assert result is not None and isinstance(result.value, Decimal) and monthly > 0, "so much is reached by so much"
    ledger = Ledger()
    whole, rest = divmod(result.value, monthly)
    months = whole + (1 if rest else 0)
    how = f"每月{yuan(monthly)}，第{months}个月累计{yuan(monthly * months)}，达到{yuan(result.value)}"
    ledger.step("months", label, months, how, "months")
    told = Result(name="months", type="count", label=label, value=months, unit="count", text=f"第{months}个月")
    return calculation.model_copy(
        update={"results": (told, *calculation.results), "lines": (*calculation.lines, *ledger.lines)}
    )


def for_months(calculation: Calculation, months: int, label: str) -> Calculation:
    """What the monthly amount comes to in so many months, told first; as it is where there is none."""
    monthly = _amount(calculation, "monthly")
    if monthly is None:
        return calculation
    ledger = Ledger()
    with exact():
        value = monthly * months
    ledger.step("months", label, value, f"{yuan(monthly)} × {months}个月 = {yuan(value)}")
    told = Result(name="months", type="amount", label=label, value=value, unit="yuan", text=yuan(value))
    return calculation.model_copy(
        update={"results": (told, *calculation.results), "lines": (*calculation.lines, *ledger.lines)}
    )


def days_until(calculation: Calculation, day: date, label: str, asked: str = "") -> Calculation:
    """How many days are left from `day` to the calculation's date that is `asked` for (全年…), else to its first.

    As it is where there is none to come.
    """
    dates = [r for r in calculation.results if isinstance(r.value, date)]
    result = next((r for r in dates if r.label[:2] in asked), dates[0] if dates else None)
    if result is None or not isinstance(result.value, date):
        return calculation
    due = result.value.date() if isinstance(result.value, datetime) else result.value
    left = (due - day).days
    if left < 0:
        return calculation
    told = Result(name="days_left", type="count", label=label, value=Decimal(left), unit="count", text=f"{left}天")
    ledger = Ledger()
    ledger.step("days_left", label, Decimal(left), f"从{show_when(day)}到{show_when(due)}，{left}天", "days")
    return calculation.model_copy(
        update={"results": (*calculation.results, told), "lines": (*calculation.lines, *ledger.lines)}
    )


def _amount(calculation: Calculation, name: str) -> Decimal | None:
    """The one amount of this name; a range or two readings are none."""
    result = next((r for r in calculation.results if r.name == name and r.type == "amount"), None)
    return result.value if result is not None and isinstance(result.value, Decimal) else None
