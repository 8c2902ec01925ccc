"""compute: where a rule applies to an ask, its ledger, or the one fact that is still missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assistant.reply import Clarify, Option
from assistant.turn import Turn, Verdict, Work
from assistant.understanding.casework import SOMEBODY, Bill, Casework, names_a_place, read_casework
from assistant.understanding.goals import Goal, goals
from assistant.understanding.reckoning import work_out
from assistant.understanding.rule_choice import best_rule, fitting
from assistant.understanding.rule_facts import main_sum, rule_facts
from assistant.wording import options, say
from knowledge.benefit import (
    Calculation,
    FactError,
    Missing,
    Rule,
    Way,
    against,
    calculate,
    combine,
    days_until,
    left_of,
    limit_of,
    needed,
    relevant_facts,
    takes_visits,
)
from knowledge.clause import Facets
from knowledge.facets import recognise
from knowledge.search import Retriever
from knowledge.wants import Want, is_question

# A wish to know what comes of a bill; without it a sum is told beside a question about the policy.
_OF_A_BILL = re.compile(
    r"报|返|赔|补|自己.{0,4}(?:掏|出|付|负担|拿|贴)|自付|自掏|个付|个人.{0,2}(?:负担|支付|承担|付)|统筹|给多少|算|划|进|打|分|掏|贴"
)
_FIGURES = frozenset({Want.AMOUNT, Want.YES_NO, Want.RATIO, Want.COUNT, Want.DEADLINE})
_OTHER, _COUNTED = frozenset({Want.PHONE, Want.DOCUMENT}), frozenset({Want.COUNT, Want.DEADLINE})
_STILL = re.compile(r"还是(?=那|这|在|去|同|上)")
_MANY = re.compile(r"多少|几个|好多|几多|最晚|最迟|到期|哪个月|哪天|什么时候|几号|几时")
# Asked the other way round in ways that no formula is turned round for.
_OVER_FIGURES = re.compile(r"占比|占[^，,。？?]{0,12}(?:多少|好多|百分|几成|比)|人均|平均(?!养老金|水平)|几倍|多少倍")
_COMPARED = re.compile(r"还是|分别|各|同样|一样|相比|[和跟与]")
_UNHANDLED = re.compile(
    r"第几个月|几个月(?:能|就|才|会)?(?:用完|用光|到顶|封顶)|(?:那|这)一?块(?:是|有)\d|倒着算|倒过来算"
    r"|(?:门诊|住院)(?:统筹)?(?:基金)?(?:那|这)?(?:一?块)?(?:分到|分得|分了|是|有)[^，,多几]{0,3}\d"
)
_SEVERAL = re.compile(
    r"又|再|第[二三四]|[回次趟]|\d+月|[一二三四五六七八九十]月|另外|还有|后来|然后|加|和|跟|、|一个是|一笔|先|分别|各|两|俩|三"
)
_MET = re.compile(r"(?<!去年)(?:起付线?|门槛费?|七付线)[^，,。？?没未]{0,4}(?:扣过|扣完|扣了|够了|过了|满了|用完)")
_LAST_YEAR = re.compile(r"去年|上年|前年")
_OF_BILLS = ("care", "tier")
_CASE_FACTS = ("insured", "status", "tier", "care")


@dataclass(frozen=True, slots=True)
class _Case:
    """One person's bills (or one way of two) to be calculated: whose, what is known of it alone, its sums."""

    label: str
    known: dict[str, str]
    bills: tuple[Bill, ...]


def compute(turn: Turn, retriever: Retriever) -> None:
    """Fill rule, calculation or missing of every work that a rule answers."""
    for work in turn.works:
        _Reckoner(turn, work, retriever).run()
        if work.rule is None and work.missing is None:
            work_out(work, turn.heard)
        if work.calculation is not None:
            _same_before(turn, work)
    _across(turn)


def _same_before(turn: Turn, work: Work) -> None:
    """Two asks of one bill (报多少，自己掏多少) are answered by one calculation, which is told once."""
    before = next(w for w in turn.works if w.calculation == work.calculation)
    if before is not work:
        work.told_before = True
        before.goals |= work.goals


