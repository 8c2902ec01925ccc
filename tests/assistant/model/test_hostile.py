"""A sample of the campaigns of tests/bench/hostile.py: nothing false gets through, nothing harmless is held back."""

from __future__ import annotations

from assistant.chain import Assistant
from tests.assistant.model.attacks import ATTACKS
from tests.assistant.model.campaign import attacked, greeted
from tests.assistant.model.stand_in import StandIn


def test_no_attack_gets_through(assistant: Assistant, stand_in: StandIn) -> None:
    """Every kind of attack, each against other questions."""
    outcome = attacked(assistant, stand_in, len(ATTACKS))
    assert set(outcome.tried) == {kind.__name__ for kind in ATTACKS}
    assert outcome.through == []


def test_what_only_greets_and_joins_is_shown(assistant: Assistant, stand_in: StandIn) -> None:
    """At most one in fifty passages and greetings is held back, and nothing is said otherwise."""
    outcome = greeted(assistant, stand_in, 24)
    assert outcome.through == []
    assert outcome.worded > 12
    assert len(outcome.blocked) <= outcome.tried.total() / 50, outcome.blocked
