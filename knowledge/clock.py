"""What day and time it is for the people who ask: always China Standard Time, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment in Asia/Shanghai."""
    return datetime.now(_SHANGHAI)


def local(moment: str) -> datetime:
    """A moment in ISO form, as manifests hold it, in Asia/Shanghai."""
    return datetime.fromisoformat(moment).astimezone(_SHANGHAI)


def today() -> date:
    """The day in Asia/Shanghai."""
    return now().date()
