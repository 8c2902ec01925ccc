"""The cases that an ask is calculated for: each person's bills of one kind of care, or two ways of one bill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.calculation.casework import Bill, Casework, names_a_place
from assistant.calculation.goals import Goal
from assistant.calculation.request import Request
from assistant.calculation.rule_facts import groups_of, rule_facts
from assistant.turn import Turn
from assistant.understanding.facts import facet_slots
from assistant.understanding.people import SOMEBODY
from assistant.wording import options, say
from knowledge.benefit import Rule, takes_visits
from knowledge.clause import Facets
from knowledge.facets import recognise

_FACETS = ("insured", "status", "tier", "care")
_VISIT = re.compile(r"看病|看牙|牙疼|检查|拍片|照(?:CT|ct|片|B超)|抽血|化验|打针|输液|看了?[^，,。]{0,4}[回次趟]")
_STAY = re.compile(r"住|院[了过]|天院|手术|备案|转诊|转院|异地|跨省|省外|外地|省内|生孩|生娃|慢病|慢性")
_MORE = re.compile(r"再|又|另外|还有|第[二三四]|后来|然后|加上|也(?:是|花|看|上班|在)|那我|调")
_CORRECTED = re.compile(r"不是|看错|说错|不对|错了|搞错|记错")


@dataclass(frozen=True, slots=True)
class Case:
    """Whose (or which) it is, what is known of it alone, and its bills in their order.

    `year`: the one of its bills, where those of the message are of several. `facts`: what a rule is told of it alone.
    """

    label: str
    known: dict[str, str]
    bills: tuple[Bill, ...]
    year: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """Whose bills they are; empty where nobody was named, or there are none."""
        return self.bills[0].who if self.bills else ""


def bills_so_far(turn: Turn, told: Casework) -> tuple[Bill, ...]:
    """The bills of this message behind those of the turn before, where it goes on with them."""
    earlier = tuple(map(Bill.from_state, turn.state.bills)) if turn.continues else ()
    if not told.bills:  # what is said now is said of them
        before = {"accrued", "paid"} & set(told.other)  # 前头在药店买过500: said of what went before
        said = {name: fact for name, fact in told.shared.items() if not (before and name in ("tier", "care"))}
        return tuple(replace(bill, facts={**bill.facts, **said}) for bill in earlier)
    new = told.bills
    if earlier:  # whoever and whatever was spoken of is spoken of still; 他 is whoever was spoken of
        last = earlier[-1]
        kept = {name: fact for name, fact in last.facts.items() if name == "care"}
        if "tier" in last.facts and not names_a_place(turn.heard):
            kept["tier"] = last.facts["tier"]
        new = tuple(
            replace(b, who=last.who if b.who in ("", SOMEBODY) else b.who, facts={**kept, **b.facts}) for b in new
        )
    more = _MORE.search(turn.heard) and not _CORRECTED.search(turn.heard)
    again = {bill.yuan for bill in earlier} & {bill.yuan for bill in new}
    return (*earlier, *new) if more and not again else new


def cases_of(request: Request, bills: tuple[Bill, ...]) -> list[Case]:
    """The cases of an ask; one without bills of its own where none is told."""
    told = request.told
    if len(bills) <= 1 and told.several and request.compares and (bills or Goal.CAP in request.goals):
        facet, values = next(iter(told.several.items()))
        labels = dict(options(facet))
        return [Case(labels[value], {**told.shared, facet: value}, bills) for value in values]
    if len(bills) == 1 and request.years:
        return [Case(f"{year}年", {**told.shared, **bills[0].facts}, bills, year) for year in request.years]
    # What accrues over the year accrues for one person's bills of one kind of care in one year.
    kinds = list(dict.fromkeys(map(_kind, bills))) or [("", "", "")]
    cares = dict(options("care"))
    found = []
    for who, care, year in kinds:
        own = tuple(bill for bill in bills if _kind(bill) == (who, care, year))
        several = len({kind for person, kind, _ in kinds if person == who}) > 1
        apart = [cares[care]] if several and care in cares else []
        apart += [f"{year}年"] if year else []
        label = (who or say("label_self")) + (f"（{'，'.join(apart)}）" if apart else "")
        facts = {name: bill.facts[name] for bill in own for name in _FACETS if name in bill.facts}
        found.append(Case(label, {**told.shared, **facts}, own, year))
    return found


def _kind(bill: Bill) -> tuple[str, str, str]:
    return bill.who, bill.facts.get("care", ""), bill.facts.get("year", "")


def one_by_one(rule: Rule, case: Case, heard: str) -> list[Case]:
    """The case, or one for each of its bills where the rule does not take them as visits of one year, or for each group."""
    groups = groups_of(rule, heard) if not case.bills else []
    if groups:
        labels = [
            next(item.options[f] for n, f in facts.items() if (item := rule.inputs[n]).options) for facts in groups
        ]
        return [replace(case, label=label, facts=facts) for label, facts in zip(labels, groups, strict=True)]
    if len(case.bills) < 2 or takes_visits(rule):
        return [case]
    return [replace(case, label=f"{case.label}（{bill.yuan}元）", bills=(bill,)) for bill in case.bills]


def facets_of(request: Request, case: Case) -> Facets:
    """What is said of the case: its own words, those of the ask, and of the whole message where these are silent."""
    own, around = request.ask.facets.sets(), recognise(request.turn.heard).sets()
    # A bill told in a talk about something is a bill of that.
    before = recognise(request.turn.state.ask or "").sets() if case.bills else Facets().sets()
    sets = {name: own[name] or around[name] or before[name] for name in own}
    sets |= {name: frozenset({fact}) for name, fact in case.known.items() if name in _FACETS}
    if (sets["status"] or assumes_active(request, case)) and not sets["insured"]:  # residents have neither
        sets["insured"] = frozenset({"employee"})
    if not sets["care"] and (sets["tier"] == {"pharmacy"} or assumes_outpatient(request)):
        sets["care"] = frozenset({"outpatient"})  # nobody stays overnight in a pharmacy
    return Facets.model_validate(sets)


def with_what_is_known(turn: Turn, bills: tuple[Bill, ...]) -> tuple[Bill, ...]:
    """The bills with who the person is and where it was, so that what is said of the next one leaves them alone."""
    known = {name: fact for name, fact in turn.slots.items() if name in _FACETS}
    return tuple(replace(bill, facts={**known, **bill.facts}) for bill in bills)


def _is_new(request: Request, case: Case) -> bool:
    """Whether the case is of somebody of whom nothing was told before this message."""
    before = {bill["who"] for bill in request.turn.state.bills}
    return bool(before) and bool(case.bills) and case.who not in before


def _said_now(turn: Turn) -> dict[str, str]:
    """The slots without what earlier messages said of somebody else."""
    now = facet_slots(recognise(turn.heard))
    return {name: fact for name, fact in turn.slots.items() if name not in _FACETS or name in now}


def assumes_active(request: Request, case: Case) -> bool:
    """Whether a contribution base is told of somebody who may be in work or retired: the retired have none."""
    told = request.turn.slots.get("status") or case.known.get("status")
    backwards = Goal.BACKWARDS in request.goals and "credited" in request.told.other
    return not told and (backwards or any(bill.role == "base" for bill in case.bills))


def assumes_outpatient(request: Request) -> bool:
    """Whether a visit is told that nobody calls a stay (看牙, 做检查, 照CT): taken for outpatient care, and said so."""
    heard = request.turn.heard
    told = recognise(heard).sets()["care"] or recognise(request.turn.state.ask or "").sets()["care"]
    return not told and bool(_VISIT.search(heard)) and not _STAY.search(heard)


def facts_of(request: Request, case: Case, rule: Rule) -> dict[str, str]:
    """The facts of the case for the inputs of a rule; of its bills the last, the others come as visits."""
    turn = request.turn
    last = {case.bills[-1].role: case.bills[-1].yuan} if case.bills else {}
    sums: Mapping[str, str] = {**request.told.other, **last, **turn.facts}
    carried = turn.slots if not _is_new(request, case) else _said_now(turn)
    known = {"status": "active", **carried} if assumes_active(request, case) else carried
    slots = {**known, **case.known, **turn.facts}
    if "reported" in sums and "paid" not in turn.facts:
        slots.pop("paid", None)
    # What the ask says itself goes before what it leans on.
    texts = (turn.heard, request.ask.whole, request.ask.text)
    found: dict[str, str] = {}
    for number, text in enumerate(texts):
        said = rule_facts(rule, text, slots, sums, turn.day, own_words=number > 0)
        if number and request.states:
            said.pop("cases", None)  # half of what is told: 住院8600人次、门诊41200人次
        found |= said
    return found | case.facts | {name: fact for name, fact in turn.facts.items() if name in rule.inputs}
