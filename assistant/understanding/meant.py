"""Which of the days that a message names are those whose policy it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.ask import Period
from assistant.understanding.days import periods
from assistant.understanding.focus import question_of
from knowledge.wants import Want, wants

_AGAINST = re.compile(
    r"[和跟与、]|同(?![时一样])|比(?!例)|还是|分别|各(?!位)|区别|不同|一样|差(?!不多)|变化|[涨降变]了?(?:没|吗|多少|好多)|哪[个边年]|呢"
)
# 前年……不对，去年: what was taken back is not asked.
_CORRECTED = re.compile(
    r"^.*(?:不对|说错了?|记错了?|搞错了?|哦不|不是[，, ]|不是(?:今年|去年|前年|\d{2,4}年)的?)(?=.{2})", re.DOTALL
)
_NOW = re.compile(r"现在|目前|如今|眼下|今天")
_OF_A_DAY = frozenset({Want.AMOUNT, Want.RATIO, Want.COUNT})
_PHRASES = re.compile(r"[，,。；;！!？?\n]")


def days_meant(said: Sequence[str], today: date, *, chosen: Mapping[str, str], pointed: bool) -> tuple[Period, ...]:
    """The days chosen on screen (`day`, `year`), those of the question itself, or those of the story around it.

    `said` are the ask's own words and what they lean on, of which the last phrase that names days counts.
    `pointed`: the message points at a document without a place, and may name its period.
    """
    on_screen = periods(chosen.get("day") or f"{chosen.get('year', '')}年", today)
    if on_screen:
        return on_screen
    own, *before = (_corrected(part, today) for part in said)
    phrases = [phrase for text in before for phrase in reversed(_PHRASES.split(text))]
    leant = next((p for phrase in phrases if (p := periods(phrase, today))), ())
    year = leant[-1].year if leant else None
    question = question_of(own)
    asked, told = (_compared(text, periods(text, today, year), today) for text in (question, own))
    if _NOW.search(question):
        told = ()
    elif not wants(question) & _OF_A_DAY:
        # 上个月住的院, 现在怎么报: how to do it goes by the day of doing it.
        told = tuple(p for p in told if not p.loose)
    named = asked or told or leant
    # 2018年上半年 is part of the name of the document pointed at; its figures tell their own months.
    return _in_years(named) if pointed else named


def _in_years(named: Sequence[Period]) -> tuple[Period, ...]:
    """The calendar years around parts of years, each once."""
    found: dict[tuple[date, date], Period] = {}
    for period in named:
        if period.year is not None:
            first, last = date(period.year, 1, 1), date(period.year, 12, 31)
            period = Period(first, last, f"{period.year}年", period.loose)
        found.setdefault((period.first, period.last), period)
    return tuple(found.values())


def _corrected(text: str, today: date) -> str:
    """The text without what it takes back, where what follows names the days anew."""
    rest = _CORRECTED.sub("", text)
    return rest if periods(rest, today) else text


def _compared(text: str, named: tuple[Period, ...], today: date) -> tuple[Period, ...]:
    """Several times are compared where the words say so; else today's counts where it is among them, or the last."""
    if len(named) < 2 or _AGAINST.search(text):
        return named
    return next(((p,) for p in named if p.first <= today <= p.last), named[-1:])
