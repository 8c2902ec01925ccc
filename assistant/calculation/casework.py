"""Who spent what, where, in a message: its bills in their order, each with what is said of it alone.

A fact belongs to the bill behind it, or to the one before it where it ends the same phrase; what is
said once for all (都是退休的, or before anybody is named) belongs to every bill that says nothing else.
One bill of which two things are said (退休的比在职的) stands for two cases of the same sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.calculation.years import years_of
from assistant.understanding.circumstances import circumstances, clear_of
from assistant.understanding.people import SELF, SOMEBODY, people
from assistant.understanding.sum_roles import Role
from assistant.understanding.sums import Sum, plain, sums, times
from knowledge.facets import Named, named

_PHRASE = re.compile(r"[^，,。；;！!？?\n]+")
_COUPLE = re.compile(
    r"两口子|夫妻|我(?:和|跟|同)(?:我)?(?:老伴|老婆|老公|爱人|媳妇|婆娘)|老两口|两个人|俩人|他们俩|我们俩|两个老|[我俺咱]俩|娘俩|爷俩"
)
_PLACE = re.compile(r"医院|药店|药房|诊所|卫生[院室所]|门诊部|[三二一]甲|社区")
_SAME_PLACE = re.compile(r"还是(?:那|这|在|去|同)|同一|那[个家]医院|这[个家]医院|老地方|又去了?(?:那|这)")
_COMMUNITY = re.compile(r"社区(?!居民|书记|干部|工作|矫正|[、,，]?(?:村|街道))")
_AGAIN = re.compile(r"又|再|这次|这回|第二|另外")
_BOTH = re.compile(r"[都全][^，,。；;]{0,6}(?:退|在职|上班)")
_SPENT = re.compile(r"花|看病|门诊|住院|药|检查")
_OF_AN_ACCOUNT = re.compile(r"账户|个账|卡上|卡里|医保卡|社保卡|划|打到|打进")
_EACH = re.compile(r"(?:一人|每人|各自?|一个人|每个人|人均)\D{0,6}$")
_OF_BILLS, _OF_PEOPLE = ("tier", "care"), ("status", "insured")
"""What differs from bill to bill of one person, and what does not."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One sum (role `amount` or `base`), whose it is, and the facts said of it alone.

    Among these is its `year`, where the bills of the message are of several.
    """

    who: str
    role: str
    facts: dict[str, str]
    monthly: bool = False

    @property
    def yuan(self) -> str:
        """The sum, as text."""
        return self.facts[self.role]

    def as_state(self) -> dict[str, str]:
        """The bill as a conversation keeps it."""
        return {"who": self.who, "role": self.role, "monthly": "1" if self.monthly else "", **self.facts}

    @classmethod
    def from_state(cls, kept: dict[str, str]) -> Bill:
        """The bill as it was kept."""
        facts = {name: fact for name, fact in kept.items() if name not in ("who", "role", "monthly")}
        return cls(kept["who"], kept["role"], facts, bool(kept["monthly"]))


@dataclass(frozen=True, slots=True)
class Casework:
    """The bills of a message and the facts said of all of them.

    `several`: facets of which two values are said of one bill, in their order: each stands for a case.
    `other` holds the first sum of every other role (paid, claimed, reported …).
    """

    bills: tuple[Bill, ...] = ()
    shared: dict[str, str] = field(default_factory=dict)
    several: dict[str, tuple[str, ...]] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    couple: bool = False
    negative: bool = False


def names_a_place(text: str) -> bool:
    """Whether a text names a place of care other than the one spoken of before."""
    return bool(_PLACE.search(text)) and not _SAME_PLACE.search(text)


def read_casework(text: str, day: date | None = None) -> Casework:
    """The bills of a text; none where it names no sum of its own. `day`: that of asking, from which years count."""
    found = sums(text)
    spent = [one for one in found if one.role in ("amount", "base")]
    other: dict[str, str] = {}
    for one in found:
        if one.role not in ("amount", "base"):
            other.setdefault(one.role, plain(one.yuan))
    if any(one.role == "base" for one in spent):  # a wage is told beside a bill, or a base to hear of the account
        role: Role = "base" if _OF_AN_ACCOUNT.search(text) or all(one.role == "base" for one in spent) else "amount"
        bare = role == "base" and not _SPENT.search(text)  # 我的基数六千二，娃儿他妈四千八百五
        spent = [one._replace(role=role) if bare else one for one in spent if bare or one.role == role]
    facets = [one for one in _named(text) if one.facet in (*_OF_BILLS, *_OF_PEOPLE)]
    couple = bool(_COUPLE.search(text))
    bills, shared, several = _assign(text, spent, facets, found)
    if len(bills) == 1 and couple and not several and _EACH.search(text[: spent[0].start]):
        status = shared.pop("status", None) if not _BOTH.search(text) else None
        bills = [
            replace(bills[0], who=SELF, facts={**bills[0].facts, **({"status": status} if status else {})}),
            replace(bills[0], who="爱人"),
        ]
    if len(bills) == len(spent) == 1 and spent[0].role == "amount" and not several:
        bills *= times(text, spent[0])
    if day is not None and len(bills) == len(spent) > 1:
        since = [0, *(one.end for one in spent)]
        years = years_of([text[end : one.start] for end, one in zip(since, spent, strict=False)], day)
        bills = [
            replace(b, facts={**b.facts, "year": year} if year else b.facts)
            for b, year in zip(bills, years, strict=True)
        ]
    if {bill.who for bill in bills} == {"", SELF}:  # 我, and nobody else named
        bills = [replace(bill, who=SELF) for bill in bills]
    if len(bills) == 2 and couple and bills[0].who == bills[1].who:
        bills = [replace(bill, who=f"第{n}位") for n, bill in enumerate(bills, 1)]
    return Casework(tuple(bills), shared, several, other, couple, any(one.role == "negative" for one in found))


def _named(text: str) -> list[Named]:
    """The facets named, and the community's clinic where a bill is told by its bare name (在社区看了900)."""
    found = named(text)
    spoken = (one for one in circumstances(text) if one.facet in ("insured", "status"))
    found += clear_of(spoken, found)
    bare = (Named(m.start(), m.end(), "tier", ("primary",)) for m in _COMMUNITY.finditer(text))
    own = [one for one in bare if not any(f.start <= one.start < f.end for f in found)]
    return sorted([*found, *own])


