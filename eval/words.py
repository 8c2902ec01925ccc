"""The words that a word list speaks of, and which of them a text holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import yaml

from knowledge.wordfiles import FACETS, SAID, listed
from knowledge.wordlists import WordLists


def words_of(name: str, text: str) -> frozenset[str]:
    """The words of one of the four lists, by its file name: of said.yaml what people say, of facets.yaml every word."""
    if name in (SAID, FACETS):
        data = yaml.load(text, Loader=yaml.CSafeLoader)
        return frozenset(map(str, data)) if name == SAID else frozenset(_leaves(data))
    return frozenset(listed(text))


def changed_words(before: WordLists, after: WordLists) -> frozenset[str]:
    """Words of which either lists say what the others do not."""
    found: set[str] = set()
    for name, text in before.files.items():
        if text != after.files[name]:
            found |= _entries(name, text) ^ _entries(name, after.files[name])
    return frozenset(entry.partition("\t")[0] for entry in found)


def held(text: str, words: Collection[str], longest: int) -> str | None:
    """The first of the words that a text holds; none of them is longer than `longest`."""
    ends = ((i, j) for i in range(len(text)) for j in range(min(i + longest, len(text)), i, -1))
    return next((text[i:j] for i, j in ends if text[i:j] in words), None)


def _entries(name: str, text: str) -> frozenset[str]:
    """The words with what the list says of each, so that another meaning is a difference."""
    if name not in (SAID, FACETS):
        return words_of(name, text)
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    if name == SAID:
        return frozenset(f"{word}\t{said}" for word, said in data.items())
    return frozenset(_placed(data, ""))


def _placed(data: Any, place: str) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _placed(value, f"{place}/{key}")
    elif isinstance(data, list):
        for value in data:
            yield from _placed(value, place)
    else:
        yield f"{data}\t{place}"


def _leaves(data: Any) -> Iterator[str]:
    return (entry.partition("\t")[0] for entry in _placed(data, ""))
