"""Whether a rule's figures stand in the clauses that they name.

The quote must stand word for word in the clause, and the number must be readable in the quote, in the
parameter's unit: 0.5 as 50%, 5个百分点 or 百分之五十; 200000 as 20万元 or 200,000元; 3 days as 3天.
A derived figure's operands are looked for instead of their sum.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal

from knowledge.benefit.figure import SCALES, Figure, Unit, plain, shift
from knowledge.benefit.rule import DatedValue, Parameter, Rule
from knowledge.clause import Clause
from knowledge.numerals import below_wan
from knowledge.region import places

Complaint = tuple[str, str]  # key in the file, Chinese sentence with value and remedy

_TOKEN = re.compile(
    r"(?P<parts>百分之)?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)"
    r"(?P<scale>万|亿)?(?P<unit>%|个百分点|元|个?小时|个?工作日|天|日|号|个月|周?岁|年)?"
    r"(?P<join>\s*(?:[、~～—–-]|至|到|或|和)\s*(?=[0-9一二两三四五六七八九十百千]))?"
)
_NOTHING = re.compile(r"免[计收除交缴付]|不[设收]|不再[计扣收]|取消")
"""Says that there is no such charge: read as 0元."""
_UNIT: dict[str, Unit] = {
    "%": "ratio",
    "个百分点": "ratio",
    "元": "yuan",
    "小时": "hours",
    "天": "days",
    "日": "days",
    "号": "days",
    "工作日": "days",
    "个工作日": "days",
    "个小时": "hours",
    "个月": "months",
    "年": "years",
    "岁": "years",
    "周岁": "years",
}


def unproved(rule: Rule, clauses: Mapping[str, Clause]) -> Iterator[Complaint]:
    """Every figure, quote or clause of the rule that its source does not bear out."""
    for name, parameter in rule.parameters.items():
        for number, value in enumerate(parameter.values):
            yield from _value(f"parameters.{name}.values[{number}]", rule, parameter, value, clauses)


def _value(
    key: str, rule: Rule, parameter: Parameter, value: DatedValue, clauses: Mapping[str, Clause]
) -> Iterator[Complaint]:
    named = dict.fromkeys([value.clause, *(c for figure in value.figures.values() for c in figure.clauses)])
    for clause in named:
        if clause not in clauses:
            yield f"{key}.clause", f"没有条款“{clause}”；请核对条款编号，或先导入该文件"
            return
        place = clauses[clause].region
        if place is not None and (rule.region is None or not places().within(rule.region, place)):
            own = rule.region or "未写明地区的文件"
            yield f"{key}.clause", f"条款“{clause}”属于 {place}，不适用于本规则的 {own}；请换用本地或上级的条款"
    for quote in value.quote:
        if not any(quote in clauses[clause].text for clause in named):
            yield f"{key}.quote", f"“{quote}”不是条款“{value.clause}”的原话；请逐字摘录"
            return
    readable = {amount for quote in value.quote for amount in readings(quote, parameter.unit)}
    for option, figure in value.figures.items():
        for one in () if figure.absent else (figure.operands or (figure,)):
            if abs(one.value) not in readable:
                at = ".".join((key, *option))
                yield at, f"引文“{'”“'.join(value.quote)}”里读不出 {_written(one)}；请核对数值，或补上写有这个数的引文"


def _written(figure: Figure) -> str:
    return figure.written if figure.written.endswith(("%", "万", "亿")) else plain(figure.value)


def readings(quote: str, unit: Unit) -> set[Decimal]:
    """The numbers that a quote states in `unit`; `count` takes any number that has no other unit.

    In a row (1500、3000元; 50%至60%) a number without a unit has that of the number it is joined to.
    """
    found = {Decimal(0)} if unit == "yuan" and _NOTHING.search(quote) else set()
    waiting: list[tuple[Decimal, str]] = []
    compound = -1  # where a number such as 一万二千 goes on after its 万: read as a whole or not at all
    for token in _TOKEN.finditer(unicodedata.normalize("NFKC", quote)):
        if token.start() == compound:
            waiting = []
            continue
        if token["scale"] and not token["unit"] and not token["join"]:
            compound = token.end()
        number = _decimal(token["number"])
        own = token["unit"] or ("%" if token["parts"] else "")
        waiting.append((number, token["scale"] or ""))
        if not own and token["join"]:
            continue
        for amount, scale in waiting:
            if _UNIT.get(own, "count") == unit:
                shared = scale or token["scale"] or ""
                found.add(shift(amount, -2 if unit == "ratio" else SCALES[shared]))
        waiting = []
    return found


def _decimal(text: str) -> Decimal:
    """Arabic digits, or a Chinese numeral below 万 (百分之五十, 二百元)."""
    if text[0].isascii():
        return Decimal(text.replace(",", ""))
    return Decimal(below_wan(text))
