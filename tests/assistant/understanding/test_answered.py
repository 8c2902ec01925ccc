"""The answer to the question that the assistant asked."""

from __future__ import annotations

import pytest

from assistant.conversation import State
from assistant.understanding.answered import answered

TIERS = {"tertiary": "三级定点医疗机构", "secondary": "二级定点医疗机构", "pharmacy": "零售药店"}
FILING = {"filed": "已按规定备案", "unfiled": "应备案而未备案"}


@pytest.mark.parametrize(
    ("text", "pending", "choices", "value"),
    [
        ("零售药店", "tier", TIERS, "pharmacy"),
        ("第二个", "tier", TIERS, "secondary"),
        ("1", "tier", TIERS, "tertiary"),
        ("没有", "filing", FILING, "unfiled"),
        ("办了的", "filing", FILING, "filed"),
        ("一千六", "amount", {}, "1600"),
        ("没有，第一次", "accrued", {}, "0"),
        ("第一次", "accrued", {}, "0"),
    ],
)
def test_answers(text: str, pending: str, choices: dict[str, str], value: str | None) -> None:
    """A choice is named, counted, affirmed or denied; a sum is a number."""
    found = answered(text, State(pending=pending, choices=choices))
    assert found.get(pending) == value


def test_nothing_asked_is_nothing_answered() -> None:
    """Without a question a number is no answer."""
    assert answered("1600", State()) == {}
