"""Whom and what a text speaks of, read from one word list for policy clauses and for people's questions.

The list is `facets.yaml` of the lists in use. The longest word wins at each place; a word that is denied (不是职工,
非住院) or only compared with (与住院相比) does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from knowledge.clause import Facets, States
from knowledge.wordlists import KEPT, in_use
from knowledge.words import normalise

_FAR, _CLOSE = 120, 12  # characters within which a word's company stands
_NAMES = ("insured", "status", "care", "tier", "setting")
_DENIED = re.compile(
    r"(?:不是|并不是|而不是|不属于|不算|不含|不包括|不包含|非|而非|并非|没有?参加|未参加|没有?|未|没有?办|无需|不用|不必|不再)$"
)
# 是不是职工医保 asks; it denies nothing.
_ASKING = ("是不是", "有没有", "算不算", "属不属于", "是非", "除非")
_COMPARED = re.compile(
    r"(?:(?:区别于|不同于|有别于|不像|相比|较之|而不同于)[\u4e00-\u9fff]{0,2}|(?:参照|比照)[\u4e00-\u9fff]{0,5})$"
)
_COMPARED_WITH = re.compile(r"(?:与|同|和|跟|比)$")
_THEN_COMPARED = re.compile(r"^(?:医保|保险|待遇|报销|人员|职工|参保人员|政策)?(?:相比|比较|不同|不一样|有别|的区别)")
_EXCEPT = re.compile(r"除(?:了|去|开)?$")
_DENIED_BEHIND = re.compile(r"^(?:以外|之外|外的|除外|(?:医保|待遇)?不(?:在内|算|适用))")
# Texts are compared in their normalised form: ，；：（） are , ; : ( ) there; 。 and 、 stay.
_NUMBER = r"(?:\d[\d,.]*|[一二三四五六七八九十两百]+)"
_TERM = rf"{_NUMBER}\s*(?:个)?(?:工作日|日|天|小时|月|年|周)"
_PAPER = r"(?:证件?|卡|凭证|材料|资料|证明|身份证|票据|发票|原件|复印件|病历|申请表|登记表|申请书|申请单|认定表|表》|单》|书》)"
_DOES = r"(?:办理|申请|申报|登记|报销|认定|结算|备案|缴费|缴纳|咨询|领取|查询|挂号|下载|提出)"
_RULES = r"(?:可|不|按|由|应|要|须|需|给予|予以|报|降低|下调|方|视|享受|从|追|依法|责令|执行|处|发|计|停|仍|一律|退|移送|合并|补|转|继续|以|参照|纳入|暂|申请|提交|适用|在)"
# (省财政厅、省民政厅按职责分工负责) behind a rule lists nothing that was asked for.
_IN_CHARGE = re.compile(
    r"届[一二三四五六七]中(?:、[一二三四五六七]中)+|\((?:责任单位|牵头单位|责任部门)[^()]*\)|\([^()]{2,160}(?:负责|配合|牵头|参与)\)"
)
_STATES: tuple[tuple[States, re.Pattern[str]], ...] = (
    (
        "amount",
        re.compile(r"\d(?:[\d,.]*)(?:个|多|余|几|数|上|百|千|万|亿)*\s*(?:元|块钱)|[一二三四五六七八九十百千万]+元"),
    ),
    ("ratio", re.compile(r"\d\s*%|[百千]分之|[一二三四五六七八九]成(?!立|为|效|果|员|本|功|熟|绩)|个百分点")),
    (
        "deadline",
        re.compile(
            rf"{_TERM}(?:之?内|以内)(?!有)|(?:不得?超过|最长(?:不得?超过)?|不少于|有效期(?:为|限)?|期限(?:为|至|最长|不超过)|享受|延长|缩短[至为到])\s*(?:至|为)?{_TERM}(?![^,。;]{{0,4}}(?:以上|的|工资|平均))|"
            r"(?:截止|最迟)[^。;]{0,16}(?:\d|底)|\d{1,2}[日号]前(?!的)|\d{1,2}月底?前(?!的)|年底前|月底前|等待期|集中(?:缴费|征缴)期|每[年月]\d{1,2}[月日]|"
            r"[自从]\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:起|开始)|\d{4}年\d{1,2}月(?:\d{1,2}日)?起|\d{1,2}月\d{1,2}日(?:起|止)|\d日至[^。;,]{0,12}\d日(?!出生)|\d日(?:停止|开始|正式)?(?:施行|执行|实施|生效|废止)|(?<!提高)到20\d\d年底?(?!\d)|20\d\d年底|期限至"
        ),
    ),
    (
        "list",
        re.compile(
            r"(?:包括|包含|分别为|具体有|具体为|如下|以下|下列|即|涵盖|方式有|纳入)[^。、:,;]{0,24}[:,]?[^。、;,]{1,24}(?:、[^。、;,]{1,24}){2,}|"
            r":[^。;]{2,60}(?:;[^。;]{2,60}){2,}|(?:《[^》]{2,40}》(?:\([^)]*\))?、?){4,}|(?:“[^”]{2,12}”、?){4,}|"
            r"(?:[^。、,;:\s]{2,20}、){3,}[^。、,;]{2,20}|(?:[^。、,;:\s和及的]{2,10}、){2,}[^。、,;:\s和及的]{2,10}(?:和|以?及)[^。、,;和及]{2,10}|(?:(?<!\d)\d{1,2}\.[^\d。][^。]{2,40}){3,}|\(一\)[\s\S]*\(三\)|一是[\s\S]*三是|(?<!\d)1[.、][\s\S]*3[.、]|材料清单"
        ),
    ),
    (
        "steps",
        re.compile(
            rf"(?:办理|申请|申报|报销|备案|认定|登记|缴费|转诊)(?:流程|程序|步骤|手续|方式|渠道)[:为是如]|"
            rf"(?:凭(?!证|借)|(?<![保支坚维主扶把加秉卡])持(?!续|有|卡人)|携带|带上|需要?用到|提[交供](?!的|有关)|填写|可直接使用)[^。;,]{{0,36}}{_PAPER}(?!系统|信息|库)|"
            rf"(?:登录|登陆|拨打)[^。;]{{2,40}}{_DOES}|拨打[^。;]{{0,14}}电话|"
            rf"通过[^。;]{{0,40}}(?:app|网站|平台|小程序|窗口|网上|电话|公众号|银行|柜台|手机)[^。;]{{0,24}}{_DOES}|"
            rf"(?:到|前往|向)(?!位)[^。,;]{{2,30}}(?:窗口|中心|柜台|大厅|机构|部门|局|股|委员会)[^。,;]{{0,10}}(?:申请|提出|办理|申报|登记|备案|认定)|"
            r"(?:在|于)[^。,;]{2,24}(?:部门|机构|局|窗口|就诊地|大厅)(?:直接)?(?:进行)?(?:申请|办理|注册登记|登记|备案|报销|结算(?!窗口))"
        ),
    ),
    (
        "phone",
        re.compile(r"(?<!\d)(?:0\d{2,3}-?[2-9]\d{6,7}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|12345|12393|12333|12366)(?!\d)"),
    ),
    (
        "condition",
        re.compile(
            rf"(?<!好)(?<!目)(?<!有)(?<!似)(?<!上)的,(?=[^。;]{{0,60}}{_RULES})|条件[:是为]|(?:需|须|应当?)(?:先|同时)?(?:具备|符合|满足)|(?<!地)方可|才能|才可|除外|"
            r"(?<![例比正假譬])(?:如果|若(?!干)|凡是?(?!事)|一旦|(?<!\()如(?![何下期实意数约同今此图上是]|高血压|糖尿病))[^。;]{2,40},|有下列(?:情形|行为|情况|条件)之一|因下列情形之一|"
            r"经[^。,;]{0,24}(?:合格|同意|批准|核准|确认|核实|属实|备案)[^。;,]{0,10}(?:可|的,|方)|符合(?:条件|规定|以下|下列)[^。;,]{0,12}的,|"
            r"(?:满|不足|超过|不满|低于|达到|连续)[^。,;]{1,18}的(?:人员|职工|个人|居民|企业|患者|参保人)?,|为零时|(?:达|不|未)到[^。,;]{2,16}时"
        ),
    ),
)


@dataclass(frozen=True)
class _Words:
    """Word → the (facet, value) pairs it names; none for words that only stand in the way."""

    meaning: dict[str, tuple[tuple[str, str], ...]]
    pattern: re.Pattern[str]
    near: dict[str, re.Pattern[str]]
    close: dict[str, re.Pattern[str]]
    behind: dict[str, re.Pattern[str]]


@lru_cache(maxsize=KEPT)
def _words(text: str) -> _Words:
    data = yaml.load(text, Loader=yaml.CBaseLoader)
    meaning: dict[str, list[tuple[str, str]]] = {}
    for facet, values in data.items():
        if facet == "needs":
            continue
        if facet == "none":
            for word in values:
                meaning.setdefault(normalise(word), [])
            continue
        for value, names in values.items():
            for word in names:
                meaning.setdefault(normalise(word), []).append((facet, value))
    longest_first = sorted(meaning, key=len, reverse=True)
    return _Words(
        {w: tuple(pairs) for w, pairs in meaning.items()},
        re.compile("|".join(map(re.escape, longest_first))),
        _needed(data, "near"),
        _needed(data, "close"),
        _needed(data, "behind"),
    )


def _needed(data: dict[str, Any], kind: str) -> dict[str, re.Pattern[str]]:
    """Word → what must stand near it or behind it, for words that name nothing alone."""
    rows = [row for row in data.get("needs", []) if kind in row]
    return {normalise(word): re.compile(row[kind]) for row in rows for word in row["words"]}


def recognise(text: str) -> Facets:
    """The facets that a person's question names; empty sets where it says nothing."""
    return _of_question(normalise(text), in_use().facets)


