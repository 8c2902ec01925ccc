"""The facts of the case that one message tells: whom it is about, where and how care was had, what was done about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.understanding import nearby
from assistant.understanding.circumstances import circumstances, clear_of
from assistant.understanding.focus import question_of
from assistant.understanding.people import SOMEBODY, Person, patient, people
from knowledge.facets import Named, named

# 在职，哦不对，退休了: what was said before is taken back. 不是退休，是在职 is denied by its own words.
_CORRECTED = re.compile(
    r"(?:不对|[说讲写打搞弄记看听报]错|错了|纠正|更正|更正一下|[说讲]拐|口误|笔误|应该是|其实是|其实|才是|改一下|重新说)"
)
_LESS: tuple[tuple[str, str], ...] = (
    ("outpatient", "chronic"),
    ("outpatient", "maternity"),
    ("inpatient", "maternity"),
    ("chronic", "inpatient"),
)
"""Of two kinds of care told at once the second is the one meant: 生孩子住院 is maternity."""
_SCHEME_OF_CHRONIC = re.compile(r"慢|特|两病")
_FACETS = frozenset({"insured", "status", "care", "tier"})
# A word for care that says how somebody came in, not what care was had.
_NO_CARE = frozenset({"急诊", "门急诊"})
# 从咱县医院转到天水, 县医院没给办转诊: where somebody came from is not where care was had.
_LEFT_FROM, _LEFT_BEHIND = (
    re.compile(r"从[^,，。]{0,6}$"),
    re.compile(r"^[^,，。]{0,6}(?:转到|转去|转上|没给?办|没开|开的?转|写了?转|住完|看不[下了好]|给?开(?:不|得))"),
)
# A hospital whose tier only its kind lets us guess gives way to one whose tier is said.
_GUESSED = re.compile(r"[县区]|人民医院|中医")
# 比三级医院, 要是在二级: a case only held beside one's own.
_SUPPOSED = re.compile(r"(?:比|跟|较|要是|如果|假如|假设|若是?)[^,，。；;]{0,4}$")
_REFERRAL, _FILING = re.compile(r"转(?!账|告|发)|专诊"), re.compile(r"备案|异地|外地|外省|省外")
# 查了多少家药店, 开通了几家诊所: figures of the whole, no case of anybody's.
_OF_THE_WHOLE = re.compile(
    r"(?:多少|几|哪几|好多)(?:家|间)|退[回返]|追[回返]|查[处了]|暂停|解除|曝光|考核|处罚|公示|名单|汇报|报告里|宣传|网格|人次|覆盖|举报|实地|核[查几]|空刷|刷[米油]|线索|检查组|签[约订]|申请(?:定点|医保刷卡)|开药[店房]|集采"
)
_OF_A_CASE = re.compile(r"我(?:妈|爸|娘|爹|老|也|在职|退休|是|花|看|住|得|去|昨|今|上)|花了|[他她]|报多少|能报|报得到")
# 拿我卡上的钱给我妈交居民医保: whose card it is is asked about.
_OUT_OF_A_CARD = re.compile(
    r"(?:卡|账户|个账)[^。；;？?]{0,20}(?:给|帮|替)[^，,。]{1,8}(?:[交缴买参续]|付)[^，,。]{0,6}(?:居民|城乡|合作|农合|医保)"
    r"|(?:给|帮|替)[^，,。]{1,8}[交缴买参续][^，,。]{0,4}(?:居民|城乡|合作|农合)[^。；;？?]{0,16}(?:我的?卡|账户|个账)"
)
_FORMALITIES = {"referral": ("referred", "unreferred"), "filing": ("filed", "unfiled")}


def readings(text: str) -> list[Named]:
    """Every word and way of saying that names a fact, in their order, denied ones left out."""
    words = [
        one
        for one in named(text)
        if one.facet in _FACETS
        and not (one.facet == "care" and text[one.start : one.end] in _NO_CARE)
        and not (one.facet == "tier" and _left(text, one))
    ]
    told_whole = circumstances(text)
    # 还没到退休: the way of saying says more than the word in it.
    inside = {at: o.end for o in told_whole if o.facet == "status" for at in range(o.start + 1, o.end)}
    words = [one for one in words if one.facet != "status" or inside.get(one.start, 0) < one.end]
    return sorted([*words, *clear_of(told_whole, words)])


def _left(text: str, one: Named) -> bool:
    return bool(_LEFT_FROM.search(nearby.before(text, one.start)) or _LEFT_BEHIND.match(text[one.end : one.end + 12]))


def told(text: str, before: Mapping[str, str]) -> dict[str, str]:
    """Fact → value; a fact of which the message says several things that stand is left out.

    `before` are the facts that held so far: they tell which paper 手续 is.
    """
    found = readings(text)
    named_people = people(text)
    whose = patient(text)
    relation = whose.relation if whose else None
    if not whose and _OF_THE_WHOLE.search(text) and not _OF_A_CASE.search(text):
        found = [one for one in found if one.facet == "insured"]
    if _OUT_OF_A_CARD.search(text):
        found = [one for one in found if not (one.facet == "insured" and one.values == ("resident",))]
    facts: dict[str, str] = {}
    for name in dict.fromkeys(one.facet for one in found):
        own = [one for one in found if one.facet == name]
        if name in ("insured", "status"):
            own = _of(own, relation, named_people)
        value = _settled(text, name, own)
        if value is not None:
            facts[name] = value
    if "delivery" in facts:
        facts.setdefault("care", "maternity")
    if "formality" in facts:
        _formality(facts, text, before)
    return {**facts, **({"patient": relation} if relation else {})}


def _of(found: list[Named], whose: str | None, named_people: list[Person]) -> list[Named]:
    """Of what is said of several people, what is said of the one whose case it is."""
    if len(_values(found)) < 2:
        return found
    owners = [_owner(one, named_people) for one in found]
    mine = [one for one, owner in zip(found, owners, strict=True) if owner == (whose or "self")]
    return mine or found


def _owner(one: Named, named_people: list[Person]) -> str:
    """The relation of the person named last before it; 他 is whoever else was named last."""
    owner = other = "self"
    for person in named_people:
        if person.start >= one.start:
            break
        owner = other if person.name == SOMEBODY else person.relation
        other = owner if owner != "self" else other
    return owner


def _formality(facts: dict[str, str], text: str, before: Mapping[str, str]) -> None:
    """Put 手续办了 where it belongs: to the referral or the filing spoken of."""
    done = facts.pop("formality") == "done"
    if _REFERRAL.search(text) or ("referral" in before and not _FILING.search(text)):
        name = "referral"
    elif _FILING.search(text) or "filing" in before:
        name = "filing"
    else:
        return
    facts.setdefault(name, _FORMALITIES[name][0 if done else 1])


def _settled(text: str, name: str, found: list[Named]) -> str | None:
    """The one value that stands: the only one, the one put right, the more telling, or the one in the question itself."""
    if len(_values(found)) > 1:
        # 比办了转诊的少拿多少, 要是剖的呢 beside what is the case: only thought of.
        found = [one for one in found if not _SUPPOSED.search(nearby.before(text, one.start))] or found
    values = _values(found)
    if len(values) == 1:
        return values[0]
    for mark in reversed(list(_CORRECTED.finditer(text))):
        after = _values(one for one in found if one.start >= mark.start())
        if after:
            return after[0] if len(after) == 1 or name == "delivery" else None
    if name == "care":
        if "outpatient" in values and not any(_SCHEME_OF_CHRONIC.search(text[o.start : o.end]) for o in found):
            values = [v for v in values if v != "chronic"]  # 娘有糖尿病，昨天看门诊
        values = [v for v in values if not any(less == v and more in values for less, more in _LESS)]
        if len(values) == 1:
            return values[0]
    if name == "tier":
        said = _values(one for one in found if not _GUESSED.search(text[one.start : one.end]))
        if len(said) == 1:
            return said[0]
    question = question_of(text)
    asked = _values(one for one in found if text[one.start : one.end] in question)
    return asked[0] if len(asked) == 1 else None


def _values(found: Iterable[Named]) -> list[str]:
    """The values named alone, each once, in their order."""
    return list(dict.fromkeys(one.values[0] for one in found if len(one.values) == 1))
