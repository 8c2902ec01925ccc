"""Which of the days that a message names are those whose policy it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.ask import Period
from assistant.understanding.days import periods
from assistant.understanding.focus import phrases, question_of
from knowledge.wants import Want, wants

_AGAINST = re.compile(
    r"[和跟与、]|同(?![时一样])|比(?!例)|还是|分别|各(?!位)|区别|不同|一样|差(?!不多)|变化|[涨降变]了?(?:没|吗|多少|好多)|哪[个边年]|呢"
)
# 前年……不对，去年: what was taken back is not asked.
_CORRECTED = re.compile(
    r"^.*(?:不对|说错了?|记错了?|搞错了?|哦不|不是[，, ]|不是(?:今年|去年|前年|\d{2,4}年)的?)(?=.{2})", re.DOTALL
)
_NOW = re.compile(r"现在|目前|如今|眼下|今天|还(?:能|可以)(?!怎|咋|如何)|还(?:认|行|给|可不可以|来得及)")
_DATE = r"(?:(?:20)?\d\d年(?:\d{1,2}月(?:份|\d{1,2}[日号])?)?|\d{1,2}月\d{1,2}[日号]|[去今前]年)"
# 那是2020年的数吧, 是7月1号才开始的嘛: the day is what the person believes and wants confirmed.
_BELIEVED = re.compile(
    rf"(?:那|就|也|不)?是(?:到|从|在)?{_DATE}(?:[之以][前后]|起)?[^，,。？?\s]{{0,6}}?的?[^，,。？?\s]{{0,2}}(?:吧|嘛|么|吗|对不)"
)
# 去年的报账最迟哪天: what is dealt with is of that year, how to deal with it is asked for today.
_DEALT_WITH = re.compile(rf"(?:{_DATE}|上一年)(?:全年)?的?(?:报账|账|帐|费用|发票|票据?|单子|住院费|药费)")
# 2017年底的结余, 去年剩的: a report tells it among the figures of its own year.
_CARRIED_OVER = re.compile(r"(?:去年|上年|(?:20)?\d\d年)年?[底末]?(?:时|还)?的?(?=结余|节余|结转|滚存|剩)")
_HAPPENED = re.compile(r"[了过才被]|的$")
_ADVERBIAL = 9
"""A phrase of so few characters that names days (去年住了院) says when, whatever happened then."""
_TAG = 3
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
    own, *before = (_BELIEVED.sub(" ", _corrected(part, today)) for part in said)
    if pointed:
        own = _CARRIED_OVER.sub("上年", own)
    question, story = question_of(own), own
    of_a_day = wants(question) & _OF_A_DAY
    if not of_a_day and not pointed:
        # 前年查出来的, 要带什么材料: how to do it goes by the day of doing it.
        question = _DEALT_WITH.sub(" ", question)
        story, *before = (_without_the_past(text, today) for text in (own, *before))
    parts = [phrase for text in before for phrase in reversed(_PHRASES.split(text))]
    leant = next((p for phrase in parts if (p := periods(phrase, today))), ())
    year = leant[-1].year if leant else None
    asked, told = (_compared(text, periods(text, today, year), today) for text in (question, story))
    if _NOW.search(question):
        told = ()
    elif not of_a_day:
        told = tuple(p for p in told if not p.loose)
    named = asked or told or leant
    # 2018年上半年 is part of the name of the document pointed at; its figures tell their own months.
    return _in_years(named) if pointed else named


def _without_the_past(text: str, today: date) -> str:
    """Without the phrases that tell what happened in an earlier year, and what of one is dealt with now."""
    parts = phrases(text)
    kept = (
        phrase
        for (phrase, weight), (after, asks) in zip(parts, [*parts[1:], ("", 0.0)], strict=False)
        # 一个小孩扣250，对不对: a tag asks what the phrase before it says.
        if weight == 1.0
        or (asks == 1.0 and len(after) <= _TAG)
        or len(phrase) <= _ADVERBIAL
        or not _HAPPENED.search(phrase)
        or all(p.last.year >= today.year for p in periods(phrase, today))
    )
    return _DEALT_WITH.sub(" ", "，".join(kept))


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
