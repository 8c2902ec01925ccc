"""`hotline knowledge …` from the outside: how a command ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Hotline = Callable[..., Ended]


def refused(ended: Ended, code: int = 2) -> str:
    """The one line on stderr with which a command refused."""
    assert ended.code == code
    assert ended.out == ""
    assert ended.err.count("\n") == 1
    return ended.err.strip()
