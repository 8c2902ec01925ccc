"""What people say of their case in words of their own: 俺娘没单位，村里交的 → insured resident (circumstances.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from knowledge.facets import Named, set_aside

_FILE = Path(__file__).with_name("circumstances.yaml")
# What is heard has half-width stops, what is written in the file full-width ones.
_STOPS = str.maketrans({"，": "，,", "？": "？?", "！": "！!", "；": "；;"})
_FEW = r"[^，,。；;！!？?\n]{0,8}?"


@cache
def _ways() -> dict[str, dict[str, re.Pattern[str]]]:
    data = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {
        name: {
            v: re.compile("|".join(f"(?:{way.translate(_STOPS).replace('…', _FEW)})" for way in ways))
            for v, ways in values.items()
        }
        for name, values in data.items()
    }


def clear_of(spoken: Iterable[Named], words: Sequence[Named]) -> list[Named]:
    """The ways of saying that no word of the same fact overlaps: where both read a place, the word counts."""
    taken = {(word.facet, place) for word in words for place in range(word.start, word.end)}
    return [o for o in spoken if not any((o.facet, place) in taken for place in range(o.start, o.end))]


def circumstances(text: str) -> list[Named]:
    """The ways of saying found in a text, in their order; of two that overlap the value listed first counts."""
    return list(_circumstances(text))


@lru_cache(maxsize=256)
def _circumstances(text: str) -> tuple[Named, ...]:
    found: list[Named] = []
    for name, values in _ways().items():
        taken: dict[int, str] = {}
        for value, way in values.items():
            for match in way.finditer(text):
                places = range(*match.span())
                clear = all(taken.get(place, value) == value for place in places)
                if clear and not set_aside(text, *match.span()):
                    taken |= dict.fromkeys(places, value)
                    found.append(Named(*match.span(), name, (value,)))
    return tuple(sorted(found))
