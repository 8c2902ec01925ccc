"""What a message that only corrects does to the facts known so far."""

from __future__ import annotations

import pytest

from assistant.conversation import State
from assistant.understanding.carried import put_right


@pytest.mark.parametrize(
    ("known", "told", "text", "facts"),
    [
        ({"amount": "888", "paid": "2350"}, {}, "写错了 是2035", {"paid": "2035"}),
        ({"amount": "1500"}, {"amount": "1560"}, "打错了，1560", {"amount": "1560"}),
        ({"amount": "1500", "paid": "600"}, {"amount": "800"}, "记错了，800", {"paid": "800"}),
        ({"amount": "1500", "out_of_scope": "200"}, {"amount": "1600"}, "1500错了，应该1600", {"amount": "1600"}),
        ({"amounts": "260,540,1250"}, {"amount": "450"}, "中间那次不是540，是450", {"amounts": "260,450,1250"}),
        (
            {"amounts": "260,540,1250", "out_of_scope": "50"},
            {},
            "光算最后那次呢",
            {"amount": "1250", "out_of_scope": "50"},
        ),
        ({"amount": "12000", "ratio": "70%"}, {}, "搞错 本来是65", {"ratio": "65%"}),
        ({"amount": "1500"}, {"amount": "300"}, "里头三百是进口药", {}),
        ({"amount": "1500"}, {}, "说错了，我妈62", {}),
        ({"amount": "1500"}, {}, "说错了，是2019年", {}),
        ({"amount": "1500", "balance": "800"}, {"amount": "1200"}, "那花了1200呢", {"amount": "1200"}),
    ],
)
def test_what_is_put_right(known: dict[str, str], told: dict[str, str], text: str, facts: dict[str, str]) -> None:
    """A correction goes to the sum that it names, else to the one told last; what corrects nothing stays as told."""
    assert put_right(State(slots=known), told, text) == facts
