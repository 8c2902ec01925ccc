"""The figures that stand in a text: amounts, ratios, days, terms, phones, 文号, counts, each with its value.

Two ways of writing one value (1000元 and 1,000元, 百分之六十 and 60%) are one figure here, so that a
comparison marks what changed and not how it is written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from knowledge.importing.dates import days, han_number
from knowledge.numerals import DIGITS, below_wan

Kind = Literal["amount", "ratio", "date", "term", "phone", "document_number", "count", "number"]


class Mention(NamedTuple):
    """One figure: what it is a figure of, its value in a form that compares, and where it stands."""

    kind: Kind
    value: tuple[object, ...]
    start: int
    end: int


_DIGITAL = r"(?<![\d.])(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_HAN_SIGN = "零〇一二两三四五六七八九十百千万亿"
# 统一, 单一 … hold no number
_HAN = rf"(?<![统唯单同专划万{_HAN_SIGN}])[{_HAN_SIGN}]+"
_NUMBER = rf"(?:{_DIGITAL}\s*[万亿千百]{{0,2}}|{_HAN})"
_YEAR = r"(?<!\d)[12]\d{3}|[一二][零〇○一二三四五六七八九]{3}"
_SMALL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"

_DOCUMENT_NUMBER = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{0,10}?)[〔\[（(【]\s*(?P<year>[12]\d{3})\s*[〕\]）)】]\s*第?\s*(?P<serial>\d{1,5})\s*号"
)
# What stands before a 文号 without belonging to it: 根据川医保发〔2023〕5号
_LEADING = re.compile(r".*(?:根据|按照|依据|依照|遵照|参照|执行|废止|以及|印发|的|见|和|与|及|由|按)")
_FIGURE = re.compile(
    rf"(?P<year>{_YEAR})\s*年度?(?:\s*(?P<month>{_SMALL})\s*月)?"
    rf"|(?<!\d)(?P<month_only>{_SMALL})\s*月(?:份|\s*(?P<day>{_SMALL})\s*日)?"
    r"|(?P<phone>(?<![\d.])(?:[（(]?0\d{2,3}[)）]?\s?[-－—–]?\s?\d{7,8}|1[3-9]\d{9}|[48]00[-－—–]?\d{3}[-－—–]?\d{4})(?!\d))"
    rf"|(?P<per>[百千万])分之(?P<share>{_DIGITAL}|[{_HAN_SIGN}点]+)"
    rf"|(?P<amount>{_NUMBER})\s*元"
    rf"|(?P<ratio>{_DIGITAL})\s*(?P<sign>[%％‰])"
    rf"|(?P<points>{_NUMBER})\s*个?百分点"
    rf"|(?P<term>{_NUMBER})\s*(?P<term_unit>个?工作日|个?小时|个?季度|个月|天|日|年)"
    rf"|(?P<count>{_NUMBER})\s*(?P<count_unit>人次|周?岁|[人名户家种次项倍类级个张份例件条档])"
    r"|(?P<short_phone>(?<![\d.])(?:12\d{3}|9[56]\d{3})(?![\d.]))"
    rf"|(?P<number>{_DIGITAL})"
)
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def mentions(text: str) -> list[Mention]:
    """Every figure of the text in reading order; none overlaps another."""
    found = [Mention("date", (day.year, day.month, day.day), start, end) for day, start, end in days(text)]
    found += [_document_number(match) for match in _DOCUMENT_NUMBER.finditer(text)]
    rest = list(text)
    for _, _, start, end in found:
        rest[start:end] = "\n" * (end - start)
    found += [Mention(*_read(match), *match.span()) for match in _FIGURE.finditer("".join(rest))]
    return sorted(found, key=lambda mention: mention.start)


def _document_number(match: re.Match[str]) -> Mention:
    leading = _LEADING.match(match["office"])
    office = match["office"][leading.end() :] if leading else match["office"]
    start = match.end("office") - len(office)
    return Mention("document_number", (office, int(match["year"]), int(match["serial"])), start, match.end())


def _read(match: re.Match[str]) -> tuple[Kind, tuple[object, ...]]:
    """The kind and the value of what was found: in yuan, as a share of one, in the unit as written."""
    group = match.groupdict()
    if group["year"]:
        return "date", (_year(group["year"]), han_number(group["month"]) if group["month"] else None)
    if group["month_only"]:
        day = han_number(group["day"]) if group["day"] else None
        return "date", (None, han_number(group["month_only"]), day)
    if phone := group["phone"] or group["short_phone"]:
        return "phone", (re.sub(r"\D", "", phone),)
    if group["per"]:
        return "ratio", (_value(group["share"]) / _SCALES[group["per"]],)
    if group["amount"]:
        return "amount", (_value(group["amount"]),)
    if group["ratio"]:
        return "ratio", (_value(group["ratio"]) / (1000 if group["sign"] == "‰" else 100),)
    if group["points"]:
        return "ratio", (_value(group["points"]), "百分点")
    if group["term"]:
        unit = group["term_unit"].removeprefix("个")
        return "term", (_value(group["term"]), "日" if unit == "天" else unit)
    if group["count"]:
        return "count", (_value(group["count"]), group["count_unit"])
    return "number", (_value(group["number"]),)


def _year(text: str) -> int:
    return int(text) if text.isdecimal() else int("".join(str(DIGITS[sign]) for sign in text))


def _value(text: str) -> Decimal:
    """`1,600.5`, `20万`, `三万五千`, `六点五` as an exact number."""
    digital = re.match(_DIGITAL, text)
    if digital:
        value = Decimal(re.sub("[,，]", "", digital[0]))
        for scale in text[digital.end() :].strip():
            value *= _SCALES[scale]
        return value
    whole, _, fraction = text.partition("点")
    total, section = 0, ""
    for sign in whole:
        if sign in "万亿":
            total, section = (total + below_wan(section)) * _SCALES[sign], ""
        else:
            section += sign
    value = Decimal(total + below_wan(section))
    if fraction:
        value += Decimal("0." + "".join(str(DIGITS.get(sign, 0)) for sign in fraction))
    return value
