"""Which rule a question is about: by whom and what it applies to, by what is said, and by what it can count with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from assistant.ask import Ask
from assistant.calculation.goals import Goal
from assistant.calculation.rule_facts import main_sum
from assistant.understanding.terms import Demand, terms_of
from knowledge.benefit import Rule
from knowledge.benefit.formulas import FORMULAS
from knowledge.clause import Facets
from knowledge.region import places
from knowledge.wants import Want

TURNED = frozenset({Goal.NEEDED, Goal.BACKWARDS, Goal.MONTHS})
"""Goals that only some rules can be turned round for; the others would answer another question."""
SURE, ENOUGH = 0.5, 0.3
"""Of the weight of what is asked, so much must be words of the rule or of the clauses it rests on."""


def fitting(rules: Iterable[Rule], region: str | None, pointed: frozenset[str], facets: Facets) -> list[Rule]:
    """The rules of the place and its parents (or of the documents pointed at) for which nothing said speaks against."""
    chain = places().chain(region) if region else ()
    return [
        rule
        for rule in rules
        if (rule.region in chain if rule.region else any(c.partition(".")[0] in pointed for c in rule.clauses))
        and not rule.applies.clash(facets)
    ]


def undecided(rule: Rule, rules: Iterable[Rule], region: str | None, said: Facets) -> str | None:
    """The first facet that decides whether the rule applies and that nobody has named yet.

    Only a bill can belong to several rules; and where all rules of the place are for one kind of insured, that
    kind is meant. A rule for some tiers alone says nothing of the others, whether or not they have a rule.
    """
    if main_sum(rule) is None:
        return None
    here = fitting(rules, region, frozenset(), Facets())
    for name, values in rule.applies.sets().items():
        others = {value for other in here for value in other.applies.sets()[name]}
        decides = name == "tier" or (name in ("insured", "care") and others - values)
        if values and not said.sets()[name] and decides:
            return name
    return None


def best_rule(
    rules: list[Rule],
    ask: Ask,
    facts_of: Callable[[Rule], Mapping[str, str]],
    profile: Callable[[Rule], str],
    rarity: Callable[[str], float],
    goals: frozenset[Goal],
    *,
    known: Collection[str],
) -> Rule | None:
    """The rule that fits the words best among those that what is known lets begin to count; None: no rule is meant."""
    weighed = []
    for rule in rules:
        facts = facts_of(rule)
        # One's own pension is no sum that a rule counts from; it is told in the hope that it is.
        begins = _can_begin(rule, facts) or ("pension" in known and "average" in rule.inputs)
        turned = _backwards(rule, goals, known)
        if not (begins or turned) or (goals & TURNED and not turned) or not _gives(rule, ask):
            continue
        likeness = _likeness(ask, profile(rule), rarity)
        said = sum(1 for name, item in rule.inputs.items() if item.said and name in facts)
        elsewhere = "away" in rule.applies.setting and "treated_region" in known
        named = said or elsewhere or rule.applies.setting & ask.facets.setting
        if _special(rule) and not named and (likeness < SURE or any(item.said for item in rule.inputs.values())):
            continue
        met = sum(bool(own & ask.facets.sets()[name]) for name, own in rule.applies.sets().items())
        # Without a sum of its own a rule is only meant where the words say so.
        # What divides a fund is no rule for a bill, however like it sounds.
        main = main_sum(rule)
        enough = ENOUGH if main not in (None, "total") else SURE
        if likeness >= enough or (said and main != "total") or (met > 1 and main == "amount"):
            weighed.append((likeness + 0.25 * said + 0.1 * met, rule))
    return max(weighed, key=lambda pair: pair[0], default=(0, None))[1]


def _can_begin(rule: Rule, facts: Mapping[str, str]) -> bool:
    """Whether a quantity that the rule counts with is known: its sum, a ratio, a count, a day."""
    main = main_sum(rule)
    if main is not None and (main in facts or "average" in facts):
        return True
    quantities = [name for name, item in rule.inputs.items() if item.unit not in (None, "yuan") and name in facts]
    return bool(quantities) and (main is None or "ratio" in quantities)


def _special(rule: Rule) -> bool:
    """Whether the rule is for a circumstance that has to be named: care elsewhere, a ratio that is lowered."""
    return "away" in rule.applies.setting or rule.formula == "away"


def _gives(rule: Rule, ask: Ask) -> bool:
    """Whether the rule's results are of the sort that is wanted: how many people is no sum of money."""
    units = set(FORMULAS[rule.formula].results.values())
    if Want.COUNT in ask.wants and ask.measures:
        return "count" in units
    if Want.DEADLINE in ask.wants and not ask.wants & {Want.AMOUNT, Want.RATIO}:
        return bool(units & {"date", "moment"})
    return True


def _backwards(rule: Rule, goals: frozenset[Goal], known: Collection[str]) -> bool:
    """Whether the question is asked the other way round, so that the rule needs no sum to begin with."""
    limits = {Goal.LEFT, Goal.NEEDED, Goal.MONTHS} if "cap" in rule.parameters and "paid" in rule.inputs else set()
    if "cap" in rule.parameters and goals & {Goal.TOTAL, Goal.DIFFERENCE}:
        limits.add(Goal.CAP)
    if "deductible" in rule.parameters and "accrued" in rule.inputs:
        limits.add(Goal.DEDUCTIBLE_LEFT)
    if ("base" in rule.inputs and "credited" in known) or ("self" in rule.results and {"own", "paid"} & set(known)):
        limits.add(Goal.BACKWARDS)
    return bool(limits & goals)


def _likeness(ask: Ask, profile: str, rarity: Callable[[str], float]) -> float:
    """The share of the ask's content words, by their weight, that the rule's own text holds."""
    total = met = 0.0
    for term in terms_of(ask):
        weight = term.weight * rarity(term.word) * (0.5 if term.demand is Demand.TALK else 1)
        total += weight
        if any(word in profile for word in (term.word, *term.alike)):
            met += weight
    return met / total if total else 0.0