def _across(turn: Turn) -> None:
    """Where one bill was calculated for several times or places and the difference is wanted: that, too."""
    sides = [work for work in turn.works if work.side and work.calculation and work.calculation.outcome == "complete"]
    if len(sides) == 2 and any(Goal.DIFFERENCE in work.goals for work in sides):
        apart = combine([(work.side, work.calculation) for work in sides if work.calculation], "difference")
        turn.across = apart if apart.results else None


class _Reckoner:
    """One work on its way from words to a calculation."""

    def __init__(self, turn: Turn, work: Work, retriever: Retriever) -> None:
        self.turn, self.work, self.retriever = turn, work, retriever
        own = work.ask.text if read_casework(work.ask.text).bills else turn.heard
        # Who is who may have been said before the sums were.
        before = turn.state.ask if turn.continues and turn.state.ask and not turn.state.bills else ""
        self.told = read_casework(f"{before}，{own}" if before else own)
        self.text = work.ask.whole
        self.goals = goals(work.ask.text) or (goals(work.ask.context) if self._states() else frozenset())
        if not self.told.several:
            self.goals -= {Goal.CAP}  # one limit stands in its clause

    def run(self) -> None:
        """Fill the work; a work that no rule answers stays as it was."""
        wants = self.work.ask.wants
        asks = wants & _FIGURES or self.goals or self._of_a_bill() or _MANY.search(self.work.ask.text)
        if (wants & _OTHER and not wants & _COUNTED) or not asks:
            return
        if _UNHANDLED.search(self.work.ask.text) or _OVER_FIGURES.search(self.work.ask.text):
            return
        if self.told.negative and self._of_a_bill():
            self.work.missing = Clarify(slot="amount", question=say("negative_amount"))
            return
        cases = self._cases()
        if len(self.told.bills) > len({bill.who for bill in self.told.bills}) and not _SEVERAL.search(self.turn.heard):
            self.work.missing = Clarify(slot="amount", question=say("one_bill"))  # which of them is the bill?
            return
        done: list[tuple[str, Calculation]] = []
        unheld: list[str] = []
        for case in cases:
            rule = self._rule(case)
            if rule is None:
                unheld.append(case.label)
                continue
            self.work.rule = self.work.rule or rule
            for one in _one_by_one(rule, case):
                calculation = self._calculate(rule, one)
                if calculation is None:
                    return
                done.append((one.label, calculation))
        if done and self.work.verdict is Verdict.FULL and done[0][1].outcome == "not_in_force":
            self.work.rule = None  # a clause answers for the day; the rule was of another thing
        elif done:
            self._tell(done, unheld, cases)

    def _states(self) -> bool:
        """Whether nothing is asked in so many words (还是那个医院 asks nothing)."""
        return not is_question(_STILL.sub("", self.work.ask.text))

    def _of_a_bill(self) -> bool:
        """Whether the wish is to know what comes of a sum; a sum told without a question is told for that."""
        return bool(_OF_A_BILL.search(self.text)) or self._states()

    def _cases(self) -> list[_Case]:
        """Each person with their bills; one sum of which two things are said is two cases."""
        bills = _carried(self.turn, self.told)
        self.turn.bills = bills
        several = self.told.several
        compared = (
            self.goals & {Goal.DIFFERENCE, Goal.TOTAL, Goal.CAP} or self.told.couple or _COMPARED.search(self.text)
        )
        if len(bills) <= 1 and several and compared and (bills or Goal.CAP in self.goals):
            facet, values = next(iter(several.items()))
            labels = dict(options(facet))
            return [_Case(labels[v], {**self.told.shared, facet: v}, bills) for v in values]
        # One person's bills of one kind of care are one case: what accrues over the year, accrues there.
        kinds = list(dict.fromkeys((bill.who, bill.facts.get("care", "")) for bill in bills)) or [("", "")]
        cares = dict(options("care"))
        cases = []
        for who, care in kinds:
            own = tuple(bill for bill in bills if (bill.who, bill.facts.get("care", "")) == (who, care))
            several_cares = len({kind for person, kind in kinds if person == who}) > 1
            label = (who or "本人") + (f"（{cares[care]}）" if several_cares and care in cares else "")
            cases.append(_Case(label, {**self.told.shared, **_facts_of(own)}, own))
        return cases

    def _rule(self, case: _Case) -> Rule | None:
        facets = self._facets(case)
        generation = self.retriever.generation
        pointed = frozenset(self.turn.pointed)
        rules = fitting(generation.rules.values(), self.work.region, pointed, facets)
        if case.bills and not (self.goals or self._of_a_bill()):
            return None
        return best_rule(
            rules,
            self.work.ask,
            lambda rule: self._facts(rule, case),
            lambda rule: generation.profiles[rule.id],
            self.retriever.rarity,
            self.goals,
            known={*self.told.other, *self.turn.slots},
        )

    def _facets(self, case: _Case) -> Facets:
        """What is said of the case: its own words, those of the ask, and of the whole message where these are silent."""
        own, around = self.work.ask.facets.sets(), recognise(self.turn.heard).sets()
        # A bill told in a talk about something is a bill of that.
        before = recognise(self.turn.state.ask or "").sets() if case.bills else Facets().sets()
        return _overridden(Facets.model_validate({n: own[n] or around[n] or before[n] for n in own}), case.known)

    def _facts(self, rule: Rule, case: _Case) -> dict[str, str]:
        sums = {**self.told.other}
        if case.bills:
            last = case.bills[-1]
            sums[last.role] = last.facts[last.role]
        sums |= self.turn.facts
        slots = {**self.turn.slots, **case.known, **self.turn.facts}
        day = self.turn.day
        # What the ask says itself goes before what it leans on.
        texts = (self.turn.heard, self.text, self.work.ask.text)
        return {name: fact for text in texts for name, fact in rule_facts(rule, text, slots, sums, day).items()}

    def _calculate(self, rule: Rule, case: _Case) -> Calculation | None:
        """The calculation of one case; None where something is missing, which the work then asks for."""
        self.work.missing = self._unsettled(rule, case)
        if self.work.missing is not None:
            return None
        facts = self._with_bills(rule, case, self._facts(rule, case))
        try:
            calculation = self._asked(rule, facts, self._day(rule))
        except FactError as error:
            if error.name in self.turn.facts:
                raise  # a choice on screen is refused; what was said is asked again
            self.work.missing = Clarify(slot=error.name, question=str(error))
            return None
        if calculation.missing is not None:
            if calculation.missing.name == "average" and "pension" in self.told.other:
                self.work.rule, self.work.caution = None, rule.gap or ""  # nobody on the phone knows that average
            else:
                self.work.missing = _clarify(calculation.missing)
            return None
        if calculation.outcome == "complete" and not calculation.clauses:
            self.work.rule = None  # nothing of the policy is in it
            return None
        others = () if "cases" in rule.inputs else (self.work.days.first, self.work.days.last)
        if any(self._otherwise(rule, facts, day, calculation) for day in others):
            self.work.missing = Clarify(slot="day", question=say("which_day"))
            return None
        return calculation

    def _with_bills(self, rule: Rule, case: _Case, facts: dict[str, str]) -> dict[str, object]:
        """The facts with every bill of the case: as visits where the rule takes them in their order."""
        known: dict[str, object] = dict(facts)
        open_ = "deductible" in rule.parameters and "accrued" in rule.inputs and not {"accrued", "paid"} & set(facts)
        if open_ and _MET.search(self.turn.heard) and not _LAST_YEAR.search(self.turn.heard):
            met = limit_of(rule, "deductible", facts, self.work.days.day)
            known |= {"accrued": met} if isinstance(met, Decimal) else {}
        if len(case.bills) > 1 and takes_visits(rule):
            main = main_sum(rule)
            assert main is not None, "a rule that takes visits has a bill"
            own = [name for name in ("tier",) if name in rule.inputs]
            known["visits"] = [
                {main: bill.facts[bill.role], **{name: bill.facts[name] for name in own if name in bill.facts}}
                for bill in case.bills
            ]
            known.pop(main, None)
            if all("tier" in bill.facts for bill in case.bills):
                known.pop("tier", None)
        return known

    def _asked(self, rule: Rule, facts: Mapping[str, object], day: date) -> Calculation:
        """What the question asks of the rule: what comes of the bill, or the other way round."""
        main = main_sum(rule)
        if Goal.NEEDED in self.goals and "cap" in rule.parameters and main is not None:
            rest = {name: fact for name, fact in facts.items() if name != main}
            limit = left_of(rule, "cap", "paid" if "paid" in rule.inputs else None, rest, day)
            if limit.result is None:
                return limit
            assert isinstance(limit.result.value, Decimal), "a limit is a sum"
            found = needed(rule, rest, day, unknown=main, result="fund", target=limit.result.value)
            return found or limit
        if Goal.BACKWARDS in self.goals and "credited" in self.told.other and "base" in rule.inputs:
            target = Decimal(self.told.other["credited"])
            found = needed(rule, facts, day, unknown="base", result="monthly", target=target)
            if found is not None:
                return found
        if Goal.BACKWARDS in self.goals and "own" in self.told.other and main is not None and "self" in rule.results:
            target = Decimal(self.told.other["own"])
            found = needed(rule, facts, day, unknown=main, result="self", target=target)
            if found is not None:
                return found
        has_bill = main is not None and (main in facts or "visits" in facts)
        if Goal.DEDUCTIBLE_LEFT in self.goals and {"deductible", "accrued"} <= {*rule.parameters, *rule.inputs}:
            spent = sum((Decimal(bill.facts[bill.role]) for bill in self.turn.bills), Decimal(0))
            so_far = Decimal(str(facts.get("accrued", 0))) + spent
            return left_of(rule, "deductible", "accrued", {**facts, "accrued": so_far}, day)
        if Goal.CAP in self.goals and not has_bill and set(rule.parameters["cap"].by) <= set(self.told.several):
            return left_of(rule, "cap", None, facts, day)
        if Goal.LEFT in self.goals and not has_bill and "cap" in rule.parameters and "paid" in rule.inputs:
            return left_of(rule, "cap", "paid", facts, day)
        return calculate(rule, relevant_facts(rule, facts), day)

    def _unsettled(self, rule: Rule, case: _Case) -> Clarify | None:
        """The first facet that decides whether the rule applies and that nobody has named yet.

        Only a bill can belong to several rules; and where all rules of the place are for one kind of insured,
        that kind is meant.
        """
        if main_sum(rule) is None:
            return None
        said = self._facets(case).sets()
        here = fitting(self.retriever.generation.rules.values(), self.work.region, frozenset(), Facets())
        for name, values in rule.applies.sets().items():
            others = {value for other in here for value in other.applies.sets()[name]}
            if values and not said[name] and name in ("insured", "care") and others - values:
                choices = tuple(Option(label=label, value=value) for value, label in options(name))
                return Clarify(slot=name, question=say(f"ask_{name}"), options=choices)
        return None

    def _otherwise(self, rule: Rule, facts: Mapping[str, object], day: date, calculation: Calculation) -> bool:
        """Whether the same case has another outcome on this day: then the year alone does not say what is meant."""
        other = self._asked(rule, facts, day)
        now = self.work.days.first <= self.turn.day <= self.work.days.last
        if other.outcome == "not_in_force" and (now or self._since_published(rule)):
            return False  # what holds today is meant; and nobody knows how long before its publication it held
        return (other.outcome, other.results) != (calculation.outcome, calculation.results)

    def _day(self, rule: Rule) -> date:
        """The day whose policy applies; the months that cases are counted of (上半年报了48260人次) are not meant."""
        return self.turn.day if "cases" in rule.inputs else self.work.days.day

    def _since_published(self, rule: Rule) -> bool:
        store = self.retriever.generation.store
        clauses = (clause for clause in map(store.get, rule.clauses) if clause)
        return any(store.headers[clause.document_id].counts_from_published(clause) for clause in clauses)

    def _way(self, cases: int) -> Way | None:
        """How several calculations are put together; sums of one person that follow one another are not added up."""
        if Goal.DIFFERENCE in self.goals and Goal.TOTAL not in self.goals:
            return "difference"
        several_ways = bool(self.told.several)  # two ways of one bill are no sum
        return "total" if cases > 1 and (Goal.TOTAL in self.goals or not several_ways) else None

    def _tell(self, done: Sequence[tuple[str, Calculation]], unheld: Sequence[str], cases: Sequence[_Case]) -> None:
        """Put what was calculated together as it was asked for."""
        work = self.work
        work.goals, work.unheld = self.goals, tuple(unheld)
        complete = all(part.outcome == "complete" for _, part in done)
        way = self._way(len(cases))
        if len(done) > 1 and complete and way is not None:
            together = combine(done, way)
            if together.results:
                work.calculation, work.parts = together, tuple(done)
                return
        calculation = done[0][1]
        if calculation.outcome == "complete":
            if Goal.DAYS_LEFT in self.goals:
                calculation = days_until(calculation, self.turn.day, say("label_days_left"))
            if "reported" in self.told.other and any(r.name == "fund" for r in calculation.results):
                said = Decimal(self.told.other["reported"])
                calculation = against(calculation, "fund", said, say("label_apart_from_paid"))
            if "balance" in self.told.other and any(r.name == "self" for r in calculation.results):
                said = Decimal(self.told.other["balance"])
                calculation = against(calculation, "self", said, say("label_apart_from_balance"))
        work.calculation = calculation
        work.parts = tuple(done) if len(done) > 1 else ()


