"""Whatever comes in is understood as far as it can be, and nothing raises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.conversation import State
from assistant.steps.guard import guard
from assistant.steps.understand import understand
from assistant.turn import Turn
from knowledge.search import Retriever

BEFORE = State(
    ask="退休职工三级医院门诊花了1800元报多少",
    head="退休职工三级医院门诊花了1800元报多少",
    slots={"status": "retired", "tier": "tertiary", "care": "outpatient", "amount": "1800"},
    pending="tier",
    choices={"tertiary": "三级定点医疗机构"},
)
TALK = "我妈退休不是说错了花元药店住院呢吗，。？报多少三百一千2022年兰州没备案转诊那先前问的 \n"


def understood(message: str, state: State, retriever: Retriever) -> Turn:
    """The turn of a message after understand."""
    turn = Turn(
        message=message,
        day=date(2023, 6, 1),
        region="510704",
        given=state,
        state=state,
        facts={},
        retriever=retriever,
    )
    guard(turn)
    understand(turn, retriever)
    return turn


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(text=st.one_of(st.text(max_size=60), st.text(alphabet=TALK, max_size=60)), goes_on=st.booleans())
def test_never_raises(text: str, goes_on: bool, retriever: Retriever) -> None:
    """Any text, first in a conversation or later."""
    understood(text, BEFORE if goes_on else State(), retriever)


@pytest.mark.parametrize(
    "unit", ["é̂̃", "\ud800\udfff", "报", "1", "，", "我妈住院花了三千，", "坐席：您好\n市民：报多少\n"]
)
def test_long_and_strange(unit: str, retriever: Retriever) -> None:
    """Combining marks, lone surrogates and 100,000 characters of anything."""
    turn = understood((unit * 100_000)[:100_000], State(), retriever)
    assert len(turn.works) <= 12
