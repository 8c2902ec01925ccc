"""Days, moments and months as facts: how they are read, and how people read them.

A day is a `date`, a moment a `datetime` without zone (the clock on the wall where the person is), a
month the `date` of its first day. Days are never counted on into years that no policy speaks of.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime
from typing import Literal

from typing_extensions import TypeIs

When = Literal["date", "moment", "month"]
WHENS: tuple[When, ...] = ("date", "moment", "month")
FORMS: dict[When, str] = {"date": "2018-05-01", "moment": "2018-05-01 08:30", "month": "2018-05"}

_YEARS = range(1900, 2200)
_MONTH = r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})(?:\s*月)?"
_DATE = r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?"
_CLOCK = r"[T\s]*([0-9]{1,2})\s*(?::|点|时)\s*([0-9]{1,2})?\s*分?(?::[0-9]{2})?"
_READ: dict[When, re.Pattern[str]] = {
    "date": re.compile(_DATE),
    "moment": re.compile(_DATE + _CLOCK),
    "month": re.compile(_MONTH + r"(?:\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?)?"),  # a day given for a month names that month
}
_REST: dict[When, tuple[int, ...]] = {"date": (0, 0), "moment": (), "month": (1, 0, 0)}


def is_when(unit: object) -> TypeIs[When]:
    """Whether the unit is that of a day, a moment or a month rather than of a number."""
    return unit in WHENS


def read_when(text: str, unit: When) -> date | datetime:
    """The day, moment or month that the text names; ValueError where it is none, or no day of the calendar."""
    match = _READ[unit].fullmatch(unicodedata.normalize("NFKC", text[:40]).strip())
    if match is None:
        raise ValueError(f"请写成 {FORMS[unit]} 的形式")
    year, month, day, hour, minute = (*(int(group) for group in match.groups(default="0")), *_REST[unit])
    if year not in _YEARS:
        raise ValueError(f"年份须在{_YEARS[0]}到{_YEARS[-1]}之间")
    try:
        return datetime(year, month, day, hour, minute) if unit == "moment" else date(year, month, day)
    except ValueError:
        raise ValueError("没有这一天或这一时刻") from None


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on; the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def show_when(value: date | datetime, unit: str = "date") -> str:
    """As people read it: `2018年5月2日8时30分（8:30）`, `2018年5月2日`, `2018年5月`."""
    month = f"{value.year}年{value.month}月"
    if unit == "month":
        return month
    day = f"{month}{value.day}日"
    if not isinstance(value, datetime):
        return day
    minutes = f"{value.minute}分" if value.minute else ""
    return f"{day}{value.hour}时{minutes}（{value.hour}:{value.minute:02d}）"
