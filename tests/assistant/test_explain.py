"""A calculation in words and as the Reply shows it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.explain import in_words, shown
from knowledge.benefit import Calculation, calculate
from knowledge.generation import Generation

CASE = {"status": "active", "tier": "tertiary", "amount": "1600"}


@pytest.fixture
def calculation(generation: Generation) -> Calculation:
    """The worked example of the shipped rule."""
    return calculate(generation.rules["510700.employee-outpatient"], CASE, date(2023, 6, 1))


@pytest.fixture
def refused(generation: Generation) -> Calculation:
    """The same case on a day without parameters."""
    return calculate(generation.rules["510700.employee-outpatient"], CASE, date(2022, 12, 31))


def test_words_begin_with_the_result_and_what_was_assumed(calculation: Calculation) -> None:
    """Conclusion, what is left to pay, the assumptions, the steps that changed it."""
    said = in_words(calculation)
    assert said.startswith("按职工医保普通门诊统筹的规定，统筹基金支付700元，个人负担900元。")
    assert said.index("计算前提：按费用全部可以报销计算，按今年第一次计算。") < said.index("1600元 - 200元")


def test_words_leave_out_what_changed_nothing(calculation: Calculation) -> None:
    """Lines that changed nothing are for operators, not for citizens."""
    said = in_words(calculation)
    idle = [line for line in calculation.lines if line.kind == "step" and not line.matters]
    assert idle
    assert not any(line.how in said for line in idle)


def test_shows_every_line_with_its_citation(calculation: Calculation) -> None:
    """The whole ledger is shown; each rule line points to the number of its clause."""
    numbers = {clause: n for n, clause in enumerate(calculation.clauses, 1)}
    view = shown(calculation, numbers.get)
    assert view is not None
    assert len(view.lines) == len(calculation.lines)
    assert sorted(line.citation for line in view.lines if line.kind == "rule" and line.citation) == [1, 2, 3]
    assert all(line.citation is None for line in view.lines if line.kind != "rule")
    assert view.result.value == "700.00" and view.result.unit == "yuan"


def test_without_a_result_there_is_nothing_to_show(refused: Calculation) -> None:
    """A calculation that was not made shows no sum; its message is what is said."""
    assert shown(refused, lambda clause: None) is None
    assert in_words(refused) == refused.message
    assert "2022-12-31" in in_words(refused)
