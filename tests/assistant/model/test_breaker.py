"""What failed three times in a row is left alone, then tried once."""

from __future__ import annotations

from assistant.model.breaker import FAILURES, REST_S, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        """The seconds that the test says."""
        return self.now


def opened() -> tuple[Breaker, Clock]:
    """A breaker that just opened, and its clock."""
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.lets_through()
        breaker.failed()
    return breaker, clock


def test_opens_after_failures_in_a_row() -> None:
    """Nothing is let through while it rests."""
    breaker, clock = opened()
    assert not breaker.lets_through()
    clock.now += REST_S - 1
    assert not breaker.lets_through()


def test_a_success_between_starts_the_count_again() -> None:
    """Only failures in a row count."""
    breaker = Breaker(Clock())
    for _ in range(FAILURES * 2):
        breaker.failed()
        breaker.succeeded()
    assert breaker.lets_through()


def test_tries_once_after_the_rest() -> None:
    """One try; the others wait for what becomes of it."""
    breaker, clock = opened()
    clock.now += REST_S
    assert breaker.lets_through()
    assert not breaker.lets_through()


def test_closes_when_the_try_succeeds_and_rests_again_when_it_fails() -> None:
    """The try decides."""
    breaker, clock = opened()
    clock.now += REST_S
    breaker.lets_through()
    breaker.failed()
    assert not breaker.lets_through()
    clock.now += REST_S
    breaker.lets_through()
    breaker.succeeded()
    assert breaker.lets_through() and breaker.lets_through()
