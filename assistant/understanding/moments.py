"""A clock time, a day or a month of costs that a message names: 11月3号晚上10点15分, 早上九点半, 11月的报账款."""

from __future__ import annotations

import re
from datetime import date

from assistant.understanding.numerals import parse_number

_N = r"(\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_DAY = re.compile(rf"(?:(\d{{4}})年|(今年|去年|前年|明年))?\s*{_N}月(?:份)?\s*{_N}[号日]")
_OF_A_CLOCK = re.compile(rf"(?<![\d月份]){_N}[号日](?=\s*(?:凌晨|清早|早|后晌|前晌|上午|中午|下午|傍晚|晚|夜|半夜|\d))")
_TODAY = re.compile(r"今天|今早|今晚|刚刚|刚才|昨天|昨晚|昨夜|前天|明天")
_CLOCK = re.compile(
    rf"(凌晨|清早|早上|后晌|前晌|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|晚)?\s*{_N}\s*(?:点钟?|时(?!候|间|限)|:|：)\s*(?:(半|一刻|三刻)|{_N}\s*分?)?"
)
_MONTH = re.compile(rf"(?:(\d{{4}})年|(今年|去年|前年|明年))?\s*{_N}月(?:份)?(?!\s*{_N}[号日])")
_AGO = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}
_AWAY = {"今": 0, "刚": 0, "昨": -1, "前": -2, "明": 1}
_PARTS = {"半": 30, "一刻": 15, "三刻": 45}


def month_said(text: str, day: date) -> str | None:
    """The month named, as `2018-11`; without a year the last one that is not to come, or a later month of this year."""
    match = _MONTH.search(text)
    if match is None:
        return None
    month = parse_number(match[3])
    if month is None or not 1 <= month <= 12:
        return None
    return f"{_year(match, day):04d}-{int(month):02d}"


def moment_said(text: str, day: date, *, clock: bool) -> str | None:
    """The day named, with its clock time where `clock` is wanted (None without one): `2018-11-03T22:15`."""
    named = _day(text, day)
    if named is None or not clock:
        return named.isoformat() if named else None
    found = list(_CLOCK.finditer(text))
    if len(found) != 1:
        return None  # none, or several of which nobody says which is meant
    match = found[0]
    hour = parse_number(match[2])
    if match[3]:
        minute = _PARTS[match[3]]
    else:
        read = parse_number(match[4]) if match[4] else None
        minute = int(read) if read is not None else 0
    if hour is None:
        return None
    hours = int(hour)
    if match[1] in ("下午", "后晌", "傍晚", "晚上", "晚", "夜里") and hours < 12:
        hours += 12
    elif match[1] in ("夜里", "半夜", "晚上", "晚") and hours == 12:
        return None  # midnight of which day: asked for
    if hours > 23 or minute > 59:
        return None
    return f"{named.isoformat()}T{hours:02d}:{minute:02d}"


def _day(text: str, today: date) -> date | None:
    match = _DAY.search(text)
    if match is None and (bare := _OF_A_CLOCK.search(text)):
        return _last(int(parse_number(bare[1]) or 0), today)
    if match is None:
        near = _TODAY.search(text)
        return date.fromordinal(today.toordinal() + _AWAY[near[0][0]]) if near else None
    month, number = parse_number(match[3]), parse_number(match[4])
    if month is None or number is None:
        return None
    try:
        return date(_year(match, today), int(month), int(number))
    except ValueError:
        return None


def _last(number: int, today: date) -> date | None:
    """The last day of this number that is not to come: 30号晚上八点, told on the 31st."""
    month = today if number <= today.day else date.fromordinal(today.replace(day=1).toordinal() - 1)
    try:
        return month.replace(day=number)
    except ValueError:
        return None


def _year(match: re.Match[str], day: date) -> int:
    return int(match[1]) if match[1] else day.year + _AGO.get(match[2] or "今年", 0)
