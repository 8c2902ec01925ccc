"""The few characters before a place in a text: what they say belongs to it, and reading no more keeps long texts cheap."""

from __future__ import annotations

_REACH = 24


def before(text: str, end: int) -> str:
    """The characters directly before `end`, as many as a look back needs."""
    return text[max(0, end - _REACH) : end]
