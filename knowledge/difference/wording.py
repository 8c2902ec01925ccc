"""Two wordings compared character by character, figures whole: what was put in, what went, which figures changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from knowledge.difference.figures import Mention, mentions

# A character between two changes is no common ground, and in a longer stretch two figures are no longer of one thing.
_CHANCE = 1
_NEAR = 10
# Comparing takes time by the square of the length; what is longer than this was written anew.
_LONGEST = 4000

_SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？\n]|$)")
_PIECE = re.compile(r"[A-Za-z]+|.", re.DOTALL)


class Part(NamedTuple):
    """A stretch of both wordings. Equal where nothing changed; empty on one side where it went or came.

    `figure`: both sides are one figure each, in the same place, with another value.
    """

    old: str
    new: str
    figure: bool = False


class FigureChange(NamedTuple):
    """A figure that changed, as written; None on the side on which it does not stand."""

    old: str | None
    new: str | None


@dataclass(frozen=True)
class Wording:
    """The parts in reading order: their old sides make up the old wording, their new sides the new one."""

    parts: tuple[Part, ...]
    figures: tuple[FigureChange, ...]


class _Token(NamedTuple):
    text: str
    key: Hashable
    mention: Mention | None


def compare(old: str, new: str) -> Wording:
    """What became of a wording. A figure that only moved, or is only written otherwise, did not change."""
    parts = _joined(chain.from_iterable(_compare_sentences(old, new)))
    figures: list[tuple[FigureChange, Hashable]] = []
    for part in parts:
        if part.figure:
            figures.append((FigureChange(part.old, part.new), None))
        elif part.old != part.new:
            figures += [(FigureChange(text, None), key) for text, key in _figures(part.old)]
            figures += [(FigureChange(None, text), key) for text, key in _figures(part.new)]
    return Wording(parts, tuple(_without_moved(figures)))


def _figures(text: str) -> list[tuple[str, Hashable]]:
    return [(text[m.start : m.end], (m.kind, m.value)) for m in mentions(text)]


def _without_moved(figures: list[tuple[FigureChange, Hashable]]) -> Iterator[FigureChange]:
    """A figure that went in one place and came in another is dropped as often as it did both."""
    gone = Counter(key for change, key in figures if change.new is None)
    came = Counter(key for change, key in figures if change.old is None)
    moved = gone & came
    left_to_go, left_to_come = Counter(moved), Counter(moved)
    for change, key in figures:
        left = left_to_go if change.new is None else left_to_come
        if key is not None and left[key]:
            left[key] -= 1
        else:
            yield change


def _compare_sentences(old: str, new: str) -> Iterator[list[Part]]:
    """Whole sentences first: long texts stay fast, and a new sentence is not spelled out of an old one."""
    one, two = _SENTENCE.findall(old), _SENTENCE.findall(new)
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        before, after = "".join(one[i1:i2]), "".join(two[j1:j2])
        if operation != "replace" or max(len(before), len(after)) > _LONGEST:
            yield [Part(before, after)]
        else:
            yield from _compare_characters(_tokens(before), _tokens(after))


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    for mention in mentions(text):
        tokens += [_Token(piece, piece, None) for piece in _PIECE.findall(text[at : mention.start])]
        tokens.append(_Token(text[mention.start : mention.end], (mention.kind, mention.value), mention))
        at = mention.end
    return tokens + [_Token(piece, piece, None) for piece in _PIECE.findall(text[at:])]


def _compare_characters(old: list[_Token], new: list[_Token]) -> Iterator[list[Part]]:
    matcher = SequenceMatcher(None, [t.key for t in old], [t.key for t in new], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    i = j = 0
    for a, b, size in blocks:
        inside = (a, b) != (0, 0) and (a + size, b + size) != (len(old), len(new))
        if inside and size <= _CHANCE and old[a].mention is None:
            continue
        yield _paired(old[i:a], new[j:b])
        yield [Part(one.text, two.text) for one, two in zip(old[a : a + size], new[b : b + size], strict=True)]
        i, j = a + size, b + size
    yield _paired(old[i:], new[j:])


def _paired(old: list[_Token], new: list[_Token]) -> list[Part]:
    """A stretch without common words: figures of one kind that stand near its start or near each other are pairs."""
    one = [n for n, token in enumerate(old) if token.mention]
    two = [n for n, token in enumerate(new) if token.mention]
    parts, i, j = [], 0, 0
    for a, b in _partners([_kind(old[n]) for n in one], [_kind(new[n]) for n in two]):
        before, after = _text(old[i : one[a]]), _text(new[j : two[b]])
        if max(len(before), len(after)) <= _NEAR:
            same = old[one[a]].key == new[two[b]].key
            parts += [Part(before, after), Part(old[one[a]].text, new[two[b]].text, figure=not same)]
            i, j = one[a] + 1, two[b] + 1
    return [*parts, Part(_text(old[i:]), _text(new[j:]))]


def _partners(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Positions of figures that belong together: of the same kind, or where as many stand against as many."""
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal" or i2 - i1 == j2 - j1:
            yield from zip(range(i1, i2), range(j1, j2), strict=True)


def _kind(token: _Token) -> str:
    return token.mention.kind if token.mention else ""


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens)


def _joined(parts: Iterator[Part]) -> tuple[Part, ...]:
    """Neighbours of one sort become one part; empty ones go."""
    joined: list[Part] = []
    for part in parts:
        if not (part.old or part.new):
            continue
        last = joined[-1] if joined else None
        if last and not (last.figure or part.figure) and (last.old == last.new) == (part.old == part.new):
            joined[-1] = Part(last.old + part.old, last.new + part.new)
        else:
            joined.append(part)
    return tuple(joined)
