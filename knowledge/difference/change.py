"""One thing that reads differently on the two sides: a field with its old and its new value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.difference.wording import Wording, compare

Value = str | bool | tuple[str, ...] | None


@dataclass(frozen=True)
class Change:
    """A field's name in data, its Chinese label, and its values; None: not there, or empty, on that side."""

    field: str
    label: str
    old: Value
    new: Value

    @cached_property
    def wording(self) -> Wording | None:
        """The two values compared character by character, where both are text."""
        return compare(self.old, self.new) if isinstance(self.old, str) and isinstance(self.new, str) else None

    def as_json(self) -> dict[str, object]:
        """Field, label, old and new value, for text also the parts and the figures that changed."""
        data: dict[str, object] = {"field": self.field, "label": self.label, "old": self.old, "new": self.new}
        if self.wording:
            data["parts"] = [part._asdict() for part in self.wording.parts]
            data["figures"] = [figure._asdict() for figure in self.wording.figures]
        return data


Fields = Mapping[str, tuple[str, Value]]
"""Field → its Chinese label and its value."""


def changes(old: Fields, new: Fields) -> tuple[Change, ...]:
    """The fields whose values differ, in the old side's order and then the new one's."""
    found = []
    for field in dict.fromkeys((*old, *new)):
        label, before = old.get(field, ("", None))
        label, after = new.get(field, (label, None))
        if before != after:
            found.append(Change(field, label, before, after))
    return tuple(found)