@lru_cache(maxsize=1024)
def _of_question(plain: str, lists: str) -> Facets:
    """As `recognise`, of a normalised text, under the list that is in use."""
    return _recognised(plain, None)


def _recognised(plain: str, around: str | None) -> Facets:
    """The facets of a normalised text; where `around` is given, a word that needs company counts only with it there."""
    words = _words(in_use().facets)
    found: dict[str, set[str]] = {name: set() for name in _NAMES}
    for match in words.pattern.finditer(plain):
        meant = words.meaning[match[0]]
        if around is not None and meant and not _has_company(words, plain, match, around):
            continue
        if meant and not set_aside(plain, match.start(), match.end()):
            for facet, value in meant:
                found[facet].add(value)
    return Facets.model_validate(found)


class Named(NamedTuple):
    """A word of a question that names a facet, with what it can mean (二级及以下: secondary and primary)."""

    start: int
    end: int
    facet: str
    values: tuple[str, ...]


def named(text: str) -> list[Named]:
    """The words of a question that name facets, in their order, denied ones left out."""
    plain = normalise(text)
    words = _words(in_use().facets)
    found: list[Named] = []
    for match in words.pattern.finditer(plain):
        if set_aside(plain, *match.span()):
            continue
        meant: dict[str, list[str]] = {}
        for facet, value in words.meaning[match[0]]:
            meant.setdefault(facet, []).append(value)
        found += [Named(*match.span(), facet, tuple(values)) for facet, values in meant.items()]
    return found


