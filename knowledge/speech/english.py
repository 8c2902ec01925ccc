"""English as Chinese words in the order they are said: enough for a question to be understood (`english.yaml`)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from knowledge.region import places
from knowledge.speech.pinyin import is_pinyin, place, read
from knowledge.wordfiles import listed

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_LEAST = 2
"""Words that only English has, from which a stretch counts as English: a lone word is a name or a code."""
_COMMA = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_OWN = re.compile(r"(?<=[a-z])['’]s\b")
_LEFT = re.compile(r"[a-z]+(?:['’ ]+[a-z]+)*")
_BLANKS = re.compile(r"\s*(?<=[^\sa-z])\s+|\s+(?=[^\sa-z])\s*")
_SMALL = frozenset(listed((files("knowledge.speech") / "english_small.txt").read_text(encoding="utf-8")))


def is_english(text: str) -> bool:
    """Whether a stretch of lower-case text is English rather than pinyin or a few codes."""
    words = _WORD.findall(text)
    ours = sum(word in _vocabulary() and not is_pinyin(word) for word in words)
    pinyin = sum(is_pinyin(word) and word not in _vocabulary() for word in words)
    return ours >= _LEAST and ours >= pinyin


def in_chinese(text: str) -> str:
    """The stretch of lower-case English in Chinese words; what has no meaning here is left out."""
    text = _COMMA.sub("", text).replace("’", "'")
    text = re.sub(r"\s+", " ", text)
    text = _placed(text)
    for pattern, chinese in _glossary():
        text = pattern.sub(chinese, _OWN.sub("", text) if "'" in text else text)
    return _BLANKS.sub("", _LEFT.sub(_rest, text))


def _placed(text: str) -> str:
    """Places by their Chinese names, the larger one first: Youxian, Mianyang → 绵阳游仙."""
    parts = re.split(r"([a-z]+(?:'[a-z]+)?)", text)
    named = {n: name for n, word in enumerate(parts) if (name := _place(word))}
    for n, name in named.items():
        parts[n] = name
        before = named.get(n - 2, "")
        if before and not parts[n - 1].strip(" ,") and _holds(name, before):
            parts[n - 2], parts[n - 1], parts[n] = "", "", name + before
    return "".join(parts)


def _place(word: str) -> str | None:
    letters = word.replace("'", "")
    return place(letters) if len(letters) > 3 and letters not in _vocabulary() else None


def _holds(outer: str, inner: str) -> bool:
    table = places()
    return any(a != b and table.within(a, b) for b in table.named(outer) for a in table.named(inner))


def _rest(match: re.Match[str]) -> str:
    """Pinyin among the English (yibao ka); other words go."""
    latin = [word for word in re.findall(r"[a-z]+", match[0]) if word not in _SMALL and is_pinyin(word)]
    return "".join(word for word in read(latin, alone=False) if not word.isascii())


@cache
def _glossary() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (files("knowledge.speech") / "english.yaml").read_text(encoding="utf-8")
    entries = [pair for entry in yaml.load(text, Loader=yaml.CBaseLoader) for pair in entry.items()]
    return tuple((re.compile(rf"(?<![a-z])(?:{english})(?![a-z])"), chinese) for english, chinese in entries)


@cache
def _vocabulary() -> frozenset[str]:
    """Every word that the glossary knows."""
    text = (files("knowledge.speech") / "english.yaml").read_text(encoding="utf-8")
    keys = (key for entry in yaml.load(text, Loader=yaml.CBaseLoader) for key in entry)
    return _SMALL.union(word for key in keys for word in re.findall(r"(?<!\\)[a-z]{2,}", key))
