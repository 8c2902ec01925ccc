"""The content words of a question: what the evidence must speak of."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from knowledge.words import words

_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def _stop() -> frozenset[str]:
    text = (files("assistant") / "understanding" / "stop.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())


def content_words(text: str) -> list[str]:
    """The words that carry what is asked, each once; question words, fillers, numbers and years are left out."""
    kept = [
        w
        for w in words(text)
        if w not in _stop()
        and (_HAN.search(w) or w.isalpha())
        and not re.fullmatch(r"[一二三四五六七八九十百千万零两几多]+.?", w)
    ]
    return list(dict.fromkeys(kept))