def set_aside(text: str, start: int, end: int) -> bool:
    """Whether the word at [start, end) of a normalised text is denied or only compared with."""
    before, behind = text[max(0, start - 8) : start], text[end : end + 10]
    if _DENIED.search(before):
        return not before.endswith(_ASKING)
    if _EXCEPT.search(before) or _DENIED_BEHIND.match(behind):
        return True
    return bool(_COMPARED.search(before)) or bool(_COMPARED_WITH.search(before) and _THEN_COMPARED.match(behind))


def _has_company(words: _Words, plain: str, match: re.Match[str], around: str) -> bool:
    word, (start, end) = match[0], match.span()
    if word in words.behind and not words.behind[word].match(plain, end):
        return False
    for needed, reach in ((words.near, _FAR), (words.close, _CLOSE)):
        if word in needed:
            beside = plain[max(0, start - reach) : start] + " " + plain[end : end + reach]
            return bool(needed[word].search(beside + (" " + around if reach == _FAR else "")))
    return True


def clause_facets(headings: tuple[str, ...], text: str) -> Facets:
    """The facets of a clause: its own words, and where they say nothing the nearest heading that does."""
    above_all = normalise(" ".join(headings))
    found = _recognised(normalise(text), above_all).sets()
    for heading in reversed(headings):
        if all(found.values()):
            break
        above = _recognised(normalise(heading), above_all + text[:200]).sets()
        found = {name: found[name] or above[name] for name in _NAMES}
    return Facets.model_validate(found)


def states(text: str) -> frozenset[States]:
    """What kinds of statement the text makes: an amount, a ratio, a deadline, a list, steps, a phone, a condition."""
    plain = _IN_CHARGE.sub("", normalise(text))
    return frozenset(name for name, pattern in _STATES if pattern.search(plain))
