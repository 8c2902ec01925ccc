"""Words of dialects as standard ones: 啥子 → 什么, 冇得 → 没有, 喺 → 在 (`dialect.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_REACH = 6
"""Of what stands before and behind a word this many characters settle whether it is a word of the dialect."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What a word means, and beside what it does."""

    plain: str
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None

    def stands(self, text: str, start: int, end: int) -> bool:
        """Whether it means that between what stands beside it."""
        left, right = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        return not (
            (self.after and not self.after.search(left))
            or (self.before and not self.before.match(right))
            or (self.not_after and self.not_after.search(left))
            or (self.not_before and self.not_before.match(right))
        )


@dataclass(frozen=True, slots=True)
class _Dialect:
    """The words of one dialect; `signs` is what nobody else writes, where its other words mean something else."""

    signs: re.Pattern[str] | None
    turns: tuple[tuple[re.Pattern[str], str], ...]
    words: dict[str, _Word]
    pattern: re.Pattern[str]

    def to_plain(self, text: str) -> str:
        if self.signs and not self.signs.search(text):
            return text
        for turn, plain in self.turns:
            text = turn.sub(plain, text)
        return self.pattern.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        word = self.words[match[0]]
        return word.plain if word.stands(match.string, *match.span()) else match[0]


def standard(text: str) -> str:
    """The text with the words of dialects replaced; what stands beside them stays."""
    for dialect in _dialects():
        text = dialect.to_plain(text)
    return text


@cache
def _dialects() -> tuple[_Dialect, ...]:
    data = yaml.load((files("knowledge.speech") / "dialect.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return tuple(_dialect(section) for section in data.values())


def _dialect(section: dict[str, Any]) -> _Dialect:
    words = {said: _word(meant) for said, meant in section["words"].items()}
    longest_first = sorted(words, key=len, reverse=True)
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return _Dialect(
        signs=_compiled(section.get("signs")),
        turns=tuple((re.compile(turn), plain) for turn, plain in section.get("turns", {}).items()),
        words=words,
        # The set of first characters is looked at before the words, so most places cost one look.
        pattern=re.compile(f"(?=[{first}])(?:{'|'.join(map(re.escape, longest_first))})"),
    )


def _word(meant: str | dict[str, str]) -> _Word:
    given = {"plain": meant} if isinstance(meant, str) else meant
    beside = {name: _compiled(given.get(name), at_end="after" in name) for name in _Word.__slots__ if name != "plain"}
    return _Word(plain=given["plain"], **beside)


def _compiled(pattern: str | None, *, at_end: bool = False) -> re.Pattern[str] | None:
    if pattern is None:
        return None
    return re.compile(f"(?:{pattern})$" if at_end else pattern)
