"""The people of a talk: who is named, and whose case it is (people.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

_FILE = Path(__file__).with_name("people.yaml")
SELF, SOMEBODY = "本人", "对方"
"""The caller, and whoever was spoken of before (他, 她)."""


class Person(NamedTuple):
    """Somebody named, and where."""

    start: int
    end: int
    name: str
    relation: str


@cache
def _people() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple((name, row["relation"], re.compile(row["said"])) for name, row in data.items())


def people(text: str) -> list[Person]:
    """Everybody named, in order; of words that overlap the first and longest counts."""
    hits = sorted(
        (Person(*match.span(), name, relation) for name, relation, said in _people() for match in said.finditer(text)),
        key=lambda hit: (hit.start, -hit.end),
    )
    found: list[Person] = []
    for hit in hits:
        if not found or hit.start >= found[-1].end:
            found.append(hit)
    return found


_OWN = re.compile(
    r"我(?:自己|个人|本人)|本人|我(?:是|在职|退休|也是|不是|上班|去年|今年|这个月|上个月|昨天|前天|去|住|买|花|看|得|有|的)"
)
_ASIDE = re.compile(
    r"(?:带|看|照顾|接送|伺候|帮|跟着|陪|和|跟|同|与|替|给我?|在我?|到我?|住我?|随)(?:我|俺|咱|小|大|个|着|一下|到|的)*$"
)


def patient(text: str) -> str | None:
    """What the person whose case it is is to the caller (`parent` …); None where nobody, or more than one, is named."""
    named = people(text)
    asked_for = re.search(r"(?:帮|替|给|代)(?:我|俺|咱)?$", text[: named[0].start]) if named else None
    others = [p for p in named if p.name not in (SELF, SOMEBODY) and (asked_for or not _ASIDE.search(text[: p.start]))]
    relations = list(dict.fromkeys(p.relation for p in others))
    if len(relations) == 1 and not _OWN.search(text):
        return relations[0]
    if not relations and any(p.name == SELF for p in named) and _OWN.search(text):
        return "self"
    return None
