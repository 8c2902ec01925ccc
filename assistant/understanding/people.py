"""The people of a talk: who is named, and whose case it is (people.yaml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.understanding.nearby import before

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


def relation_of(name: str) -> str:
    """What somebody of this name is to the caller."""
    return next((relation for known, relation, _ in _people() if known == name), "other")


def people(text: str) -> list[Person]:
    """Everybody named, in order; of words that overlap the first and longest counts."""
    return list(_named(text))


@lru_cache(maxsize=256)
def _named(text: str) -> tuple[Person, ...]:
    hits = sorted(
        (Person(*match.span(), name, relation) for name, relation, said in _people() for match in said.finditer(text)),
        key=lambda hit: (hit.start, -hit.end),
    )
    found: list[Person] = []
    for hit in hits:
        if not found or hit.start >= found[-1].end:
            found.append(hit)
    return tuple(found)


# 带娃, 给我儿子交, 儿子说, 闺女家: who only stands by is not the one whose case it is.
_BESIDE = re.compile(
    r"(?:带|看|照顾)[^，,。]{1,4}的$|(?:带|看|照顾|接送|伺候|跟着?|陪|和|同|与|住在?|搁|照|喊|叫|让|托|请)(?:我|俺|咱|小|个|着|一下|到)*$"
)
_STANDS_BY = re.compile(
    r"(?:[^，,。；;！!？?\s]{0,2}(?:说|讲|告诉|叫我|喊我|问我|陪我|带我|开车|帮我|给[我她他]|替[我她他]|跟我(?!住|一起|们)|教我|催|不信|非要|问我)|在?(?:网上|手机上)|家(?:里|头)?(?:住|，|,|带|过|附近|旁边|$)|家那边|那[儿里边头]|屋[头里](?!那)|接[我俺]|在(?:旁边|边上|跟前)|过来了|走得早|学校|(?:也|还)?(?:能|可以)?(?:不能)?(?:领|继承|取)|说)"
)
# 同样的单子搁我老汉身上
_IN_STEAD = re.compile(r"(?:身|头)上")
# 幺妹我问一下: the operator is called so.
_CALLED = re.compile(r"[,，]?(?:我(?![们的])|我(?:想|就|先)?问|你|您|请问|帮我|麻烦)")
_BORN = re.compile(r"(?:生|怀|养|带|有)(?:了|的)?(?:一?个)?(?:小|细)?$")
_STORY = 120
_SIDES = frozenset({"男方", "女方"})
# 老婆生孩子，男的领津贴: whose case it is nobody says.
_TWO_TAKE_PART = re.compile(
    r"陪产|护理假|男(?:职工|方|的)[^，,。？?]{0,12}(?:津贴|补|假|领|认|报)|(?:津贴|补贴|一半|50%)[^。？?]{0,12}(?:男职工|男方|我厂|我单位|老公)|女职工[^，,。？?]{0,4}(?:标准|一半|50|几成|多少)|(?:单位|厂|公司)[^，,。？?]{0,6}生育(?:保?险)"
)
_ONESELF = re.compile(
    r"我(?:自己|个人|本人)(?!去|跑|到|来|申请|办|在网)|(?<![他她])本人(?!去|到|来|回|身份|申请|签)|(?:那|换成?)我(?=[呢嘞喃咧哩也]|自己)|其实是我"
    r"|^我(?=[呢嘞喃咧哩])|(?:说回|回到|再说|还是说|先说)[我俺](?:那|自己|这|的)|我那[个笔张](?!口)|[算看说]我的(?!卡|钱|医保)"
)


class Patient(NamedTuple):
    """Whose case it is: the name (母亲), and what they are to the caller (`parent`)."""

    name: str
    relation: str


def patient(text: str) -> Patient | None:
    """Whose case a message is about; None where nobody, or more than one, is named."""
    others = [
        person
        for person in people(text)
        if person.relation != "self"
        and not (person.start == 0 and _CALLED.match(text, person.end))
        and person.name != SOMEBODY
        and (_IN_STEAD.match(text, person.end) or not _BESIDE.search(before(text, person.start)))
        and not _STANDS_BY.match(text, person.end)
        and not (person.relation == "child" and _BORN.search(before(text, person.start)))
    ]
    relations = list(dict.fromkeys(person.relation for person in others))
    if _TWO_TAKE_PART.search(text) and (
        "spouse" in relations or len(relations) > 1 or (others[:1] and others[0].name in _SIDES)
    ):
        return None
    oneself = _ONESELF.search(text)
    if oneself:
        return Patient(SELF, "self") if not others or others[0].start > oneself.start() else None
    # In a long story many are named; the first is the one it is told of.
    if len(relations) == 1 or (relations and len(text) > _STORY):
        return Patient(others[0].name, others[0].relation)
    return None
