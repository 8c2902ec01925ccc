"""The sentences people read, from `replies.yaml`, and the routes, from `routes.yaml`."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.reply import Kind

_SENTENCE = re.compile(r"[^。！？；\n]+")


def _read(name: str) -> object:
    text = (files("assistant") / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CBaseLoader)


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
def fixed_sentences() -> tuple[str, ...]:
    """All fixed wordings, with their gaps, each whole and sentence by sentence."""
    texts = tuple(_replies().values())
    return texts + tuple(sentence for text in texts for sentence in _SENTENCE.findall(text))


_CHATTER = 40
"""A message of more characters is more than a greeting."""
_NEAR = 80
"""Characters within which what belongs together is said."""
_AROUND = 160
"""Characters on each side in which something may speak against it."""

Signs = tuple[re.Pattern[str], ...]
"""Patterns that say something together: all of them occur, near one another."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way out of the ordinary path; see the head of routes.yaml."""

    name: str
    kind: Kind
    wording: str
    says: tuple[Signs, ...]
    hints: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    whole: bool
    lets_question_through: bool
    insists: re.Pattern[str] | None

    def takes(self, text: str) -> bool:
        """Whether the text belongs on this route."""
        if self.whole:
            return not on_policy(text) and any(self._is_all(pattern, text) for (pattern,) in self.says)
        return any(self._clear(text, at) for signs in self.says for at in _together(signs, text))

    def gives_way(self, text: str) -> bool:
        """Whether a policy question in the text would go before this route."""
        return self.lets_question_through and not (self.insists and self.insists.search(text))

    def hinted(self, text: str) -> str | None:
        """What a short text holds beside a hint of this route; None where there is no hint."""
        if self.hints is None or len(text) > _CHATTER or not self.hints.search(text):
            return None
        return self.hints.sub(" ", text)

    def _is_all(self, pattern: re.Pattern[str], text: str) -> bool:
        core = re.sub(r"[^\w]|_", "", text) or re.sub(r"\s", "", text)
        # A sound drawn out counts as two of it.
        core = re.sub(r"(.)\1{2,}", r"\1\1", core)
        return len(core) <= _CHATTER and bool(pattern.fullmatch(core))

    def _clear(self, text: str, at: int) -> bool:
        """Whether nothing near the place speaks against the route."""
        return not (self.unless and self.unless.search(text, max(0, at - _AROUND), at + _AROUND))


def _together(signs: Signs, text: str) -> Iterator[int]:
    """The places where the first sign stands with all the others near it."""
    if not all(sign.search(text) for sign in signs):
        return
    first, *others = ([match.start() for match in sign.finditer(text)] for sign in signs)
    for at in first:
        nearest = (places[bisect(places, at - _NEAR) :] for places in others)
        if all(found and found[0] <= at + _NEAR for found in nearest):
            yield at


@cache
def _routes() -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The named words and the routes of the file."""
    data = _read("routes.yaml")
    assert isinstance(data, dict)
    words: dict[str, str] = {}
    for name, source in data["words"].items():
        words[name] = _filled(source, words)
    return words, data["routes"]


def _filled(source: str, words: dict[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda match: f"(?:{words[match[1]]})", source)


def _pattern(source: str, words: dict[str, str], form: str = "{}") -> re.Pattern[str]:
    return re.compile(form.format(_filled(source, words)), re.IGNORECASE)


def _any_of(sources: list[str] | None, words: dict[str, str]) -> re.Pattern[str] | None:
    return _pattern("|".join(f"(?:{source})" for source in sources), words) if sources else None


def _signs(entry: str | list[str], words: dict[str, str], *, whole: bool) -> Signs:
    # Atomic: a part once taken is not tried again in other ways, which would take for ever.
    form = "(?>{})++" if whole else "{}"
    return tuple(_pattern(source, words, form) for source in ([entry] if isinstance(entry, str) else entry))


@cache
def routes() -> tuple[Route, ...]:
    """All routes in order of precedence."""
    words, items = _routes()
    return tuple(
        Route(
            name=item["route"],
            kind=Kind(item["kind"]),
            wording=item["wording"],
            says=tuple(_signs(entry, words, whole="whole" in item) for entry in item["says"]),
            hints=_any_of(item.get("hints"), words),
            unless=_any_of(item.get("unless"), words),
            whole=item.get("whole") == "true",
            lets_question_through=item.get("lets_question_through") == "true",
            insists=_any_of(item.get("insists"), words),
        )
        for item in items
    )


@cache
def _policy() -> re.Pattern[str]:
    words, _ = _routes()
    return _pattern("{policy}", words)


def on_policy(text: str) -> bool:
    """Whether the text names anything that the policy speaks of."""
    return bool(_policy().search(text))


def options(slot: str) -> list[tuple[str, str]]:
    """The choices of a slot as (value, label)."""
    pairs = [item.partition("=") for item in _replies()[f"options_{slot}"].split("|")]
    return [(value, label) for value, _, label in pairs]
