"""One part of a message as an ask: what is wanted, of whom, for which days; and the works that answer it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from assistant.ask import Ask
from assistant.turn import Turn, Work
from assistant.understanding.carried import OF_A_PERSON
from assistant.understanding.days import changes
from assistant.understanding.figures import QUESTION_WORD
from assistant.understanding.focus import asking_words, gist, question_of
from assistant.understanding.meant import days_meant
from assistant.understanding.places import Mention
from assistant.understanding.sums import money_slots
from assistant.understanding.thread import LEFT_OPEN, Link
from knowledge.clause import Facets
from knowledge.facets import recognise
from knowledge.search import Days
from knowledge.wants import Want, is_question, likely, measures, wants

# 二级？ 退休同样条件？: swapped into the question before.
_BARE = re.compile(r"(?![^?？]*(?:真|要|有|[吗么不没]))[^，,。；;！!？?]{1,8}[?？]")
_HOW_MANY = re.compile(r"[^，,]{0,4}是?(?:多少|几多)[呢啊呀]?[?？]?")
_FIGURES = frozenset({Want.AMOUNT, Want.COUNT, Want.RATIO})
_SUMS_OF_A_CASE = frozenset({"amount", "amounts", "base", "balance"})
_SIDES: dict[str, str] = {"before": "调整以前", "after": "调整以后"}
_CODE = 6
_HOME_AGAIN = re.compile(r"转回|回(?:县|镇|区|市|本地|老家|屋)[^，,]{0,3}[住看]")
_HELD = (*OF_A_PERSON, "care", "tier")


def ask_of(turn: Turn, text: str, context: str, found: list[Mention]) -> Ask:
    """One ask; what its own words say comes before what they lean on and what the conversation knows."""
    said = [text, context] if context else [text]
    titles = [turn.retriever.documents[d].title for d in turn.pointed]
    names = (*(m.name for m in found), *titles)
    own = [_without(part, titles) for part in said]
    # What only tells (三级医院的, 打错了，1560) goes on with the question before it.
    bare = bool(context) and bool(_BARE.fullmatch(text)) and not QUESTION_WORD.search(text) and not wants(text)
    asking = said if not context or (is_question(text) and not bare) or LEFT_OPEN.search(text) else said[1:]
    question = next((q for part in asking if wants(q := question_of(part))), "")
    hinted = next((hints for part in asking if (hints := likely(question_of(part)))), frozenset())
    if _HOW_MANY.fullmatch(question_of(text).strip(" ，,")):
        hinted |= likely(text)  # 享受待遇的人次，职工是多少
    known = frozenset(map(Want, turn.state.wants))
    if asking is not said and known:
        # Who tells of a case after hearing what the conditions are, asks whether it meets them.
        hinted = known | ({Want.YES_NO} if Want.LIST in known else set())
    elif turn.again or (turn.continues and LEFT_OPEN.search(text)):
        hinted |= known
        if "amount" in turn.slots and context:
            hinted |= {Want.AMOUNT}  # with a bill on the table, another case is asked for its money
    if not {"amount", "amounts"}.isdisjoint(money_slots(text)) and not is_question(text):
        hinted |= {Want.AMOUNT}  # a bill is told to hear what comes of it
    away = turn.slots.get("treated_region") if not _HOME_AGAIN.search(text) else None
    reach = _reach(turn.policy_region, away)
    return Ask(
        text=text,
        context=context,
        names=names,
        query=" ".join((_without(" ".join(map(gist, own)), names), reach)).strip(),
        wants=wants(asking_words(question)),
        likely=hinted,
        facets=_facets(turn, own, reach),
        periods=days_meant(
            _dated(turn, said, question),
            turn.counts_from or turn.day,
            chosen=turn.facts,
            pointed=bool(turn.pointed),
        ),
        changes=next((c for part in said if (c := changes(question_of(part)) or changes(part))), ()),
        measures=measures(question),
        reach=reach,
    )


def works_of(turn: Turn, ask: Ask, regions: dict[str | None, str]) -> Iterator[Work]:
    """Places, times and sides of a change asked about at once are works of their own, each with its own figure."""
    several = len(regions) > 1
    # 22年的老办法和23年的新办法: the years say which sides are meant.
    sides = () if len(ask.periods) > 1 else ask.changes
    for region, name in regions.items():
        for period in ask.periods or (None,):
            for change in sides or (None,):
                place = name if several else ""
                time = period.name if period and len(ask.periods) > 1 else ""
                turned = _SIDES[change] if change and len(sides) > 1 else ""
                one = replace(ask, periods=(period,) if period else (), changes=(change,) if change else ())
                days = Days(turn.day, period.first, period.last) if period else Days.on(turn.day)
                yield Work(one, days, region, side=place + time + turned)


def _reach(insured: str | None, treated: str | None) -> Literal["", "省内", "跨省"]:
    """How far away the care is from the city in which the person is insured."""
    if not insured or not treated or len(insured) != _CODE or len(treated) != _CODE:
        return ""
    if insured[:2] != treated[:2]:
        return "跨省"
    return "" if insured[:4] == treated[:4] or treated[2:] == "0000" else "省内"


def asks_all_again(text: str) -> bool:
    """Whether a message that leans on the one before says nothing of what is wanted: all that was wanted there is."""
    return not wants(question_of(text)) and (not is_question(text) or bool(LEFT_OPEN.search(text)))


def _dated(turn: Turn, said: list[str], question: str) -> list[str]:
    """What tells the days of an ask: its words, what they lean on, and the year of the figures asked before."""
    figures = bool(wants(question) & _FIGURES) and _SUMS_OF_A_CASE.isdisjoint(turn.slots)
    same = turn.hangs is not Link.NEW and (figures or bool(turn.pointed))
    return [*said, turn.state.dated] if same and turn.state.dated else said


def _facets(turn: Turn, texts: list[str], reach: str) -> Facets:
    """The facets of an ask: its own, else those that hold (of the case only where it goes on), else what it leans on."""
    own, *leant = (recognise(text).sets() for text in texts)
    held = _HELD if turn.continues else (*OF_A_PERSON, *(name for name in _HELD if name in turn.told))
    found: dict[str, frozenset[str]] = {}
    for name in Facets().sets():
        known = frozenset({turn.slots[name]}) if name in held and name in turn.slots else frozenset()
        found[name] = own[name] or known or next((said[name] for said in leant if said[name]), frozenset())
    if reach and not found["setting"]:
        found["setting"] = frozenset({"away"})
    if turn.hospital is not None:
        found["tier"] = frozenset({turn.hospital[1]})
    found |= {name: frozenset({turn.facts[name]}) for name in found if name in turn.facts}
    if found["insured"] == {"resident"} and not own["status"]:
        found["status"] = frozenset()
    if found["status"] and not found["insured"]:
        found["insured"] = frozenset({"employee"})  # only the employees' scheme tells those in work from the retired
    return Facets.model_validate(found)


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text