def _assign(
    text: str, spent: list[Sum], facets: list[Named], found: list[Sum]
) -> tuple[list[Bill], dict[str, str], dict[str, tuple[str, ...]]]:
    """Give each facet to a bill, to a person or to all; see the module's docstring."""
    people = list(_people(text))
    tellers = {next((name for start, name in reversed(people) if start < one.start), "") for one in spent}
    alike = len({one.yuan for one in spent}) == 1 and len(tellers) == 1
    if len(spent) <= 1 or (alike and not _AGAIN.search(text)):
        return _one_sum(text, spent, facets, found)
    bills: list[Bill] = []
    of_person: dict[str, dict[str, str]] = {}
    shared: dict[str, str] = {}
    who = ""
    ends = [phrase.end() for phrase in _PHRASE.finditer(text)]
    last = 0
    for one in spent:
        # What ends the phrase of a sum is said of that sum (花了1600在三级), unless another sum follows in it.
        phrase_end = next(end for end in ends if end >= one.end)
        following = next((s.start for s in found if s.start > one.start), len(text) + 1)
        until = phrase_end if following > phrase_end else one.end
        before_sum = [name for start, name in people if last <= start < one.start]
        who = before_sum[-1] if before_sum else who
        own: dict[str, str] = {}
        for facet in (f for f in facets if last <= f.start < until):
            person = next((name for start, name in reversed(people) if last <= start < facet.start), who)
            if facet.facet in _OF_BILLS:
                own[facet.facet] = facet.values[0]
            elif text[max(0, facet.start - 1)] in "都全" and (everybody := _named_in_phrase(text, people, facet.start)):
                # 我和爱人都在职: said of everybody whom the phrase names.
                for each in everybody:
                    of_person.setdefault(each, {})[facet.facet] = facet.values[0]
            elif person or who:
                of_person.setdefault(person or who, {})[facet.facet] = facet.values[0]
            else:
                shared[facet.facet] = facet.values[0]
        before = {name: bills[-1].facts[name] for name in _OF_BILLS if bills and name in bills[-1].facts}
        if names_a_place(text[last:until]):
            before.pop("tier", None)  # another place, of a tier of its own
        next_bill = next((s.start for s in spent if s.start > one.start), len(text))
        outside = [s for s in found if s.role == "out_of_scope" and one.start < s.start < next_bill]
        if outside:
            own["out_of_scope"] = plain(outside[0].yuan)
        bills.append(Bill(who, one.role, {**before, **own, one.role: plain(one.yuan)}, one.monthly))
        last = until
    for facet in (f for f in facets if f.start >= last):
        if not any(facet.facet in bill.facts for bill in bills):
            shared.setdefault(facet.facet, facet.values[0])
    cares = {bill.facts["care"] for bill in bills if "care" in bill.facts}
    if len(cares) == 1:
        bills = [replace(bill, facts={"care": next(iter(cares)), **bill.facts}) for bill in bills]
    first_known = next(iter(of_person.values()), {})
    if len({bill.who for bill in bills}) == 1:
        shared = {**first_known, **shared}
        of_person = {}
    return [replace(b, facts={**of_person.get(b.who, {}), **b.facts}) for b in bills], shared, {}


