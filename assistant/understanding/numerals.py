"""Amounts and numbers as people write and say them: 1,600元, 两千七, 三万八, 2.6w, 六千二百五."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from knowledge.numerals import DIGITS, UNITS

_UNITS = UNITS | {"万": 10_000, "亿": 100_000_000}
_SPOKEN = "零〇一二三四五六七八九两俩十百千万亿"

# Read whole: neither 百 of 几百块, nor 十 of 十几块, nor 60 of 60.5 is a number.
_DIGITAL = (
    r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s*[万千百wWkK](?:\d+[千百])*\d*)?(?!\.?\d|几|[万千百])"
)
_NUMBER = rf"(?:{_DIGITAL}|(?<![{_SPOKEN}几])(?<!(?<!基)数)[零〇一二三四五六七八九两俩十][{_SPOKEN}]*(?![{_SPOKEN}几]))"
# A sum of money: a number with a money word behind it, or behind a word of spending.
_MONEY = re.compile(
    rf"(?<![那这哪每])({_NUMBER})\s*[多来余]?\s*(万元|亿元|元|块钱|块(?!儿|各|都|分别|加|合|内容|工作|基金)|圆|大洋)"
    r"((?:零?[一二三四五六七八九1-9](?:[毛角]|(?=[，,。；;！!？?\s能可要]|$)))?)(?!\d)"
)
_NOT_MONEY = r"\s*[多来几余]?[万亿]?(?:[%\-年月日号岁天次家种人点楼级周分小名位份件条项例户场张期步折倍成]|个(?!人(?:账户|负担|支付|自|缴|部分|承担))|工作日)"
_SPENT = re.compile(
    r"(?:花了?|用了?|费用?|门诊|住院|看了|买药|药店|自费药?|总共|一共|共计|合计|账单|发票|收了?|刷了?|交了?|付了?|报销?|基数|工资|月薪|收入|¥"
    rf"|[按要是才](?!\s*20\d\d(?!\d)))\s*(?:大概|差不多|大约|得|个|了|是|有)?\s*({_NUMBER})(?!{_NOT_MONEY})"
)
# A number that ends its phrase, in a message about bills: 三月份在二级医院480，我900，他400.
_BARE = re.compile(
    rf"(?<![第周楼满龄\d.:：至~-])(?<!(?<![全一整])年)(?<!(?<!个)月)(?<!\d到)(?<!电话)(?<!手机)(?<!尾号)(?<!号码)({_NUMBER})(?!{_NOT_MONEY})"
    r"(?=\s*(?:$|[，,。；;！!？?、\s]|左右|了|的|算|计|的?单子|的?门诊|的?票|能|可以|是|自己|个人|总共|一共|全|都|二回|三回|第[二三]|报|统筹|医保|宜宝|一保|是不是|我|他|她|按|去|在|要))"
)
_COULD_BE_SUM = re.compile(
    rf"(?<![第周楼满龄\d.:：〔-])(?<!电话)(?<!手机)(?<!尾号)(?<!号码)({_NUMBER})(?!{_NOT_MONEY})(?!\s*[号院中所医〕/])"
)
_ABOUT_BILLS = re.compile(
    r"报|门诊|住院|药|医|花|用了|费|单子|票|基数|统筹|补贴|账户|卡上|退休金|养老金|又去|合规|起付|落下|(?:调|涨|降)到"
)
_YEARS = range(1990, 2040)
_SPENT_BEFORE = frozenset("回次诊院店所费钱、")
"""Behind these a small number, too, is a sum: 头一回90."""
_LARGEST = Decimal(1_000_000_000)
_LEAST, _MOST = 10, 1_000_000
"""Without a money word a smaller number is a count, a larger one a phone or a file number."""


class Money(NamedTuple):
    """A sum in yuan and where it stands in the text."""

    yuan: Decimal
    start: int
    end: int


def parse_number(text: str) -> Decimal | None:
    """The value of a number in digits or Chinese numerals, or None: 6200 for 六千二, 26000 for 2.6w."""
    plain = text.replace(",", "").replace(" ", "").lower()
    if re.fullmatch(r"\d+(?:\.\d+)?(?:[万千百wk](?:\d+[千百])*\d*)?", plain):
        return _in_digits(plain)
    if not plain or any(c not in _SPOKEN for c in plain):
        return None
    if not any(c in _UNITS for c in plain):
        return Decimal("".join(str(DIGITS[c]) for c in plain))
    return Decimal(_spoken(plain))


def _in_digits(text: str) -> Decimal:
    """Digits with units; a last bare digit takes the next lower unit (1万2 = 12000)."""
    total, lower = Decimal(0), 1
    for digits, unit in re.findall(r"(\d+(?:\.\d+)?)([万千百wk]?)", text):
        scale = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "百": 100}.get(
            unit, lower if len(digits) == 1 else 1
        )
        total, lower = total + Decimal(digits) * scale, scale // 10
    return total


def _spoken(text: str) -> int:
    """Chinese numerals with units; a last bare digit takes the next lower unit (三万八 = 38000)."""
    total = section = digit = 0
    last_unit, after_zero = 10, False
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
            after_zero = after_zero or digit == 0
            continue
        unit = _UNITS[char]
        if unit >= 10_000:
            total = (total + section + digit or 1) * unit if unit > 10_000 else total + (section + digit or 1) * unit
            section = 0
        else:
            section += (digit or 1) * unit
        digit, last_unit, after_zero = 0, unit, False
    tail = digit if after_zero or last_unit == 10 else digit * last_unit // 10
    return total + section + tail


def amounts(text: str, *, bare: bool = False) -> list[Money]:
    """Sums of money in the text in order; ages, years, dates, counts and percentages are none.

    With `bare`, in a message about bills, also numbers that end their phrase without a money word.
    """
    text = text.replace("个亿", "亿 ").replace("个万", "万 ")
    found: dict[int, Money] = {}
    taken: set[int] = set()
    for match in _MONEY.finditer(text):
        value = parse_number(match[1])
        if value is not None:
            scale = {"万元": 10_000, "亿元": 100_000_000}.get(match[2], 1)
            tail = parse_number(match[3].lstrip("零").rstrip("毛角")) if match[3] else None
            found[match.start(1)] = Money(value * scale + (tail or 0) / Decimal(10), match.start(1), match.end())
            taken.update(range(*match.span()))
    for match in _SPENT.finditer(text):
        value = parse_number(match[1])
        if value is not None and _LEAST <= value < _MOST and taken.isdisjoint(range(*match.span(1))):
            found[match.start(1)] = Money(value, match.start(1), match.end(1))
    for match in _BARE.finditer(text) if bare and _ABOUT_BILLS.search(text) else ():
        value = parse_number(match[1])
        small = text[max(0, match.start(1) - 1) : match.start(1)] in _SPENT_BEFORE
        if (
            value is not None
            and _is_bare_sum(match[1], value, 10 if small else 100)
            and taken.isdisjoint(range(*match.span(1)))
        ):
            found.setdefault(match.start(1), Money(value, match.start(1), match.end(1)))
    return [found[start] for start in sorted(found) if _payable(found[start].yuan)]


def unread(text: str) -> bool:
    """Whether a number that could well be a sum was not read as one: whoever adds up should ask first."""
    taken = {place for money in amounts(text, bare=True) for place in range(money.start, money.end)}
    for match in _COULD_BE_SUM.finditer(text):
        value = parse_number(match[1])
        if value is not None and _is_bare_sum(match[1], value, 100) and taken.isdisjoint(range(*match.span(1))):
            return True
    return False


def _is_bare_sum(said: str, value: Decimal, least: int) -> bool:
    """Whether a number without a money word can be a sum: no year, no phone, no small count."""
    if said.isdigit():
        return least <= value < _MOST and int(value) not in _YEARS
    return value >= least


def _payable(yuan: Decimal) -> bool:
    """Whether anybody can have paid it: no part of a 分, and less than a slip of the keyboard makes."""
    return yuan <= _LARGEST and yuan == round(yuan, 2)
