"""Amounts and numbers as people write and say them: 1,600元, 两千七, 三万八, 2.6w, 六千二百五."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_SPOKEN = "零〇一二三四五六七八九两俩十百千万亿"

_NUMBER = (
    rf"(?:\d[\d,]*(?:\.\d+)?\s*[万千百wWkK]?|[{_SPOKEN}]*[{_SPOKEN.replace('零', '').replace('〇', '')}][{_SPOKEN}]*)"
)
NUMBER = re.compile(_NUMBER)
# A sum of money: a number with a money word behind it, or behind a word of spending.
_MONEY = re.compile(rf"({_NUMBER})\s*(?:多|来|几)?\s*(万元|亿元|元|块钱|块|圆|大洋)([一二三四五六七八九1-9]?毛?)(?!\d)")
_SPENT = re.compile(
    rf"(?:花了?|用了?|费用?|总共|一共|共计|合计|账单|发票|收了?|刷了?|交了?|付了?|报销?|按|要|是|才|基数)\s*(?:大概|差不多|大约|得|个|了|是|有)?\s*({_NUMBER})(?![\d%年月日号岁个天次家种人点楼级])"
)


class Money(NamedTuple):
    """A sum in yuan and where it stands in the text."""

    yuan: Decimal
    start: int
    end: int


def parse_number(text: str) -> Decimal | None:
    """The value of a number in digits or Chinese numerals, or None: 6200 for 六千二, 26000 for 2.6w."""
    plain = text.replace(",", "").replace(" ", "")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([万千百wWkK]?)", plain)
    if match:
        scale = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "百": 100, "": 1}[match[2].lower()]
        return Decimal(match[1]) * scale
    if not plain or any(c not in _SPOKEN for c in plain):
        return None
    if not any(c in _UNITS for c in plain):
        return Decimal("".join(str(_DIGITS[c]) for c in plain))
    return Decimal(_spoken(plain))


def _spoken(text: str) -> int:
    """Chinese numerals with units; a last bare digit takes the next lower unit (三万八 = 38000)."""
    total = section = digit = 0
    last_unit, after_zero = 10, False
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            after_zero = after_zero or digit == 0
            continue
        unit = _UNITS[char]
        if unit >= 10_000:
            total = (total + section + digit) * unit if unit > 10_000 else total + (section + digit) * unit
            section = 0
        else:
            section += (digit or 1) * unit
        digit, last_unit, after_zero = 0, unit, False
    tail = digit if after_zero or last_unit == 10 else digit * last_unit // 10
    return total + section + tail


def amounts(text: str) -> list[Money]:
    """Sums of money in the text in order; ages, years, dates, counts and percentages are none."""
    found: dict[int, Money] = {}
    for match in _MONEY.finditer(text):
        value = parse_number(match[1])
        if value is not None:
            scale = {"万元": 10_000, "亿元": 100_000_000}.get(match[2], 1)
            tail = parse_number(match[3].rstrip("毛")) if match[3] else None
            found[match.start(1)] = Money(value * scale + (tail or 0) / Decimal(10), match.start(1), match.end())
    for match in _SPENT.finditer(text):
        value = parse_number(match[1])
        overlap = any(m.start < match.end(1) and match.start(1) < m.end for m in found.values())
        if value is not None and value >= 10 and not overlap:
            found[match.start(1)] = Money(value, match.start(1), match.end(1))
    return [found[start] for start in sorted(found)]
