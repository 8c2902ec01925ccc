"""compute: where a rule applies to an ask, its ledger, or the one fact that is still missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from assistant.arithmetic.reckoning import work_out
from assistant.calculation.by_rule import beside_what_was_told, reckon
from assistant.calculation.cases import (
    Case,
    assumes_active,
    assumes_outpatient,
    bills_so_far,
    cases_of,
    facets_of,
    facts_of,
    one_by_one,
    with_what_is_known,
)
from assistant.calculation.goals import Goal, goals
from assistant.calculation.request import Request
from assistant.calculation.rule_choice import best_rule, fitting, undecided
from assistant.reply import Clarify, Option
from assistant.turn import Turn, Verdict, Work
from assistant.wording import options, say
from knowledge.benefit import Calculation, FactError, Rule, Way, combine
from knowledge.benefit.moments import is_when
from knowledge.search import Retriever

_MOST_WAYS = 4
_CASES = frozenset({"status", "tier"})
"""Facts that put a case among a few; whoever does not know them is told what holds for each."""

_SUPPOSES, _APART = re.compile(r"要是|如果|假如|若是"), re.compile(r"[多少]报|相差|还剩")
_VARIES = ("insured", "status", "tier", "care", "diseases", "delivery", "filing", "referral", "amount")
"""Facts in which one case differs from another."""

Done = list[tuple[str, Calculation]]


def compute(turn: Turn, retriever: Retriever) -> None:
    """Fill rule, calculation or missing of every work that a rule answers, or figures of clauses."""
    for work in turn.works:
        _by_rules(turn, work, retriever)
        if work.rule is None and work.missing is None:
            work_out(work, turn.heard)
        if work.calculation is not None:
            _same_before(turn, work)
        if work.missing is not None:
            work.ways = _each_way(turn, work, retriever)
        _beside_case_before(turn, work, retriever)
        _nothing_beside_the_question(work)
    _across(turn)
    _days_left(turn)


def _each_way(turn: Turn, work: Work, retriever: Retriever) -> tuple[tuple[str, Calculation], ...]:
    """What each choice that is asked for would come to; nothing where one of them leaves more to ask."""
    assert work.missing is not None, "something is asked for"
    options = work.missing.options
    if not 1 < len(options) <= _MOST_WAYS or work.missing.slot not in _CASES:
        return ()
    found = []
    for option in options:
        calculation = _supposed(turn, work, retriever, {work.missing.slot: option.value})
        if calculation is None:
            return ()
        found.append((option.label, calculation))
    return tuple(found)


def _supposed(turn: Turn, work: Work, retriever: Retriever, facts: dict[str, str]) -> Calculation | None:
    """What the ask would come to were these the facts; None where more is to ask, or more than one thing comes of it."""
    given, bills = turn.facts, turn.bills
    one = replace(work, missing=None, rule=None, calculation=None, parts=(), ways=())
    turn.facts = {**given, **facts}
    try:
        _by_rules(turn, one, retriever)
    except FactError:
        return None
    finally:
        turn.facts, turn.bills = given, bills
    whole = one.calculation is not None and one.calculation.outcome == "complete" and not one.parts
    return one.calculation if whole else None


def _beside_case_before(turn: Turn, work: Work, retriever: Retriever) -> None:
    """Where the difference is asked for and only one case was calculated: that to the case spoken of before (那多报多少)."""
    now = work.calculation
    if (
        not turn.continues
        or Goal.DIFFERENCE not in work.goals
        or now is None
        or now.outcome != "complete"
        or work.parts
    ):
        return
    earlier = (turn.given.slots, *(topic.slots for topic in reversed(turn.state.topics)))
    varied = (
        {name: slots[name] for name in _VARIES if slots.get(name, turn.slots.get(name)) != turn.slots.get(name)}
        for slots in earlier
    )
    facts = next((facts for facts in varied if facts), {})
    before = _supposed(turn, work, retriever, facts) if facts else None
    if before is None:
        return
    sides = [(say("label_case_before"), before), (say("label_case_now"), now)]
    apart = combine(sides, "difference")
    if apart.results:
        work.calculation, work.parts = apart, tuple(sides)


def _nothing_beside_the_question(work: Work) -> None:
    """Where it is asked how much more another case would give (要是没那个证明，少报多少), the case alone answers nothing."""
    now = work.calculation
    if now is None or work.rule is None or work.parts or Goal.DIFFERENCE not in goals(work.ask.text):
        return
    apart = any(result.name == "apart" or _APART.search(result.label) for result in now.results)
    if _SUPPOSES.search(work.ask.text) and not apart:
        work.calculation, work.rule = None, None


def _by_rules(turn: Turn, work: Work, retriever: Retriever) -> None:
    """Calculate each case of the ask; a work that no rule answers stays as it was."""
    request = Request(turn, work)
    if not request.for_a_rule:
        return
    if request.of_a_bill and (request.told.negative or request.muddled):
        work_out(work, turn.heard)
        if work.calculation is not None:
            return  # what looked like bills are figures of the clauses
        wording = "negative_amount" if request.told.negative else "one_bill"
        work.missing = Clarify(slot="amount", question=say(wording))
        return
    turn.bills = bills_so_far(turn, request.told)
    cases = cases_of(request, turn.bills)
    turn.bills = with_what_is_known(turn, turn.bills)
    done: Done = []
    unheld: list[str] = []
    for case in cases:
        rule = _rule(request, case, work, retriever)
        if rule is None:
            unheld.append(case.label)
            continue
        work.rule = work.rule or rule
        if "base" in rule.inputs and _of_other_sums(request):
            work.missing = Clarify(slot="base", question=rule.inputs["base"].ask)
            return
        for one in one_by_one(rule, case, turn.heard):
            calculation = _calculate(request, one, rule, work, retriever)
            if calculation is None:
                return
            done.append((one.label, calculation))
    if done and work.verdict is Verdict.FULL and done[0][1].outcome == "not_in_force":
        work.rule = None  # a clause answers for the day; the rule was of another thing
    elif done:
        work.goals, work.unheld = request.goals, tuple(unheld)
        _tell(request, work, done, cases)


def _of_other_sums(request: Request) -> bool:
    """Whether a base is told and other sums that are none of it (他基数7300我4250): whose is which is not clear."""
    base = request.turn.slots.get("base")
    sums = {bill.yuan for bill in request.told.bills}
    return base is not None and bool(sums) and base not in sums


def _rule(request: Request, case: Case, work: Work, retriever: Retriever) -> Rule | None:
    generation, turn = retriever.generation, request.turn
    if case.bills and not (request.goals or request.of_a_bill):
        return None
    return best_rule(
        fitting(generation.rules.values(), work.region, frozenset(turn.pointed), facets_of(request, case)),
        work.ask,
        lambda rule: facts_of(request, case, rule),
        lambda rule: generation.profiles[rule.id],
        retriever.rarity,
        request.goals,
        known={*request.told.other, *turn.slots},
    )


def _calculate(request: Request, case: Case, rule: Rule, work: Work, retriever: Retriever) -> Calculation | None:
    """The calculation of one case; None where something is missing, which the work then asks for, or no rule is meant."""
    asked = undecided(rule, retriever.generation.rules.values(), work.region, facets_of(request, case))
    if asked is not None:
        in_bed = rule.applies.care == {"inpatient"}
        named = ((value, label) for value, label in options(asked) if not (in_bed and value == "pharmacy"))
        choices = tuple(Option(label=label, value=value) for value, label in named)
        question = say("ask_tier_of_stay" if asked == "tier" and in_bed else f"ask_{asked}")
        work.missing = Clarify(slot=asked, question=question, options=choices)
        return None
    # The months that cases are counted of, and the day from which a term runs, are not the days whose policy is wanted.
    counted = "cases" in rule.inputs or any(is_when(item.unit) for item in rule.inputs.values())
    year = int(case.year or request.turn.day.year)
    ended = date(year, 12, 31) if year < request.turn.day.year else None
    try:
        calculation = reckon(request, case, rule, ended or (request.turn.day if counted else work.days.day))
        others = () if counted or case.year else (work.days.first, work.days.last)
        sure = not any(_otherwise(request, case, rule, work, retriever, day, calculation) for day in others)
    except FactError as error:
        if error.name in request.turn.facts:
            raise  # a choice on screen is refused; what was said is asked again
        work.missing = Clarify(slot=error.name, question=str(error))
        return None
    missing = calculation.missing if calculation is not None else None
    if calculation is None or (calculation.outcome == "complete" and not calculation.clauses):
        work.rule = None  # nothing of the policy is in it
    elif missing is not None and missing.name == "average" and "pension" in request.told.other:
        work.rule, work.caution = None, rule.gap or ""  # nobody on the phone knows that average
    elif missing is not None:
        choices = tuple(Option(label=o.label, value=o.value) for o in missing.options)
        work.missing = Clarify(slot=missing.name, question=missing.question, options=choices)
    elif not sure:
        work.missing = Clarify(slot="day", question=say("which_day"))
    else:
        return _with_assumptions(request, case, rule, calculation)
    return None


def _with_assumptions(request: Request, case: Case, rule: Rule, calculation: Calculation) -> Calculation:
    """The calculation with what was taken for granted to choose the rule."""
    told = []
    if rule.applies.care and assumes_outpatient(request):
        told.append(say("label_assumed_outpatient"))
    if "base" in rule.inputs and assumes_active(request, case):
        told.append(say("label_assumed_active"))
    return calculation.model_copy(update={"assumptions": (*calculation.assumptions, *told)})


def _otherwise(
    request: Request,
    case: Case,
    rule: Rule,
    work: Work,
    retriever: Retriever,
    day: date,
    calculation: Calculation | None,
) -> bool:
    """Whether the same case has another outcome on this day: then the days named do not say what is meant."""
    if day == work.days.day or calculation is None:
        return False
    other = reckon(request, case, rule, day)
    now = work.days.first <= request.turn.day <= work.days.last
    if other is None or (other.outcome == "not_in_force" and (now or _since_published(rule, retriever))):
        return False  # what holds today is meant; and nobody knows how long before its publication it held
    return (other.outcome, other.results) != (calculation.outcome, calculation.results)


def _since_published(rule: Rule, retriever: Retriever) -> bool:
    store = retriever.generation.store
    clauses = (clause for clause in map(store.get, rule.clauses) if clause)
    return any(store.headers[clause.document_id].counts_from_published(clause) for clause in clauses)


def _tell(request: Request, work: Work, done: Done, cases: Sequence[Case]) -> None:
    """Put what was calculated together as it was asked for."""
    way = _way(request, len(done) if Goal.TOTAL in request.goals else len(cases))
    if len(done) > 1 and way is not None and all(part.outcome == "complete" for _, part in done):
        together = combine(done, way)
        if together.results:
            work.calculation, work.parts = together, tuple(done)
            return
    work.calculation = beside_what_was_told(request, done[0][1])
    work.parts = tuple(done) if len(done) > 1 else ()


def _way(request: Request, cases: int) -> Way | None:
    """How several calculations are put together; sums of one person that follow one another are not added up."""
    if Goal.DIFFERENCE in request.goals and Goal.TOTAL not in request.goals:
        return "difference"
    two_ways = bool(request.told.several)  # two ways of one bill are no sum
    return "total" if cases > 1 and (Goal.TOTAL in request.goals or not two_ways) else None


def _same_before(turn: Turn, work: Work) -> None:
    """Two asks of one bill (报多少，自己掏多少) are answered by one calculation, which is told once."""
    before = next(w for w in turn.works if w.calculation == work.calculation)
    if before is not work:
        work.told_before = True
        before.goals |= work.goals


def _days_left(turn: Turn) -> None:
    """Where only the next ask is for the days left (哪天结清？还剩几天): told with the day of the ask before."""
    for before, work in pairwise(turn.works):
        dated = before.calculation is not None and any(isinstance(r.value, date) for r in before.calculation.results)
        if dated and work.calculation is None and Goal.DAYS_LEFT in goals(work.ask.text):
            before.goals, work.told_before = before.goals | {Goal.DAYS_LEFT}, True
            request = Request(turn, before)
            request.goals |= before.goals
            assert before.calculation is not None
            before.calculation = beside_what_was_told(request, before.calculation)


def _across(turn: Turn) -> None:
    """Where one bill was calculated for several times or places and the difference is wanted: that, too."""
    sides = [work for work in turn.works if work.side and work.calculation and work.calculation.outcome == "complete"]
    if len(sides) == 2 and any(Goal.DIFFERENCE in work.goals for work in sides):
        apart = combine([(work.side, work.calculation) for work in sides if work.calculation], "difference")
        turn.across = apart if apart.results else None
