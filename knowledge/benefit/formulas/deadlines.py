"""Days and hours that a policy leads to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from knowledge.benefit.case import Case, FactError
from knowledge.benefit.figure import plain
from knowledge.benefit.formulas.formula import Formula, Outcome
from knowledge.benefit.ledger import Ledger
from knowledge.benefit.moments import months_later, show_when
from knowledge.benefit.parameters import Parameters


def hours_after(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """Hours counted from a moment on, night and day alike. Source of the shape: 秦安 2018 (入院登记时限)."""
    term, start = parameters.write("term", ledger), case.moment("start")
    assert isinstance(start, datetime), "the formula asks for a moment"
    due = start + timedelta(hours=int(term))
    how = f"{show_when(start)} + {plain(term)}小时 = {show_when(due)}"
    ledger.when("due", parameters.results["due"], due, how)
    return Outcome({"due": due})


def months_after(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """The same day so many months on, the month's last where it has none. Source of the shape: 游仙 2023 (等待期)."""
    term, start = parameters.write("term", ledger), case.moment("start")
    due = months_later(start, int(term))
    ledger.when("due", parameters.results["due"], due, f"{show_when(start)} + {plain(term)}个月 = {show_when(due)}")
    return Outcome({"due": due})


def settlement_day(parameters: Parameters, case: Case, ledger: Ledger) -> Outcome:
    """A month is settled on a day of the next, a year on a day of the next. Source of the shape: 秦安 2018 (结清费用)."""
    month = case.moment("month")
    day = parameters.write("day", ledger)
    following = months_later(month, 1)
    due = _day(following.year, following.month, int(day))
    ledger.when("due", parameters.results["due"], due, f"{show_when(month, 'month')}的费用，次月{plain(day)}日结清")
    year_month, year_day = parameters.write("year_month", ledger), parameters.write("year_day", ledger)
    year_due = _day(month.year + 1, int(year_month), int(year_day))
    how = f"{month.year}年的费用，次年{plain(year_month)}月{plain(year_day)}日前结清"
    ledger.when("year_due", parameters.results["year_due"], year_due, how)
    return Outcome({"due": due, "year_due": year_due})


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise FactError("month", f"{year}年没有{month}月{day}日；请核对规则里的日子") from None


HOURS_AFTER = Formula(run=hours_after, reads={"term": "hours"}, inputs={"start": "moment"}, results={"due": "moment"})
MONTHS_AFTER = Formula(run=months_after, reads={"term": "months"}, inputs={"start": "date"}, results={"due": "date"})
SETTLEMENT_DAY = Formula(
    run=settlement_day,
    reads={"day": "days", "year_month": "count", "year_day": "days"},
    inputs={"month": "month"},
    results={"due": "date", "year_due": "date"},
)
