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
    r"^[\u4e00-\u9fff（）()、\s·]{2,180}(?:政府|办公[室厅]|委员会|[局厅委部院署行社]|中心|领导小组|指挥部|党组|会议|联合会|管委会|医院|大学|公司|[厅局委院部会室]学?[\u4e00-\u9fff]{2,6}处|总工会|总队|红十字会|残联|妇联|工商联|科协|协会|学会|团中央|[\u4e00-\u9fff]{2}办)(?:\s*[（(][^）)]*[）)])?$"
)
_STATE = re.compile(
    r"^(?:中华人民共和国|中共中央|中央[\u4e00-\u9fff]{2,6}部|国务院|国家(?:医疗保障局|医保局|卫生健康委|卫生计生委|税务总局|发展(?:和)?改革委|[\u4e00-\u9fff]{2,8}局)|"
    r"(?:人力资源(?:和)?社会保障|人社|人事|劳动(?:和社会保障)?|财政|民政|教育|科技|科学技术|工业和信息化|公安|农业|农业农村|生态环境|环境保护|交通运输|交通|住房(?:和)?城乡建设|商务|"
    r"文化和?旅游|文化|退役军人事务|应急管理?|司法|自然资源|国土资源|水利|卫生|中央组织|中组|总参谋|总政治|总后勤|总装备|监察|审计|铁道|国家安全)部|"
    r"中国(?:残联|科协|科学院|工程院|社科院|残疾人联合会)|共青团(?:中央|[\u4e00-\u9fff]{2,6}委)|全国(?:妇联|工商联)|中国[银证保民][\u4e00-\u9fff]{1,10}|国资委|国务院国资委|网信办|扶贫办|市场监管总局|应急管理部|人民银行|中国人民银行|全国总工会|全国(?:人民代表大会|人大)(?:常务委员会|常委会)?|最高人民(?:法院|检察院)|审计署|海关总署|中央军委)"
)
# Words that stand in a sentence and not in the name of an office.
_SENTENCE = re.compile(r"负责|印发|关于|按照|根据|进行|组织实施|解释|反映|联系|报送|报|请|将")
_OFFICE_END = re.compile(r"(?:[厅局委部室会院署行处联协办]|中心|政府|政治部|小组|中央|分行)$")
_FULL = {"医保局": "医疗保障局", "人社局": "人力资源和社会保障局", "卫健局": "卫生健康局", "卫健委": "卫生健康委员会"}
# Areas inside a city that bear no name of their own in running text.
_COMMON = frozenset(("城区", "郊区", "矿区", "新区", "市区", "共和", "合作", "城关"))


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
    for start in range(max(0, len(text) - 200), len(text) - 2):
        name = text[start:]
        if _balanced(name) and _begins_office(name) and is_signature(name) and not _SENTENCE.search(name):
            return name
    return None


def _balanced(text: str) -> bool:
    return text.count("（") + text.count("(") == text.count("）") + text.count(")")


def _begins_office(text: str) -> bool:
    """Whether a name of an office may begin here: with a ministry, a place, a party committee."""
    if _STATE.match(text) or re.match(r"中共[\u4e00-\u9fff]{2,6}(?:省|市|县|区)委", text):
        return True
    begins = next(iter(place_names(text[:14])), None)
    return bool(begins and text.startswith(begins))


def apart(names: str) -> str:
    """Offices that a page ran together, with 、 between them: 某省财政厅某省科技厅 → 某省财政厅、某省科技厅."""
    found = re.sub(r"[\s、]+", "、", names).strip("、")
    at = 3
    while at < len(found) - 2:
        before = found[:at]
        if (
            _OFFICE_END.search(before)
            and not before.endswith(("国家税务总局", "监督管理总局", "中国人民银行", "国务院", "共和国"))
            and not before.rstrip("）)").endswith("、")
            and _begins_office(found[at:])
        ):
            found = f"{before}、{found[at:]}"
            at += 1
        at += 1
    return found


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
        # 河北 alone is the province; the district in 天津 is always written 河北区.
        provinces = tuple(c for c in outer if table[c].level == "province")
        if len(outer) == 1 or len(provinces) == 1:
            sure.append(provinces[0] if len(provinces) == 1 else outer[0])
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
    if _STATE.match(office) and not place_names(re.sub(r"^中华人民共和国", "", office)):
        return NATION
    names = place_names(office)
    if not names:
        return None
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
