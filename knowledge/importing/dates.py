"""Days as Chinese official texts write them: 2023年1月1日, 2023-01-01, 二〇二三年一月一日."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from knowledge.numerals import DIGITS, below_wan

_Y = r"(?P<y>[12１２]\d{3}|[一二][零〇○ＯO0一二三四五六七八九]{3})"
DAY = (
    rf"(?<![\d.]){_Y}\s*(?:年\s*(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*日"
    rf"|(?P<sep>[-/.])(?P<m2>\d{{1,2}})(?P=sep)(?P<d2>\d{{1,2}})(?!\d))"
)
_DAY = re.compile(DAY)
DAY_WITHOUT_YEAR = re.compile(r"(?<![年\d])\d{1,2}月\d{1,2}日")


class Found(NamedTuple):
    """A day and where it stands."""

    day: date
    start: int
    end: int


def han_number(text: str) -> int:
    """`二十三` → 23, `一百零二` → 102; digits of any width count as well."""
    if text.isdigit() and text.isdecimal():
        return int(text)
    return below_wan(text)


def days(text: str) -> list[Found]:
    """Every full date in the text; impossible ones (2月30日) are passed over."""
    found = []
    for match in _DAY.finditer(text):
        year = match["y"]
        number = int(year) if year.isdecimal() else int("".join(str(DIGITS[c]) for c in year))
        month, day = han_number(match["m"] or match["m2"]), han_number(match["d"] or match["d2"])
        if 1949 <= number <= 2099 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(number, month)[1]:
            found.append(Found(date(number, month, day), match.start(), match.end()))
    return found


def years_later(day: date, years: int) -> date:
    """The last day of a term of so many years that begins on `day`."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)
