"""How a message hangs on the conversation: a new matter, the same one gone on with, or an earlier one taken up again.

Words decide: what takes an earlier matter up (先前问的药店那个), what leans on the last one (那居民呢), and whether a
question names a subject of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant.conversation import State, Topic
from assistant.understanding.focus import question_of
from assistant.understanding.people import SELF, SOMEBODY, people
from assistant.understanding.terms import Demand, Term, content_words
from knowledge.facets import recognise
from knowledge.wants import is_question
from knowledge.wordfiles import listed
from knowledge.words import bigrams


class Link(StrEnum):
    """What the message is to the conversation before it."""

    NEW = "new"
    GOES_ON = "goes_on"
    RETURNS = "returns"


# 先前问的药店那个, 刚才那笔, 回到第一个: an earlier matter.
_BACK = re.compile(
    r"(?:先前|刚才|刚刚|前面|之前|开始|开头|头先|最先|一开始|上面|前头|头里|才将|将才|方才|起先|最早|原先)(?:我)?(?:[说问讲提算聊]|[^，,。？?]{0,8}(?:那[个笔张条边些]|的那|再算|重算|再问))"
    r"|(?:回到|说回|话说回来|再说|接着说|还是说|还是问|回头说)|第一个(?:问题|那个)|头一个(?:问题|那个|事)"
)
_AGAIN = re.compile(r"再算|重新算|重算|再看看|再说说|再问")
# 报销比例呢, 换个大点的呢，三甲: a word that asks, though nothing else does.
LEFT_OPEN = re.compile(r"(?:呢|喃|嘞|咧|哩)(?:[?？，,。]|$)")
# A message that begins or ends so leans on what was said: 那居民呢, 要是三种病, 药店也一样吗.
_LEANS = re.compile(
    r"^(?:哦|噢|嗯|额|呃|好|行|那|那么|这|这样|这个|它|他|她|要是|如果|若|假如|假设|万一|比如|换|改|还有|不对|不是|[说讲打写搞记]错|我是说|按|就按|其中|里头|里面|上面|再|又|也|然后|另外我|对了我|ok|but|and|if|what about)"
    r"|(?:呢|喃|咧|嘞|哩|一样吗|一样不|一样么|一样的吗|也是吗|也行吗|也算吗|也这样吗|是不是也[^，。？?]{1,6}|怎么样|咋样)[?？。！!]*$"
)
_ANOTHER = re.compile(
    r"换个(?:事|话题|问题)|另外(?:问|一个|一件|还|再|[我俺])|还有(?:个|一个|件|一件)(?:事|问题)|再问(?:一|个|下|你)|顺便(?:再)?问|对了[，,]?(?:还|再|我想|问|请问)|另一个|别的"
)


@cache
def _aspects() -> frozenset[str]:
    """What may be asked of any matter (起付线, 电话, 材料): it begins no new one."""
    return frozenset(listed(_FILE.read_text(encoding="utf-8")))


_FILE = Path(__file__).with_name("aspects.txt")
_ON_SUMS = re.compile(
    r"再|又|也|两回|两个|一共|拢共|总共|加起来|合计|还剩|还能|还要|多好多|多多少|各|[她他]比|比[^，,。？?]{1,8}[多少高低]|差(?:多少|好多)"
)
_SHORT, _BRIEF, _LONG, _STORY = 8, 24, 60, 80


def link(text: str, state: State, told: Mapping[str, str]) -> tuple[Link, Topic | None]:
    """What the message is to what went before, and the earlier matter where it takes one up; `told` are its facts.

    What is known of a case holds until another kind of care is named or the words say that something else is asked.
    """
    if state.ask is None and not state.slots:
        return Link.NEW, None
    earlier = _meant(text, state) if _BACK.search(text) else None
    if earlier is not None:
        return Link.RETURNS, earlier
    other_care = of_other_care(state, told)
    swapped = bool(_LEANS.search(text)) and len(text) <= _BRIEF
    other = _ANOTHER.search(text) or (other_care and is_question(text) and not swapped)
    return (Link.NEW if other else Link.GOES_ON), None


def leans(text: str, state: State, told: Mapping[str, str], *, place: bool) -> bool:
    """Whether the message says too little to be answered without what was asked before it.

    `place`: it asks for a place's policy or says where somebody is insured.
    """
    if state.ask is None or _ANOTHER.search(text):
        return False
    if not is_question(text):
        return True
    if of_other_care(state, told) and not (_LEANS.search(text) and len(text) <= _BRIEF):
        return False
    if len(text) <= _LONG and _LEANS.search(text):
        return True
    if len(text) <= _STORY and _on_sums(text, state, told):
        return True
    subject = [term for term in content_words(question_of(text)) if term.demand is not Demand.TALK]
    fresh = [term for term in subject if not _old(term, state.ask)]
    if not fresh or (len(text) <= _SHORT and len(fresh) == 1):
        return True
    # A short question that names only a circumstance (三种病, 药店) swaps it in the question before.
    return len(text) <= _BRIEF and bool(told or place) and not subject


def _on_sums(text: str, state: State, told: Mapping[str, str]) -> bool:
    """Whether a talk about sums goes on: another one is told, or the question is about those told before."""
    if "care" not in told and ("amount" in told or "amounts" in told) and (state.bills or "care" in state.slots):
        return True  # a bill of nothing in particular is one of what was spoken of
    return bool(state.bills) and bool(_ON_SUMS.search(text))


def of_other_care(state: State, told: Mapping[str, str]) -> bool:
    """Whether a message names another kind of care than the one spoken of; what a pharmacy sells is outpatient care."""
    before = state.slots.get("care") or ("outpatient" if state.slots.get("tier") == "pharmacy" else None)
    return before is not None and told.get("care", before) != before


def _old(term: Term, known: str) -> bool:
    """Whether a word names nothing new: it was said before, may be asked of anything, or only names a circumstance."""
    words = (term.word, *term.alike)
    return any(w in known or w in _aspects() for w in words) or any(recognise(term.word).sets().values())


def _meant(text: str, state: State) -> Topic | None:
    """The earlier matter that the words name best, the latest of equals; None where it is the present one."""
    said = set(bigrams(text))
    named = {value for values in recognise(text).sets().values() for value in values}

    persons = {person.name for person in people(text)} - {SELF, SOMEBODY}

    def likeness(topic: Topic) -> float:
        own = set(bigrams(topic.ask or ""))
        return len(named & set(topic.slots.values())) * 3 + len(said & own) + 4 * (topic.who in persons)

    every = [*state.topics, state.topic]
    best = max(reversed(every), key=likeness)
    if best is not state.topic or _AGAIN.search(text):
        return best
    return None
