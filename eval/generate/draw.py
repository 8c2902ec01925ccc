"""Drawing by name: what is drawn for a name stays the same when other names come or go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

SEED = 20261122
T = TypeVar("T")


def number(name: str, below: int) -> int:
    """A number from 0 for a name."""
    return int.from_bytes(hashlib.sha256(f"{SEED}:{name}".encode()).digest()[:8]) % below


def pick(name: str, options: Sequence[T]) -> T:
    """One of the options for a name."""
    return options[number(name, len(options))]


def chosen(name: str, percent: int) -> bool:
    """Whether a name is among so many of a hundred."""
    return number(f"chosen:{name}", 100) < percent
