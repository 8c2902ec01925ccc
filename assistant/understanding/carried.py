"""Which facts still hold at a message: said now, said before of the same matter, or of the same person.

Who the person is lasts; what is said of a case lasts as long as the case is spoken of; what was told of one
person is not told of another; what is put right replaces what it puts right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.conversation import State
from assistant.understanding.thread import Link

OF_A_PERSON = ("insured", "status")
"""Facts that another person does not share."""
_LASTING = (*OF_A_PERSON, "insured_region", "lives_region")
_OF_A_BILL = ("amount", "amounts", "out_of_scope", "own", "reported")
"""A new bill has its own."""
# 换个大点的医院, 去别的医院: the tier known so far is not that one's.
_ELSEWHERE = re.compile(
    r"[换转去到在上][^，,。？?]{0,3}(?:大|小|好|高|低|别|另|其他)[^，,。？?]{0,5}(?:医院|地方|药店|级)"
)
# 打错了，1560: the sum was wrong, the rest of the bill stays.
_PUT_RIGHT = re.compile(r"错|不对|拐了|记混|改|应该是|其实是|口误")
_SO_TOO = re.compile(r"也是?(?:一样|退休|在职|职工|居民)?|一样|同样|都是")
_ANOTHER_PERSON = re.compile(r"^(?:那|那么|要是|如果|换成?|还有|对了)|[呢喃咧嘞]|[也她他]|换成|要是")


def whose(state: State, told: Mapping[str, str], text: str, link: Link) -> bool:
    """Whether the message turns to another person than the one spoken of."""
    now, before = told.get("patient"), state.slots.get("patient")
    if now is None or now == before:
        return False
    return before is not None or link is Link.NEW or bool(_ANOTHER_PERSON.search(text))


def carried(state: State, link: Link, told: Mapping[str, str], text: str) -> dict[str, str]:
    """The facts of earlier messages that still hold; `told` are those of this one, which come on top."""
    kept = dict(state.slots) if link is not Link.NEW else {n: f for n, f in state.slots.items() if n in _LASTING}
    if whose(state, told, text, link):
        known = state.people.get(told["patient"], {})
        # 换成我妈呢，她退休了: in work and retired are of one scheme.
        shared = ("insured",) if "status" in told and kept.get("insured") == "employee" else ()
        left = {*OF_A_PERSON, "accrued", "paid"} - {*shared}
        kept = {**{name: fact for name, fact in kept.items() if name not in left}, **known}
    if told.get("insured") == "resident" and told.get("status") is None:
        kept.pop("status", None)  # residents are neither in work nor retired
    if "tier" not in told and _ELSEWHERE.search(text):
        kept.pop("tier", None)
    if ("amount" in told or "amounts" in told) and not _PUT_RIGHT.search(text):
        kept = {name: fact for name, fact in kept.items() if name not in _OF_A_BILL}
    elif "amounts" in told or "amount" in told:
        kept = {name: fact for name, fact in kept.items() if name not in ("amount", "amounts")}
    return kept


def remembered(state: State, slots: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What is known of each person after a message."""
    facts = {name: slots[name] for name in OF_A_PERSON if name in slots}
    return {**state.people, slots.get("patient", "self"): facts} if facts else dict(state.people)
