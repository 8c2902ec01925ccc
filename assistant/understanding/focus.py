"""Where in a message the question stands: what is told around it demands less of the evidence."""

from __future__ import annotations

import re

from knowledge.wants import is_question

_PHRASE = re.compile(r"[^，,。；;！!？?：:\s]+[？?]?")
BESIDE, APART = 0.5, 0.15
_SHORT = 60
"""A message of so few characters tells no story: everything in it stands beside the question."""


def phrases(text: str) -> list[tuple[str, float]]:
    """The phrases of a text with their weight: 1 where it asks, less beside a question, little apart from any.

    A text that asks nowhere, such as two search words, weighs 1 throughout.
    """
    parts = _PHRASE.findall(text)
    asking = [is_question(part) for part in parts]
    if not any(asking):
        return [(part, 1.0) for part in parts]
    weights = []
    for i, asks in enumerate(asking):
        near = len(text) <= _SHORT or any(asking[i + 1 : i + 2] + asking[max(0, i - 1) : i])
        weights.append(1.0 if asks else BESIDE if near else APART)
    return list(zip(parts, weights, strict=True))


def gist(text: str, limit: int = 240) -> str:
    """The phrases worth searching for, in order, at most about `limit` characters: what asks first, then what is near."""
    parts = phrases(text)
    room = limit
    kept: set[int] = set()
    for i in sorted(range(len(parts)), key=lambda i: (-parts[i][1], -i)):
        phrase, weight = parts[i]
        if weight > APART and len(phrase) <= room:
            kept.add(i)
            room -= len(phrase)
    return " ".join(parts[i][0] for i in sorted(kept)) or text[:limit]


def question_of(text: str) -> str:
    """The phrases that ask, joined; the whole text where none does."""
    return "，".join(part for part, weight in phrases(text) if weight == 1.0) or text
