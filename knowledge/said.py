"""People's words beside the policy's: 报账 → 报销, 门槛费 → 起付标准 (the list is `words/said.yaml`)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from knowledge.words import normalise


@cache
def _said() -> dict[str, str]:
    text = (files("knowledge") / "words" / "said.yaml").read_text(encoding="utf-8")
    table: dict[str, str] = yaml.load(text, Loader=yaml.BaseLoader)
    return table


def policy_words(text: str) -> list[str]:
    """The policy's words for what is said in the text, in the order of the list, each once."""
    plain = normalise(text)
    found = [word for said, meant in _said().items() if said in plain for word in meant.split()]
    return [word for word in dict.fromkeys(found) if word not in plain]


def in_policy_words(text: str) -> str:
    """The text followed by the policy's words for what it says."""
    return " ".join([text, *policy_words(text)])
