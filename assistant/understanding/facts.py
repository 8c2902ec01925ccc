"""Facts chosen on screen or named in a message, in the vocabulary that slots and rule inputs share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from assistant.understanding.privacy import mask
from assistant.wording import options
from knowledge.clause import Care, Facets, Insured, Status, Tier
from knowledge.errors import InputError
from knowledge.numerals import DIGITS

_CHOICES = {"insured": Insured, "status": Status, "care": Care, "tier": Tier}
_SPOKEN_DIGITS = re.compile(r"[零〇○一二三四五六七八九]{3,}(?![十百千万亿])|[一二][零〇○一二三四五六七八九](?=年)")


def spoken_digits(text: str) -> str:
    """Digits said one by one become figures: 二〇一八, 一八年, 五八三六五."""
    return _SPOKEN_DIGITS.sub(lambda m: "".join(str(DIGITS[c]) for c in m[0]), text)


def read_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """What a person chose on screen, by value or by label (`在职`); InputError for a choice that does not exist."""
    known = {name: get_args(kind) for name, kind in _CHOICES.items()}
    read: dict[str, str] = {}
    for name, fact in facts.items():
        if not re.fullmatch(r"[a-z_]{1,40}", name):
            raise InputError("facts 的名称须与 slots 相同，例如 insured、status、amount")
        labels = {label: value for value, label in options(name)} if name in known else {}
        value = labels.get(fact, fact)
        if name in known and value not in known[name]:
            raise InputError(f"facts.{name} 不能是“{mask(fact)[0][:20]}”；可用：{'、'.join(known[name])}")
        read[name] = value
    return read


def facet_slots(facets: Facets) -> dict[str, str]:
    """Facets that say one thing, as slots."""
    return {
        name: next(iter(values)) for name, values in facets.sets().items() if len(values) == 1 and name != "setting"
    }
