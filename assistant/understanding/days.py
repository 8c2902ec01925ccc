"""The days that a message names: years, halves, months, days, ranges, before and after; and sides of a change."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

from assistant.ask import Change, Period
from assistant.understanding.facts import spoken_digits
from assistant.understanding.numerals import amounts
from knowledge.numerals import below_wan

_RELATIVE = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上一年": -1,
    "今年": 0,
    "本年度": 0,
    "本年": 0,
    "明年": 1,
    "后年": 2,
}
_NEAR_MONTHS = {"上": -1, "这": 0, "本": 0, "下": 1}
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "初": (1, 1), "底": (12, 12), "末": (12, 12)}
_QUARTERS = {sign: number for number, sign in enumerate("一二三四", 1)} | {str(n): n for n in range(1, 5)}

# Two digits are a year only where they count no years: 交了15年, 25年以上. 23年以前 is read as a year, 20年以后 is not.
_YEAR = (
    r"(?:(?<!\d)(?P<four>20\d\d)\s*(?:年度?|(?=[上下]半年|度)|(?=这?[两几]年|\s*[和跟与、到至]\s*20\d\d\s*(?:这?[两几])?年)|(?=全年|\s?(?:全区|全县|行政|一站式|上半|下半)))"
    r"|(?<![\d满了够足过近约龄续])(?<![交缴](?=\d\d年[^的度]))(?P<two>\d\d)(?:年|(?=[和跟与、]\d\d年))"
    r"(?!级|以[上内]|[以之]?后|内|工龄)"
    r"|(?P<relative>大前年|(?<!以)前年|去年|(?<![卡户里头身])上一年|今年|本年度?|明年|后年))"
)
# 一月 alone is a month's length as often as January; 3月内, 缴3月 and 3月龄 are lengths too.
_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[二三四五六七八九]|一(?=月份|月[\d一二三]))"


def _month(prefix: str = "") -> str:
    """The pattern of a month with its day or of a run of months; `prefix` sets its groups apart."""
    return (
        rf"(?<![\d孕满够近过约第每几缴交停断欠十])(?:(?P<{prefix}start>{_NUMBER})月?\s*[到至~-]\s*)?(?P<{prefix}month>{_NUMBER})"
        r"月(?!子|嫂|饼|经|工资|薪|供|租|龄|内|以内|之内|多|余)(?:份)?"
        rf"(?:(?P<{prefix}day>[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?"
    )


_PART = r"(?:的)?\s*(?:(?P<part>[上下]半年|年?(?:初(?![次中诊步])|底|末))|第?(?P<quarter>[一二三四1-4])季度)"
_SIDE = r"(?:(?:份|的时候)?(?P<before>[之以]前|前(?![年两几后三天头]))|(?P<after>[之以往过]后|算?起(?!付)|至今|[到至](?:如今|现在|目前|今天|访谈|报道)|开始|以来|后(?![年来面续])))"
_NAMED = re.compile(
    rf"(?:{_YEAR}(?:{_PART}|(?:的)?\s*{_month()})?"
    rf"|{_month('bare_')}"
    rf"|(?P<bare_part>[上下]半年)"
    rf"|(?P<near>[上下这本])个?月(?:份)?(?:(?P<near_day>[12]\d|3[01]|0?[1-9])[日号])?)"
    rf"{_SIDE}?"
)
_ISO = re.compile(r"(?<!\d)(20\d\d)[-./](0?[1-9]|1[0-2])(?:[-./](0?[1-9]|[12]\d|3[01]))?(?![\d.])")
_TO = re.compile(r"\s*(?:[到至~－—–-]|一直到)\s*")
_EVERY_YEAR = re.compile(r"每年\D{0,3}\d{1,2}月(?:份|\d{1,2}[日号])?(?:[到至~-]\d{1,2}月(?:份|\d{1,2}[日号])?)?")
_PAST = re.compile(r"^[^，,。？?(（]{0,8}?(?:了|过|的时候|那会|住的|看的|花的|做的)")

# A date in the person's own story, or of a document's number, is not the day whose policy is wanted.
_STORY = re.compile(
    r"(?:20)?\d\d年(?:底|初|中|\d{1,2}月(?:份|底|初)?)?(?:才|就|刚|那会儿?)?"
    r"(?:领|办|买(?!的?药)|生(?!孩|娃|小孩|宝|二胎|育|产)|出生|退休|结婚|参加|上班|得的|做的|毕业|搬|确诊|开始(?=[^，。？?])|登记|来的)"
    r"|(?:20)?\d\d年(?=[^，。,？?]{0,8}平均)|发[〔\[(（]?20\d\d|(?:比|同|较)(?:上年|去年|前年)|(?:跟|和|与)(?:上年|上一年|去年|前年)(?:的?同期)?(?=(?:相?比|同期)(?![^，,。]{0,12}[报划补拿]))"
    r"|(?:今年|去年|前年|上个?月)(?:\d{1,2}月份?)?(?:才|就|刚)?(?:[办领]的[卡证]|退(?:的?休|了|下来|的(?!钱|费))|刚退|参加工作|毕业|出生)"
    r"|(?:20)?\d\d年(?:扎|结扎)|(?:领证|结扎|办证)(?:是|在)?(?:20)?\d\d年|(?:20)?\d\d年[以之]前(?:剩|留|余|交|缴|的(?:余额|结余|钱)|[^，,。？?]{0,10}[存攒积])"
    r"|(?:去年|前年)(?:年?[底末])?[存攒]|(?:今年|去年|前年|上个?月)(?:才|就|刚)*(?:办理?|申请)(?:了|的|好)?(?:内退|病退|退休)"
)
_CHANGED = r"(?:改革?|调整|变(?:化|动)?|涨|提高|上调|下调|降低?|新(?:政策?|规定?|办法|标准)|(?:新)?政策(?=出|实|施|执|下))(?:了|出来|出台|实施|施行|实行|执行|下来|政策|标准)?"
_CHANGES: tuple[tuple[Change, re.Pattern[str]], ...] = (
    (
        "before",
        re.compile(
            rf"{_CHANGED}(?:之|以)?前(?![年往])|(?:没|还没|未)(?:改|涨|调整?|变)(?:的时候|之?前|那会)"
            r"|(?:老|旧|原来的|以前的|过去的|原先的)(?:政策|规定|标准|办法|比例)"
        ),
    ),
    ("after", re.compile(rf"{_CHANGED}(?:之|以)后|{_CHANGED}前(?:后|(?:和|跟|与|同|、|[，,])[^，,。？?]{{0,6}}后)")),
)
_FIRST_YEAR = 1990


def periods(text: str, today: date, year: int | None = None) -> tuple[Period, ...]:
    """The days that the text names, in order and each once; relative ones count from `today`.

    A month without a year belongs to the year named before it, else to `year`, else to this year.
    """
    for money in reversed(amounts(text)):
        text = f"{text[: money.start]} {text[money.end :]}"
    text = _EVERY_YEAR.sub(" ", _STORY.sub(" ", spoken_digits(_ISO.sub(_in_words, text))))
    found: list[Period] = []
    end: int | None = None
    for match in _NAMED.finditer(text):
        period = _period(match, text, today, year)
        if period is None:
            continue
        if end is not None and found and _TO.fullmatch(text[end : match.start()]):
            start = found.pop()
            period = Period(start.first, period.last, f"{start.name}至{period.name}", start.loose)
        if not period.loose:
            year = period.last.year
        found.append(period)
        end = match.end()
    named = dict.fromkeys(p for p in found if p.first <= p.last)
    # 2021年……10月9日 means that day: what only holds a narrower one says no more.
    return tuple(p for p in named if not any(p.first <= q.first and q.last <= p.last and p != q for q in named))


def changes(text: str) -> tuple[Change, ...]:
    """The sides of a change without a date that the text asks for."""
    return tuple(side for side, said in _CHANGES if said.search(text))


def span(period: str) -> tuple[date, date] | None:
    """First and last day of what a clause reports of: `2018`, `2018-01..2018-05`, `2023-05-31`; None for other words."""
    ends = period.split("..")
    if not all(re.fullmatch(r"\d{4}(?:-\d\d){0,2}", end) for end in ends):
        return None
    (first, _), (_, last) = (_reach(*map(int, end.split("-"))) for end in (ends[0], ends[-1]))
    return first, last


def _in_words(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")


def _reach(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    """First and last day of a year, a month or a day; a day that the month lacks is its last."""
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    length = monthrange(year, month)[1]
    return (
        (date(year, month, 1), date(year, month, length)) if day is None else (date(year, month, min(day, length)),) * 2
    )


def _period(match: re.Match[str], text: str, today: date, before: int | None) -> Period | None:
    named = match.groupdict()
    year = _year(named, today)
    loose = year is None and before is None
    if year is None:
        if named["near"]:
            months = today.year * 12 + today.month - 1 + _NEAR_MONTHS[named["near"]]
            year, month = months // 12, months % 12 + 1
            named |= {"month": str(month), "day": named["near_day"]}
        else:
            year = before or today.year
            named |= {key: named[f"bare_{key}"] for key in ("part", "month", "start", "day")}
            if before is None and named["month"] and _number(named["month"]) > today.month:
                # 12月住的院, said in March, was last December.
                year -= bool(_PAST.match(text[match.end() :]))
    if not _FIRST_YEAR < year < min(today.year + 20, MAXYEAR):
        return None
    first, last, name = _days(named, year)
    if named["before"]:
        return Period(date.min, first - timedelta(days=1), f"{name}以前", loose)
    if named["after"]:
        return Period(first, max(today, date(first.year, 12, 31)), f"{name}以后", loose)
    return Period(first, last, name, loose)


def _year(named: dict[str, str | None], today: date) -> int | None:
    if named["four"]:
        return int(named["four"])
    if named["two"]:
        return int(f"20{named['two']}")
    return today.year + _RELATIVE[named["relative"]] if named["relative"] else None


def _days(named: dict[str, str | None], year: int) -> tuple[date, date, str]:
    if named["part"]:
        word = named["part"].removeprefix("年")
        start, end = _PARTS[word]
        name = f"{year}年{word}" if word.endswith("年") else f"{year}年{end}月"
        return _reach(year, start)[0], _reach(year, end)[1], name
    if named["quarter"]:
        end = 3 * _QUARTERS[named["quarter"]]
        return _reach(year, end - 2)[0], _reach(year, end)[1], f"{year}年第{'一二三四'[end // 3 - 1]}季度"
    if not named["month"]:
        return *_reach(year), f"{year}年"
    month = _number(named["month"])
    if named["start"]:
        start = _number(named["start"])
        return _reach(year, start)[0], _reach(year, month)[1], f"{year}年{start}月至{month}月"
    day = _number(named["day"]) if named["day"] else None
    first, last = _reach(year, month, day)
    return first, last, f"{year}年{month}月" + (f"{first.day}日" if day else "")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else below_wan(text)
