"""What a figure was before a change that its clause tells."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.arithmetic.raised import before_change, later
from assistant.ask import Ask, Change, Period
from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.search import Days, Hit

DAY = date(2023, 6, 1)
HEADER = Header(id="d", title="某市医保政策", region="510700")
TEXT = "从2023年1月1日起，门诊慢性病报销比例为75%，比2022年提高5个百分点。"


def hit(text: str = TEXT) -> Hit:
    """A norm in force since 2023."""
    clause = Clause(id="d.c", document_id="d", text=text, region="510700", effective_from=date(2023, 1, 1))
    return Hit(clause, HEADER, 0.9, 0.9, 0.9)


def asked(text: str, year: int | None = None, changes: tuple[Change, ...] = ()) -> Ask:
    """An ask for a year, or for a side of the change."""
    periods = (Period(date(year, 1, 1), date(year, 12, 31), f"{year}年"),) if year else ()
    return Ask(text=text, query=text, periods=periods, changes=changes)


def result(ask: Ask, text: str = TEXT) -> str | None:
    """What it was, in words."""
    found = before_change(ask, [hit(text)], DAY)
    return found.result.label + found.result.text if found and found.result else None


def test_the_year_that_the_clause_names() -> None:
    """75% after a rise of five points: 70% before it."""
    assert result(asked("门诊慢性病报销比例是多少", 2022)) == "2022年是70%"


def test_before_the_rise() -> None:
    """Whoever asks for the side before the change need not name the year."""
    assert result(asked("门诊慢性病报销比例提高之前是多少", changes=("before",))) == "2022年是70%"


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        (TEXT, asked("门诊慢性病报销比例是多少", 2021)),  # the change was since 2022
        (TEXT, asked("门诊慢性病报销比例是多少", changes=("after",))),
        (TEXT, asked("住院报销比例是多少", 2022)),  # of something else
        ("门诊慢性病报销比例为75%，比2022年提高5%。", asked("门诊慢性病报销比例是多少", 2022)),  # points or per cent?
        ("门诊慢性病报销比例为75%，提高5个百分点。", asked("门诊慢性病报销比例是多少", 2022)),  # since when?
        ("门诊慢性病报销比例为75%，比2022年提高5个百分点以上。", asked("门诊慢性病报销比例是多少", 2022)),
    ],
)
def test_nothing_where_it_is_not_told(text: str, ask: Ask) -> None:
    """Another time, another thing, or a change that can be read in two ways."""
    assert result(ask, text) is None


def test_only_a_norm_of_later_days_that_was_known_is_turned_back() -> None:
    """What was in force on the days meant answers itself; in 2022 nobody knew the norm of 2023."""
    then = date(2022, 6, 1)
    assert later(hit(), Days(DAY, then, then))
    assert not later(hit(), Days.on(DAY))
    assert not later(hit(), Days.on(then))
