"""People's words lead to the policy's."""

from __future__ import annotations

import pytest
import yaml

from knowledge.said import policy_words
from knowledge.wordlists import WordLists
from knowledge.words import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("门槛费好多", ["起付标准"]),
        ("报账要啥子", ["报销"]),
        ("门诊报销比例", []),
        ("打钱划钱", ["个人账户", "划入"]),
        ("起付标准就是门槛费吧", []),
        ("门\u200b槛费", ["起付标准"]),
        ("", []),
    ],
)
def test_policy_words(text: str, expected: list[str]) -> None:
    """The policy's words for what is said, each once, and none that stands in the text already."""
    assert policy_words(text) == expected


def test_list_can_be_met() -> None:
    """Every entry of the list is in the form that texts are compared in, so that none is dead, and means something."""
    table = yaml.safe_load(WordLists.shipped().said)
    assert [said for said in table if normalise(said) != said] == []
    assert [said for said, meant in table.items() if not str(meant).split()] == []
