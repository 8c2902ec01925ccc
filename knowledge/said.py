"""People's words beside the policy's: 报账 → 报销, 门槛费 → 起付标准 (the list `said.yaml` in use)."""

from __future__ import annotations

from functools import lru_cache

import yaml

from knowledge.wordlists import KEPT, in_use
from knowledge.words import normalise


@lru_cache(maxsize=KEPT)
def _said(text: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, str] = yaml.load(text, Loader=yaml.CBaseLoader)
    # A home may write ＣＴ for ct; its entries stand last and so go before the shipped ones.
    return {normalise(said): tuple(normalise(meant).split()) for said, meant in table.items()}


def said_in(text: str) -> dict[str, tuple[str, ...]]:
    """What people's words in the text mean: 门槛费 → (起付标准,); words that the text holds anyway are left out."""
    plain = normalise(text)
    found = {
        said: tuple(w for w in meant if w not in plain) for said, meant in _said(in_use().said).items() if said in plain
    }
    return {said: meant for said, meant in found.items() if meant}


def policy_words(text: str) -> list[str]:
    """The policy's words for what is said in the text, in the order of the list, each once."""
    return list(dict.fromkeys(word for meant in said_in(text).values() for word in meant))