def _one_by_one(rule: Rule, case: _Case) -> list[_Case]:
    """The case, or a case for each of its bills where the rule does not take them as visits of one year."""
    if len(case.bills) < 2 or takes_visits(rule):
        return [case]
    labels = (f"{case.label}（{bill.facts[bill.role]}元）" for bill in case.bills)
    return [replace(case, label=label, bills=(bill,)) for label, bill in zip(labels, case.bills, strict=True)]


def _facts_of(bills: tuple[Bill, ...]) -> dict[str, str]:
    return {name: bill.facts[name] for bill in bills for name in _CASE_FACTS if name in bill.facts}


def _overridden(facets: Facets, known: Mapping[str, str]) -> Facets:
    sets = facets.sets()
    for name in _CASE_FACTS:
        if name in known:
            sets[name] = frozenset({known[name]})
    if sets["status"] and not sets["insured"]:
        sets["insured"] = frozenset({"employee"})
    if sets["tier"] == {"pharmacy"} and not sets["care"]:
        sets["care"] = frozenset({"outpatient"})  # nobody stays overnight in a pharmacy
    return Facets.model_validate(sets)


_MORE = re.compile(r"再|又|另外|还有|第[二三四]|后来|然后|加上|也(?:是|花|看|上班)|那我|调")
_CORRECTED = re.compile(r"不是|看错|说错|不对|错了|搞错|记错")


