"""What is carried from turn to turn."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from assistant.conversation import State


def test_a_fresh_state_knows_nothing() -> None:
    """A conversation begins without facts, place, ask or document."""
    assert State() == State(slots={}, region=None, ask=None, pending=None, pointed=())


def test_goes_through_json_whole() -> None:
    """What a store writes it reads back as the same state."""
    state = State(slots={"status": "retired"}, region="510704", ask="封顶呢", pending="tier", pointed=("a", "b"))
    assert State.model_validate_json(state.model_dump_json()) == state


def test_is_closed_and_frozen() -> None:
    """A misspelt field is refused, and nobody changes a state in place."""
    with pytest.raises(ValidationError):
        State.model_validate({"asks": "x"})
    with pytest.raises(ValidationError):
        State().ask = "x"  # type: ignore[misc]
