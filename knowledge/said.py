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


def said_in(text: str) -> dict[str, tuple[str, ...]]:
    """What people's words in the text mean: 门槛费 → (起付标准,); words that the text holds anyway are left out."""
    plain = normalise(text)
    found = {
        said: tuple(w for w in meant.split() if w not in plain) for said, meant in _said().items() if said in plain
    }
    return {said: meant for said, meant in found.items() if meant}


def policy_words(text: str) -> list[str]:
    """The policy's words for what is said in the text, in the order of the list, each once."""
    return list(dict.fromkeys(word for meant in said_in(text).values() for word in meant))


def in_policy_words(text: str) -> str:
    """The text followed by the policy's words for what it says."""
    return " ".join([text, *policy_words(text)])
