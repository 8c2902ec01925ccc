"""The sentences people read, from `replies.yaml`, and the routes, from `routes.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from assistant.reply import Kind


def _read(name: str) -> object:
    text = (files("assistant") / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


@cache
def _replies() -> dict[str, str]:
    data = _read("replies.yaml")
    assert isinstance(data, dict)
    return data


def say(wording: str, /, **values: str) -> str:
    """The wording of this name with its gaps filled."""
    return _replies()[wording].format(**values)


def day_in_words(day: date) -> str:
    """`2023年5月31日`."""
    return f"{day.year}年{day.month}月{day.day}日"


@cache
def fixed_wording() -> str:
    """All fixed sentences as one text."""
    return "\n".join(_replies().values())


_CHATTER = 40
"""A message of more characters is more than a greeting."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way out of the ordinary path; see the head of routes.yaml."""

    name: str
    kind: Kind
    wording: str
    says: re.Pattern[str]
    unless: re.Pattern[str] | None
    whole: bool
    lets_question_through: bool

    def takes(self, text: str) -> bool:
        """Whether the text belongs on this route."""
        if self.whole:
            core = re.sub(r"[^\w]|_", "", text)
            if not 0 < len(core) <= _CHATTER:
                return False
            # Atomic: a part once taken is not tried again in other ways, which would take for ever.
            core = re.sub(r"(.)\1{2,}", r"\1\1", core)
            return bool(re.fullmatch(f"(?>{self.says.pattern})++", core, re.IGNORECASE))
        return bool(self.says.search(text)) and not (self.unless and self.unless.search(text))


@cache
def routes() -> tuple[Route, ...]:
    """All routes in order of precedence."""
    data = _read("routes.yaml")
    assert isinstance(data, list)
    return tuple(
        Route(
            name=item["route"],
            kind=Kind(item["kind"]),
            wording=item["wording"],
            says=re.compile("|".join(f"(?:{p})" for p in item["says"]), re.IGNORECASE),
            unless=re.compile("|".join(f"(?:{p})" for p in item["unless"])) if "unless" in item else None,
            whole=item.get("whole") == "true",
            lets_question_through=item.get("lets_question_through") == "true",
        )
        for item in data
    )


def options(slot: str) -> list[tuple[str, str]]:
    """The choices of a slot as (value, label)."""
    pairs = [item.partition("=") for item in _replies()[f"options_{slot}"].split("|")]
    return [(value, label) for value, _, label in pairs]
