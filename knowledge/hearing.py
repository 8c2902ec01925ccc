"""What was said in plain Mandarin, and misheard words repaired by sound: 宜宝 → 医保, 七付线 → 起付线, 备岸 → 备案.

Only characters that form no word of their own are looked at, and only the policy words of the lists in
use are put in their place, so a right word is never turned into another.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from knowledge.sound import loosened, reading
from knowledge.speech.plain import plain
from knowledge.wordfiles import listed
from knowledge.wordlists import KEPT, WordLists, in_use
from knowledge.words import words

_RUN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST = 6
# Small words of written Chinese that stand alone between others: 就以 is no 就医, 编制省域 no 生育, 还在治 no 在职.
_SMALL = frozenset("以已及之即只与致则而且于其所域治")
_PLAIN = frozenset(
    "一二三四五六七八九十不有在是要报到就都也又还去来上下里外前后大小多少好个人家我你他她它这那什么谁哪给把被让叫和与跟同从向往用拿做办看听说想问查交花钱医药病院门口手水火天地年月日时分号岁次回件张"
)


def _sound(text: str, *, loose: bool) -> tuple[str, ...]:
    """How a text sounds, each character by itself; loosely for words of three characters and more."""
    return tuple([reading(character)[loose] for character in text])


def _sounds_of(word: str) -> set[tuple[str, ...]]:
    """Every way a policy word sounds: as the word is read (银行 yin hang), and character by character."""
    read = tuple(lazy_pinyin(word))
    strict = {read, _sound(word, loose=False)}
    return strict if len(word) == 2 else {*strict, tuple(map(loosened, read)), _sound(word, loose=True)}


_BySound = dict[tuple[str, ...], str]


@lru_cache(maxsize=KEPT)
def _by_sound(policy: str, facets: str) -> _BySound:
    """Sound → word, for every policy word; of two that sound alike the one that people name cases by, or neither."""
    found: _BySound = {}
    shared: set[tuple[str, ...]] = set()
    named = set(_RUN.findall(facets))
    # Those named come first: 住院 before 驻院.
    for word in sorted((word for word in listed(policy) if len(word) > 1), key=lambda word: word not in named):
        for sound in _sounds_of(word):
            other = found.setdefault(sound, word)
            if other != word and (other in named) == (word in named):
                shared.add(sound)
    return {sound: word for sound, word in found.items() if sound not in shared}


def heard(text: str) -> str:
    """The text in plain Mandarin with misheard words repaired; everything else stays as it is."""
    lists = in_use()
    return _RUN.sub(lambda match: _repair(match[0], lists), plain(text))


@lru_cache(maxsize=512)
def _repair(run: str, lists: WordLists) -> str:
    """Repair one run of Han characters, the longest mishearing first at each place, with the lists in use."""
    cut, table = words(run), _by_sound(lists.policy, lists.facets)
    repaired: list[str] = []
    at = 0
    while at < len(cut):
        for end in range(_reach(cut, at), at + 1, -1):
            meant = _meant(cut[at:end], table)
            if meant:
                repaired.append(meant)
                at = end
                break
        else:
            repaired.append(cut[at])
            at += 1
    return "".join(repaired)


def _reach(cut: list[str], at: int) -> int:
    """Where the longest run of words from `at` that can be one mishearing ends; `at` where a long word stands there."""
    end, length = at, 0
    while end < len(cut) and length + len(cut[end]) <= _LONGEST:
        length += len(cut[end])
        end += 1
    return end


def _meant(pieces: list[str], table: _BySound) -> str | None:
    """The policy word that these words sound like, or None. A mishearing leaves single characters behind."""
    said = "".join(pieces)
    if all(len(piece) > 1 for piece in pieces):
        return None
    word = table.get(_sound(said, loose=False)) or (table.get(_sound(said, loose=True)) if len(said) > 2 else None)
    if word is None or word == said:
        return None
    if any(a != b and a in _SMALL for a, b in zip(said, word, strict=True)):
        return None
    shared = sum(a == b for a, b in zip(said, word, strict=True))
    # Without a shared character only odd ones can be a mishearing: 宜宝 is 医保, but 一报 is two plain words.
    return word if shared * 2 >= len(said) or not any(c in _PLAIN for c in said) else None
