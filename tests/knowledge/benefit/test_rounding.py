"""Where money is rounded, and where for once it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.benefit.ledger import money, unrounded


@pytest.mark.parametrize(("exact", "told"), [("0.005", "0.01"), ("0.0049999", "0"), ("1.015", "1.02"), ("2", "2")])
def test_half_up(exact: str, told: str) -> None:
    """A half counts as a whole 分."""
    assert money(Decimal(exact)) == Decimal(told)


def test_unrounded_keeps_every_digit() -> None:
    """Within, a bill of whole 分 times a ratio of four decimals keeps all its digits."""
    with unrounded():
        assert money(Decimal("3721.43") * Decimal("0.7125")) == Decimal("2651.518875")


def test_only_within() -> None:
    """Behind it 分 are rounded again, after an error and inside another one as well."""
    with pytest.raises(ZeroDivisionError), unrounded():
        raise ZeroDivisionError
    assert money(Decimal("0.125")) == Decimal("0.13")
    with unrounded():
        with unrounded():
            pass
        assert money(Decimal("0.125")) == Decimal("0.125")
