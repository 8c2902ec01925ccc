"""What other packages bring by entry points, so that no import runs from a lower package to a higher."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any


def gathered(group: str) -> list[Any]:
    """The objects of an entry point group of `pyproject.toml`, ordered by name; empty where nothing brings one."""
    return list(gathering(group))


def gathering(group: str, first: str | None = None) -> Iterator[Any]:
    """The same one by one, each loaded when it is asked for; that of the name `first` comes first."""
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name != first, entry.name)):
        yield entry.load()
