"""Whose what is, where one message tells of two people's bills and asks for one: 我花了760，她药店340，先算我的."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.understanding.numerals import amounts
from assistant.understanding.people import SELF, SOMEBODY, Person, people

_PHRASE = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]*")
_SUBJECT = 4
"""Who is named so near the beginning of a phrase is whom it tells of."""
_LONGEST = 100
"""In a longer story the one who tells is named all over."""
# A birth is the case of both.
_OF_A_COUPLE = re.compile(r"生[娃孩小]|生的|生了|顺产|剖|陪产|津贴|生育")
_SCHEME = re.compile(r"职工|居民|退休|在职|没退")
_BOTH = re.compile(r"两个?人|我们俩|俩人?|分别|一共|总共|加起来|都")
_MINE = re.compile(
    r"我的|我自己|我(?:这|那)[个张笔]|(?:先|光|只)[算看说]我|^(?:那)?我(?:能|该|可以|要|得)?(?:报|拿|出|掏|自己)"
)
_ASKS = re.compile(r"多少|几|算|先[说讲看问]|能不能|吗|呢")


class Told(NamedTuple):
    """What a message tells of the person asked about, and of each other one (name → words)."""

    asked: str
    of_others: dict[str, str]


def told_apart(text: str) -> Told:
    """The message without what it tells of people who are not asked about; all of it where nobody alone is asked about."""
    if len(text) > _LONGEST or _OF_A_COUPLE.search(text):
        return Told(text, {})
    phrases = _owned(text)
    owners = {owner for owner, phrase in phrases if owner and (amounts(phrase, bare=True) or _SCHEME.search(phrase))}
    asked = _asked(phrases) if len(owners) > 1 else None
    if asked is None or asked not in owners:
        return Told(text, {})
    others = {owner for owner, _ in phrases if owner} - {asked}
    return Told(_words(phrases, asked), {other: _words(phrases, other) for other in others})


def _words(phrases: list[tuple[str | None, str]], owner: str) -> str:
    return "".join(phrase for one, phrase in phrases if one in (None, owner))


def _owned(text: str) -> list[tuple[str | None, str]]:
    """The phrases with the name of the person each is told of; None for one that is told of nobody, or of several."""
    found: list[tuple[str | None, str]] = []
    owner = other = None
    for match in _PHRASE.finditer(text):
        named = [person for person in people(match[0]) if person.start <= _SUBJECT]
        if len({person.name for person in named}) > 1 and _BOTH.search(match[0]):
            found.append((None, match[0]))
            other = next((person.name for person in named if person.name != SELF), other)
            continue
        if named:
            owner = _name(named[0], other)
            other = owner if owner not in (None, SELF) else other
        found.append((owner, match[0]))
    return found


def _name(person: Person, other: str | None) -> str | None:
    return other if person.name == SOMEBODY else person.name


def _asked(phrases: list[tuple[str | None, str]]) -> str | None:
    """The one person whom the last question names; None where it names none or several."""
    other = None
    asked: str | None = None
    for owner, phrase in phrases:
        if owner not in (None, SELF):
            other = owner
        if not _ASKS.search(phrase) or amounts(phrase, bare=True):
            continue
        named = {_name(person, other) for person in people(phrase) if person.name != SELF}
        named |= {SELF} if _MINE.search(phrase) else set()
        asked = named.pop() if len(named) == 1 and not _BOTH.search(phrase) else None
    return asked