def _named_in_phrase(text: str, people: list[tuple[int, str]], end: int) -> set[str]:
    """The people whom a phrase names before `end`."""
    begin = next((phrase.start() for phrase in _PHRASE.finditer(text) if phrase.start() <= end < phrase.end()), 0)
    return {name for start, name in people if begin <= start < end}


def _one_sum(
    text: str, spent: list[Sum], facets: list[Named], found: list[Sum]
) -> tuple[list[Bill], dict[str, str], dict[str, tuple[str, ...]]]:
    values: dict[str, dict[str, None]] = {}
    for facet in facets:
        if len(facet.values) == 1 or facet.facet not in values:
            values.setdefault(facet.facet, {}).setdefault(facet.values[0])
    several = {name: tuple(said) for name, said in values.items() if len(said) > 1 and name != "care"}
    shared = {name: next(iter(said)) for name, said in values.items() if len(said) == 1}
    people = [name for _, name in _people(text)]
    who = next((name for name in people if name != SELF), "")
    own = {name: shared[name] for name in _OF_BILLS if name in shared}
    if spent and several:  # what is said right before the sum, behind the one before it, is said of it
        since = max((one.end for one in found if one.end <= spent[0].start), default=0)
        near = [f for f in facets if since <= f.start < spent[0].start and f.facet in several and since]
        own |= {f.facet: f.values[0] for f in near if f.facet in _OF_BILLS}
    bills = [Bill(who, one.role, {**own, one.role: plain(one.yuan)}, one.monthly) for one in spent[:1]]
    return bills, shared, several


def _people(text: str) -> Iterator[tuple[int, str]]:
    """The people named, with their places, in order; 他 is whoever else was named last."""
    hits = [(person.start, person.name) for person in people(text)]
    if _COUPLE.search(text):  # 老两口……一个在三级医院……一个在药店
        each = (m for m in re.finditer(r"一个(?=在|去|是|到|还|退|上|花|看|住)", text))
        hits = sorted([*hits, *((m.start(), f"第{n}位") for n, m in enumerate(each, 1))])
    other = ""
    for start, name in hits:
        person = other or name if name == SOMEBODY else name
        other = person if person != SELF else other
        yield start, person
