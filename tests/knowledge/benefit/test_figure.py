"""Numbers are read exactly and shown without needless zeros; money is rounded in one place."""

from __future__ import annotations

from decimal import Decimal, FloatOperation, Inexact

import pytest

from knowledge.benefit.figure import Unit, plain, read_figure, show
from knowledge.benefit.ledger import exact, money


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200", "200"),
        ("0.50", "0.50"),
        ("50%", "0.5"),
        ("20万", "200000"),
        ("1.5万", "15000"),
        ("１,６００.５", "1600.5"),
    ],
)
def test_reads(text: str, value: str) -> None:
    """Plain, percent, 万 and full-width numbers are read exactly."""
    assert read_figure(text).value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", " ", "abc", "1e3", "NaN", "Infinity", "1.", ".5", "1,60", "--1", "+1", "1_000", "٣", "五", "1" * 41]
)
def test_refuses(text: str) -> None:
    """What is no plain decimal is refused with the forms that are taken."""
    with pytest.raises(ValueError, match="不是数；请写成"):
        read_figure(text)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("480.00", "yuan", "480元"), ("0.50", "yuan", "0.5元"), ("0.6", "ratio", "60%"), ("0.125", "ratio", "12.5%"),
        ("0", "yuan", "0元"), ("-0.00", "yuan", "0元"), ("1E+3", "yuan", "1000元"), ("1", "ratio", "100%"),
        ("3", "days", "3天"), ("6", "months", "6个月"), ("91", "count", "91"),
    ],
)  # fmt: skip
def test_shown(value: str, unit: Unit, text: str) -> None:
    """Values are shown in plain digits with their unit."""
    assert show(Decimal(value), unit) == text


@pytest.mark.parametrize(
    ("value", "rounded"), [("0.005", "0.01"), ("0.0049", "0.00"), ("1.115", "1.12"), ("2", "2.00")]
)
def test_money_rounds_half_up(value: str, rounded: str) -> None:
    """Half a 分 becomes a whole one, also where everything else traps lost digits."""
    with exact():
        assert str(money(Decimal(value))) == rounded


def test_exact_context() -> None:
    """A lost digit or a float is an error inside a formula."""
    with exact():
        with pytest.raises(Inexact):
            Decimal(1) / Decimal(3)
        with pytest.raises(FloatOperation):
            Decimal(0.1)  # noqa: RUF032 (the float is the point)
    assert plain(Decimal("700.10")) == "700.1"