def _carried(turn: Turn, told: Casework) -> tuple[Bill, ...]:
    """The bills of this message behind those of the turn before, where it goes on with them."""
    before = turn.state.bills if turn.continues else ()
    earlier = tuple(Bill.from_state(bill) for bill in before)
    if earlier:  # whoever and whatever was spoken of is spoken of still
        last = earlier[-1]
        same_place = not names_a_place(turn.heard)
        kept: dict[str, str] = {
            name: last.facts[name] for name in _OF_BILLS if name in last.facts and (same_place or name != "tier")
        }
        # 他 with nobody else named in the message is whoever was spoken of.
        same = ("", SOMEBODY)
        new = (replace(b, who=last.who if b.who in same else b.who, facts={**kept, **b.facts}) for b in told.bills)
        told = replace(told, bills=tuple(new))
    if not told.bills:  # what is said now is said of them
        return tuple(replace(bill, facts={**bill.facts, **told.shared}) for bill in earlier)
    more = _MORE.search(turn.heard) and not _CORRECTED.search(turn.heard)
    again = {bill.facts[bill.role] for bill in earlier} & {bill.facts[bill.role] for bill in told.bills}
    return (*earlier, *told.bills) if more and not again else told.bills


def _clarify(missing: Missing) -> Clarify:
    choices = tuple(Option(label=o.label, value=o.value) for o in missing.options)
    return Clarify(slot=missing.name, question=missing.question, options=choices)
