"""The checked passages that a model may order and word, and what of its lines is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.model.alignment import pattern_of
from assistant.model.tokens import Tokens, tidy

# How models mark up the items of a list; none of it is shown.
_BULLET = re.compile(r"^\s*(?:[-*•·>#]+\s+|\d{1,2}[.、．)）]\s*)+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_OPEN_END = re.compile(r"[，,、：:；;\s]+$")
_ENDS = "。！？!?…”）)"


@dataclass(frozen=True, slots=True)
class Passage:
    """One checked passage: its place among all of them, its text with tokens, and what counts as it."""

    number: int
    hidden: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Written:
    """A passage (its place among all of them) as the model wrote it, figures filled in."""

    passage: int
    text: str


class Passages:
    """The passages of one answer and their tokens."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._tokens = Tokens()
        self._passages: list[Passage] = []
        for number, text in enumerate(texts):
            hidden = self._tokens.hide(text)
            self._passages.append(Passage(number, hidden, pattern_of(hidden)))

    @property
    def for_model(self) -> str:
        """All passages as the model sees them, one on each line."""
        return "\n".join(passage.hidden.replace("\n", " ") for passage in self._passages)

    def read(self, line: str, left: Iterable[int]) -> tuple[list[Written], bool]:
        """The passages that a line holds, of those still left, and whether it holds nothing else.

        Whatever stands around them is not shown.
        """
        text = tidy(_BOLD.sub(r"\1", _BULLET.sub("", line))).strip()
        candidates = [self._passages[number] for number in left]
        written: list[Written] = []
        at = shown = 0
        while found := [(m.start(), -m.end(), p, m) for p in candidates if (m := p.pattern.search(text, at))]:
            start, end, passage, match = min(found, key=lambda one: one[:2])
            candidates.remove(passage)
            said = _OPEN_END.sub("", self._tokens.fill(match[0].strip()))
            written.append(Written(passage.number, said if said[-1:] in _ENDS else said + "。"))
            shown += -end - start
            at = -end
        return written, shown >= len(text.replace(" ", ""))


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """The lines of a stream, each once it is whole."""
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        yield from filter(str.strip, whole)
    if rest.strip():
        yield rest
