"""One of several bills, by its place or its sum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.understanding.several import picked, replaced

_BILLS = ["260", "540", "1250"]


@pytest.mark.parametrize(
    ("text", "said", "bills"),
    [
        ("中间那次不是540，是450", ["540", "450"], ["260", "450", "1250"]),
        ("540那次看错了，是450", ["540", "450"], ["260", "450", "1250"]),
        ("第三张应该是450", ["450"], ["260", "540", "450"]),
        ("头一回其实是450", ["450"], ["450", "540", "1250"]),
        ("最后一张记错了，450", ["450"], ["260", "540", "450"]),
        ("第五次是450", ["450"], None),
        ("第一次和第二次都错了，450", ["450"], None),
        ("错了，是450", ["450"], None),
    ],
)
def test_one_is_replaced(text: str, said: list[str], bills: list[str] | None) -> None:
    """The bill that the words name gives way to the new one; none does where they name none, or several."""
    assert replaced(_BILLS, "450", text, [Decimal(one) for one in said]) == bills


@pytest.mark.parametrize(
    ("text", "bill"),
    [("光算最后那次呢", "1250"), ("只看第二张报多少", "540"), ("最后那次有自费", None), ("只算药费", None)],
)
def test_one_is_picked(text: str, bill: str | None) -> None:
    """Only a bill that is to be counted alone is picked."""
    assert picked(_BILLS, text) == bill
