"""Whom and what a text speaks of, read from one word list for policy clauses and for people's questions.

The list is `words/facets.yaml`. The longest word wins at each place; a word that is denied (不是职工,
非住院) or only compared with (与住院相比) does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from knowledge.clause import Facets, States
from knowledge.errors import DocumentError
from knowledge.words import normalise

_NAMES = ("insured", "status", "care", "tier", "setting")
_DENIED = re.compile(
    r"(?:不是|并不是|而不是|不属于|不算|不含|不包括|不包含|非|而非|并非|没有?参加|未参加|没有?|未|没有?办|无需|不用|不必|不再)$"
)
# 是不是职工医保 asks; it denies nothing.
_ASKING = ("是不是", "有没有", "算不算", "属不属于", "是非", "除非")
_COMPARED = re.compile(r"(?:区别于|不同于|有别于|不像|相比|较之|而不同于|参照|比照)(?:[\u4e00-\u9fff]{0,2})$")
_COMPARED_WITH = re.compile(r"(?:与|同|和|跟|比)$")
_THEN_COMPARED = re.compile(r"^(?:医保|保险|待遇|报销|人员|职工|参保人员|政策)?(?:相比|比较|不同|不一样|有别|的区别)")
_EXCEPT = re.compile(r"除(?:了|去|开)?$")
_DENIED_BEHIND = re.compile(r"^(?:以外|之外|外的|除外|(?:医保|待遇)?不(?:在内|算|适用))")
_UNIT = r"(?:个|多|余|几|数|上|百|千|万|亿)*"
_STATES: tuple[tuple[States, re.Pattern[str]], ...] = (
    ("amount", re.compile(rf"\d(?:[\d,.]*){_UNIT}\s*(?:元|块钱)|[一二三四五六七八九十百千万]+元")),
    ("ratio", re.compile(r"\d\s*%|百分之|[一二三四五六七八九]成(?!立|为|效|果|员|本|功|熟|绩)|个百分点")),
    (
        "deadline",
        re.compile(
            rf"(?:\d+|[一二三四五六七八九十两]+){_UNIT}(?:个?工作日|日|天|小时|个月|年)(?:之?内|以内)|截止|\d{{1,2}}[日号]前|月底前|年底前|等待期|"
            r"时限|期限(?!内)|逾期|\d{1,2}月\d{1,2}日(?:起|至|前|之前|止)|集中(?:缴费|征缴)期|每[年月]\d{1,2}[月日]|等待"
        ),
    ),
    (
        "list",
        re.compile(
            r"(?:包括|包含|分别为|具体有|具体为|如下|以下|下列|即|涵盖|方式有|纳入)[^。]{0,20}?[^。、；]{1,30}(?:[、；][^。、；]{1,30}){2,}|"
            r"(?:[^。、，；]{2,16}、){4,}[^。、，；]{2,16}|\(一\)[\s\S]*\(二\)|一是[\s\S]*二是|1[.、][\s\S]*2[.、]|材料清单"
        ),
    ),
    (
        "steps",
        re.compile(
            r"(?:办理|申请|申报|报销|备案|认定|登记|缴费)(?:流程|程序|步骤|手续|方式|渠道)[:为是]|"
            r"(?:凭|持|携带|带上|提供|提交|填写|登录|登陆|拨打|关注)[^。]{2,60}(?:办理|申请|申报|登记|报销|认定|结算|备案|缴费|咨询|领取)|"
            r"(?:到|前往|在)[^。，]{2,30}(?:窗口|中心|柜台|大厅|平台|小程序|app)[^。]{0,20}(?:办理|申请|申报|登记|报销|认定|备案|缴费)"
        ),
    ),
    (
        "phone",
        re.compile(r"(?<!\d)(?:0\d{2,3}-?[2-9]\d{6,7}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|12345|12393|12333|12366)(?!\d)"),
    ),
    (
        "condition",
        re.compile(
            r"(?:符合|具备|满足|达到)[^。，；]{0,24}(?:条件|标准|要求|规定)|条件[:是为]|(?:需|须|应当?)(?:先|同时)?(?:具备|符合|满足|参加|办理)|"
            r"[^。，；]{2,40}的,[^。]{0,40}(?:可|不|按|由|应|报销|给予|予以|降低|下调|方可|视为)|方可|才能|前提|除外|"
            r"(?:如|若|凡|经)[^。，；]{2,30},[^。]{0,30}(?:可|不|应|按|由|的)"
        ),
    ),
)


@dataclass(frozen=True)
class _Words:
    """Word → the (facet, value) pairs it names; none for words that only stand in the way."""

    meaning: dict[str, tuple[tuple[str, str], ...]]
    pattern: re.Pattern[str]


@cache
def _words() -> _Words:
    path = files("knowledge") / "words" / "facets.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    meaning: dict[str, list[tuple[str, str]]] = {}
    for facet, values in data.items():
        if facet == "none":
            for word in values:
                meaning.setdefault(normalise(word), [])
            continue
        for value, names in values.items():
            for word in names:
                meaning.setdefault(normalise(word), []).append((facet, value))
    for facet in data:
        if facet not in (*_NAMES, "none"):
            raise DocumentError(f"不认识的词类 {facet}；可用：{'、'.join((*_NAMES, 'none'))}", "words/facets.yaml")
    longest_first = sorted(meaning, key=len, reverse=True)
    return _Words(
        {w: tuple(pairs) for w, pairs in meaning.items()}, re.compile("|".join(map(re.escape, longest_first)))
    )


def recognise(text: str) -> Facets:
    """The facets that a clause or a person's question names; empty sets where it says nothing."""
    words = _words()
    plain = normalise(text)
    found: dict[str, set[str]] = {name: set() for name in _NAMES}
    for match in words.pattern.finditer(plain):
        meant = words.meaning[match[0]]
        if meant and not _set_aside(plain, match.start(), match.end()):
            for facet, value in meant:
                found[facet].add(value)
    return Facets.model_validate(found)


def _set_aside(text: str, start: int, end: int) -> bool:
    """Whether the word at [start, end) is denied or only compared with."""
    before, behind = text[max(0, start - 8) : start], text[end : end + 10]
    if _DENIED.search(before):
        return not before.endswith(_ASKING)
    if _EXCEPT.search(before) or _DENIED_BEHIND.match(behind):
        return True
    return bool(_COMPARED.search(before)) or bool(_COMPARED_WITH.search(before) and _THEN_COMPARED.match(behind))


def clause_facets(headings: tuple[str, ...], text: str) -> Facets:
    """The facets of a clause: its own words, and where they say nothing the nearest heading that does."""
    found = recognise(text).sets()
    for heading in reversed(headings):
        if all(found.values()):
            break
        above = recognise(heading).sets()
        found = {name: found[name] or above[name] for name in _NAMES}
    return Facets.model_validate(found)


def states(text: str) -> frozenset[States]:
    """What kinds of statement the text makes: an amount, a ratio, a deadline, a list, steps, a phone, a condition."""
    plain = normalise(text)
    return frozenset(name for name, pattern in _STATES if pattern.search(plain))
