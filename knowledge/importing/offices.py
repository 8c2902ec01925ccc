"""Offices named in a text, and the places they belong to."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from knowledge.region import NATION, places

_BODY = (
    r"人民政府办公[室厅]|人民政府|医疗保障局|医疗保障(?:事务|服务|基金)(?:管理)?中心|医保局|医保中心|"
    r"人力资源(?:和)?社会保障[局厅]|人社[局厅]|卫生(?:和)?健康(?:委员会|[委局])|卫健[委局]|财政[局厅]|民政[局厅]|税务局|社会保险(?:事业)?(?:管理)?[局中心]+|"
    r"融媒体中心|(?:(?![省市区县州盟旗])[\u4e00-\u9fff]){2,8}(?:委员会|管理局|办公[室厅]|[局厅])"
)
_OFFICE = re.compile(rf"([\u4e00-\u9fff]{{1,24}}?[省市区县州盟旗])({_BODY})")
_PLACE_END = "省市区县州盟旗"
_SIGNED = re.compile(
    r"^[\u4e00-\u9fff（）()、\s·]{2,80}(?:政府|办公[室厅]|委员会|[局厅委部院署行社]|中心|领导小组|指挥部|党组|会议|联合会|管委会|医院|大学|公司)(?:\s*[（(][^）)]*[）)])?$"
)
_STATE = re.compile(
    r"^(?:中华人民共和国|中共中央|国务院|国家(?:医疗保障局|医保局|卫生健康委|税务总局|发展(?:和)?改革委|[\u4e00-\u9fff]{2,8}局)|"
    r"(?:人力资源(?:和)?社会保障|财政|民政|教育|科技|科学技术|工业和信息化|公安|农业农村|生态环境|交通运输|住房(?:和)?城乡建设|商务|"
    r"文化和旅游|退役军人事务|应急管理|司法|自然资源|水利)部)"
)
_FULL = {"医保局": "医疗保障局", "人社局": "人力资源和社会保障局", "卫健局": "卫生健康局", "卫健委": "卫生健康委员会"}
# Areas inside a city that bear no name of their own in running text.
_COMMON = frozenset(("城区", "郊区", "矿区", "新区", "市区"))


@cache
def _official() -> frozenset[str]:
    return frozenset(n for n in places().names() if n[-1] in _PLACE_END and len(n) > 2 and n not in _COMMON)


@cache
def _short() -> frozenset[str]:
    return frozenset(n for n in places().names() if len(n) >= 2 and n not in _COMMON)


def is_signature(line: str) -> bool:
    """Whether a whole line reads as the name of one office or several."""
    return bool(_SIGNED.match(line)) and not re.search(r"[。，；：]", line)


def signature_at_end(text: str) -> str | None:
    """The longest office name that ends the text and begins with a place or a ministry (……名单人社部办公厅)."""
    for start in range(len(text) - 3):
        name = text[start:]
        if len(name) <= 40 and is_signature(name):
            begins = next(iter(place_names(name[:14])), None)
            if _STATE.match(name) or (begins and name.startswith(begins)):
                return name
    return None


def place_names(text: str, short: bool = False) -> list[str]:
    """Place names in the order of the text, longest first at each spot; short ones (泰安) only where asked for."""
    table = _short() if short else _official()
    found, at = [], 0
    while at < len(text):
        name = next(
            (text[at : at + n] for n in range(min(12, len(text) - at), 1, -1) if text[at : at + n] in table), None
        )
        if name:
            found.append(name)
        at += len(name) if name else 1
    return found


def resolve(names: list[str], context: str) -> tuple[str | None, list[str]]:
    """The one place that names mean together (the smallest of a nested row), and the names that stay ambiguous.

    A name borne by several places is decided by the other names, then by parents named in `context`.
    """
    table = places()
    sure: list[str] = []
    open_names: list[tuple[str, tuple[str, ...]]] = []
    for name in dict.fromkeys(names):
        codes = table.named(name)
        exact = tuple(c for c in codes if table[c].name == name) or codes
        # 吉林 is a province and a city in it: the larger one, unless more is said.
        outer = tuple(c for c in exact if not any(p in exact for p in table.chain(c)[1:]))
        if len(outer) == 1:
            sure.append(outer[0])
        elif codes:
            open_names.append((name, outer))
    unclear = []
    for name, codes in open_names:
        inside = [c for c in codes if any(table.within(c, s) for s in sure)]
        if len(inside) != 1:
            inside = [c for c in codes if any(_mentioned(p, context) for p in table.chain(c)[1:] if p != NATION)]
        if len(inside) == 1:
            sure.append(inside[0])
        else:
            unclear.append(name)
    for code in sure:
        if all(table.within(code, other) for other in sure):
            return code, unclear
    return None, unclear


def _mentioned(code: str, context: str) -> bool:
    name = places()[code].name
    return name in context or (len(name) > 2 and name[:-1] in context)


def office_place(office: str, context: str) -> str | None:
    """The place an office belongs to; the nation for the State Council and its ministries; else None."""
    names = place_names(office)
    if not names:
        return NATION if _STATE.match(office) else None
    code, _ = resolve(names, context)
    return code


def offices(text: str) -> Counter[tuple[str, str]]:
    """(place name, office) → how often; spellings of one office (医保局, 医疗保障局) are counted together."""
    found: Counter[tuple[str, str]] = Counter()
    for match in _OFFICE.finditer(text):
        named = place_names(match[1])
        if named and match[1].endswith(named[-1]):
            found[named[-1], _FULL.get(match[2], match[2])] += 1
    return found


def first_office(text: str) -> str | None:
    """The first office with its place in a title or label, as it stands there."""
    for match in _OFFICE.finditer(text):
        named = place_names(match[1])
        if named and match[1].endswith(named[-1]):
            start = match[1].index(named[0])
            return match[1][start:] + match[2]
    return None
