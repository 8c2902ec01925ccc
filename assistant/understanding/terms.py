"""The content words of a question, and how much each one demands of the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from importlib.resources import files

from knowledge.words import tagged_words

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMERAL = re.compile(r"[一二三四五六七八九十百千万零两几多]+.?")


class Demand(Enum):
    """What it means where the evidence does not speak of a word."""

    POLICY = "policy"
    """A word of official texts (转诊, 低保): the evidence is about something else."""
    NAME = "name"
    """Another noun (试管婴儿, 王嬢嬢): a thing asked about, or talk."""
    TALK = "talk"
    """The rest: most of it is talk."""


@cache
def _listed(package: str, *path: str) -> frozenset[str]:
    text = files(package).joinpath(*path).read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())


def content_words(text: str, leave_out: Iterable[str] = ()) -> dict[str, Demand]:
    """The words that carry what is asked with their demand; fillers, numbers and `leave_out` are dropped."""
    stop = _listed("assistant", "understanding", "stop.txt").union(leave_out)
    found: dict[str, Demand] = {}
    for word, tag in tagged_words(text):
        if word in stop or not (_HAN.search(word) or word.isalpha()) or _NUMERAL.fullmatch(word):
            continue
        found[word] = _demand(word, tag)
    return found


def _demand(word: str, tag: str) -> Demand:
    if word in _listed("knowledge", "words", "official.txt"):
        return Demand.POLICY
    return Demand.NAME if len(word) > 1 and tag[:1] in "njlix" else Demand.TALK
