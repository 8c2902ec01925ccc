"""compute: where a rule applies to an ask, its ledger, or the one fact that is still missing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from assistant.reply import Clarify, Option
from assistant.turn import Turn, Work
from assistant.understanding.facts import several_bills
from assistant.understanding.reckoning import work_out
from assistant.wording import options, say
from knowledge.benefit import Calculation, FactError, Rule, calculate, relevant_facts
from knowledge.generation import Generation
from knowledge.region import places
from knowledge.wants import Want, is_question

# A wish to know what comes of a bill; without a sum it is a question about the policy.
_OF_A_BILL = re.compile(r"报|返|赔|补|自己.{0,4}(?:掏|出|付|负担|拿)|自付|自掏|个人(?:负担|支付|承担)|统筹|给多少|算")
_MONEY = frozenset({Want.AMOUNT, Want.YES_NO, Want.RATIO})


def compute(turn: Turn, generation: Generation) -> None:
    """Fill rule, calculation or missing of every work that a rule answers."""
    for work in turn.works:
        rule = _rule(turn, work, generation)
        if rule is None:
            work_out(work, turn.heard)
            continue
        work.rule = rule
        work.missing = _several(turn) or _unsettled(rule, work)
        if work.missing is None:
            _calculate(turn, work, rule)


def _rule(turn: Turn, work: Work, generation: Generation) -> Rule | None:
    """The nearest rule of the place whose scope does not clash with what was said; only for a bill."""
    # A bill told without a question is told to hear what comes of it.
    asked = work.ask.wants & _MONEY and _OF_A_BILL.search(work.ask.whole)
    if "amount" not in turn.slots or work.region is None or not (asked or not is_question(work.ask.text)):
        return None
    chain = places().chain(work.region)
    fitting = [r for r in generation.rules.values() if r.region in chain and not r.applies.clash(work.ask.facets)]
    return min(fitting, key=lambda r: chain.index(r.region), default=None)


def _several(turn: Turn) -> Clarify | None:
    """Several bills at once are asked for one by one: the first alone would be a wrong sum."""
    if "amount" in turn.facts or not several_bills(turn.heard):
        return None
    return Clarify(slot="amount", question=say("one_bill"))


def _unsettled(rule: Rule, work: Work) -> Clarify | None:
    """The first facet that decides whether the rule applies and that nobody has named yet."""
    said = work.ask.facets.sets()
    for name, values in rule.applies.sets().items():
        if values and not said[name]:
            return Clarify(
                slot=name,
                question=say(f"ask_{name}"),
                options=tuple(Option(label=label, value=value) for value, label in options(name)),
            )
    return None


def _calculate(turn: Turn, work: Work, rule: Rule) -> None:
    facts = relevant_facts(rule, turn.slots)
    try:
        work.calculation = calculate(rule, facts, work.days.day)
    except FactError as error:
        if error.name in turn.facts:
            raise  # a choice on screen is refused; what was said is asked again
        work.missing = Clarify(slot=error.name, question=str(error))
        return
    missing = work.calculation.missing
    if missing is not None:
        choices = tuple(Option(label=o.label, value=o.value) for o in missing.options)
        work.missing = Clarify(slot=missing.name, question=missing.question, options=choices)
    elif any(_otherwise(rule, facts, day, work.calculation) for day in (work.days.first, work.days.last)):
        work.missing = Clarify(slot="day", question=say("which_day"))
        work.calculation = None


def _otherwise(rule: Rule, facts: Mapping[str, object], day: date, calculation: Calculation) -> bool:
    """Whether the same bill has another outcome on this day: then the year alone does not say which rule is meant."""
    other = calculate(rule, facts, day)
    return (other.outcome, other.results) != (calculation.outcome, calculation.results)
