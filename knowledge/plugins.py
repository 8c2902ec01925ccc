"""What other packages bring by entry points, so that no import runs from a lower package to a higher."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any


def gathered(group: str, only: str | None = None) -> list[Any]:
    """The objects of an entry point group of `pyproject.toml`, ordered by name; empty where nothing brings one.

    `only`: where an entry bears this name, that one alone is loaded.
    """
    entries = sorted(entry_points(group=group), key=lambda entry: entry.name)
    return [entry.load() for entry in [e for e in entries if e.name == only] or entries]
