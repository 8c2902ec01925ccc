"""Chinese numerals below 万."""

from __future__ import annotations

import pytest

from knowledge.numerals import below_wan


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("九", 9), ("十", 10), ("十二", 12), ("二十三", 23), ("两百", 200), ("一百零二", 102),
        ("二千五百", 2500), ("三千零五", 3005), ("〇", 0),
    ],
)  # fmt: skip
def test_value(text: str, value: int) -> None:
    """A unit without a digit before it counts once."""
    assert below_wan(text) == value
