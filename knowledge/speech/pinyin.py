"""Pinyin typed instead of characters: yibao → 医保, neng bao duoshao → 能报多少, Mianyang → 绵阳.

A run of Latin words is cut into words of known sound, as few and as common ones as possible. A word that cannot
be told so stays in Latin letters, as do English words and abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pypinyin import lazy_pinyin

from knowledge.region import places
from knowledge.wordfiles import listed
from knowledge.wordlists import KEPT, in_use

_HAN = re.compile(r"[\u3400-\u9fff]{1,10}")
# What a word costs: known words of two characters and more are taken before single characters before places
# of three thousand counties, so that hua de is 花的 and no county.
_WORD, _CITY, _SINGLE, _COUNTY = 1.0, 1.5, 1.2, 2.6
_LEAVE = 9.0
_LONGEST = 40  # letters of a word


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word, where its syllables end in its letters, and its cost."""

    word: str
    ends: frozenset[int]
    cost: float


_Known = dict[str, list[_Entry]]


@dataclass(frozen=True, slots=True)
class _Best:
    """The cheapest reading of the letters so far: its cost, the reading before, what was read last."""

    cost: float
    before: int
    said: str


def is_pinyin(word: str) -> bool:
    """Whether the letters can be cut into syllables of Mandarin."""
    return bool(_syllables().fullmatch(word))


def read(latin: list[str], *, alone: bool = True) -> list[str]:
    """The words that pinyin words mean, in order; what means nothing known stays as it is.

    Not `alone` are words among English ones: there only words of several syllables are read.
    """
    lists = in_use()
    known = _by_letters(lists.policy, lists.said, lists.facets)
    letters = "".join(latin)
    starts, at = {0}, 0
    for word in latin:
        at += len(word)
        starts.add(at)
    best: dict[int, _Best] = {0: _Best(0.0, 0, "")}
    for start in range(len(letters)):
        if start not in best:
            continue
        for end in range(start + 1, min(len(letters), start + _LONGEST) + 1):
            for entry in known.get(letters[start:end], ()):
                # A blank stands between syllables, never in one.
                whole = all(edge - start in entry.ends for edge in starts if start < edge < end)
                if whole and (alone or len(entry.word) > 1):
                    _offer(best, end, best[start], start, entry.word, entry.cost)
                    break
        if start in starts:
            end = min(edge for edge in starts if edge > start)
            _offer(best, end, best[start], start, letters[start:end], _LEAVE)
    return _traced(best, len(letters))


def place(latin: str) -> str | None:
    """The place whose name sounds so, where it is one."""
    return next((entry.word for entry in _places().get(latin, ())), None)


def _offer(best: dict[int, _Best], end: int, so_far: _Best, start: int, said: str, cost: float) -> None:
    total = so_far.cost + cost
    if end not in best or total < best[end].cost:
        best[end] = _Best(total, start, said)


def _traced(best: dict[int, _Best], end: int) -> list[str]:
    said: list[str] = []
    while end:
        said.append(best[end].said)
        end = best[end].before
    return said[::-1]


@cache
def _syllables() -> re.Pattern[str]:
    """One or more syllables; those that nobody hears apart are in the file as they are heard, so all are spelt here."""
    initials = "[bpmfdtnlgkhjqxrzcsyw]|[zcs]h"
    finals = "[iu]?ang?|[iu]?a|iong|[ou]ng|iao|[iu]?ai|ao|[eu]i|[ueiv]e?ng?|i?ou?|i?u|u[aeio]|ian|uo|ie|[uv]e|er?|i|o|v"
    odd = "ang?|ai|ao|eng?|ei|er|a|e|o|ou"
    return re.compile(f"(?:(?:{initials})(?:{finals})|{odd}){{1,8}}")


@lru_cache(maxsize=KEPT)
def _by_letters(policy: str, said: str, facets: str) -> _Known:
    """Letters → the word they mean; the first word of a sound stands for it, words before places."""
    known: _Known = {}
    everyday = listed((Path(__file__).parent / "everyday.txt").read_text(encoding="utf-8"))
    for word in (*everyday, *listed(policy), *_said(said), *_named(facets)):
        if _HAN.fullmatch(word):
            _add(known, word, _WORD if len(word) > 1 else _SINGLE)
    for letters, entries in _places().items():
        for entry in entries:
            _put(known, letters, entry)
    return known


def _said(said: str) -> Iterable[str]:
    table: dict[str, str] = yaml.load(said, Loader=yaml.CBaseLoader)
    return table


def _named(facets: str) -> Iterable[str]:
    for facet, values in yaml.load(facets, Loader=yaml.CBaseLoader).items():
        if facet not in ("none", "needs"):
            for words in values.values():
                yield from words


def _add(known: _Known, word: str, cost: float) -> None:
    syllables = lazy_pinyin(word)
    letters = "".join(syllables)
    ends, at = set(), 0
    for syllable in syllables:
        at += len(syllable)
        ends.add(at)
    for spelt in {letters, letters.replace("lü", "lv").replace("nü", "nv")}:
        _put(known, spelt, _Entry(word, frozenset(ends), cost))


def _put(known: _Known, letters: str, entry: _Entry) -> None:
    """Keep the first word of a sound: xi an is another one than xian."""
    if not any(entry.ends == other.ends for other in known.get(letters, ())):
        known.setdefault(letters, []).append(entry)


@cache
def _places() -> _Known:
    """Letters → the place; of places that sound alike the larger one, and none where they are alike in that too."""
    table = places()
    found: _Known = {}
    for level, cost in (("province", _CITY), ("city", _CITY), ("county", _COUNTY)):
        alike: dict[str, list[str]] = {}
        for name in table.names():
            if len(name) > 1 and any(table[code].level == level for code in table.named(name)):
                alike.setdefault("".join(lazy_pinyin(name)), []).append(name)
        for letters, names in alike.items():
            # Youxian is 游仙: who means 攸县 writes You County.
            short = [name for name in names if name[-1] not in "县市区"] or names
            if letters not in found and len(short) == 1:
                _add(found, short[0], _CITY if len(short[0]) > 2 else cost)
    return found
