"""One calculation: a rule, the facts of a case and a day → the ledger, or what is missing.

`calculate` never guesses: on a day without parameters the outcome is `not_in_force`, with a fact
missing it is `missing` and names the next question. Visits may be given as a list (`visits`, in
order): each starts from what the ones before it left, so the sums are those of one long year. A
`year` other than the day's own moves the day into that year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.benefit.case import Case, FactError, MissingFact, read_case, refuse_unknown, short
from knowledge.benefit.figure import Unit, show_computed
from knowledge.benefit.formulas import FORMULAS, Formula, Outcome, ResultUnit, Value
from knowledge.benefit.ledger import Exact, Ledger, Line, exact
from knowledge.benefit.moments import When, is_when, show_when
from knowledge.benefit.parameters import Parameters, Reading
from knowledge.benefit.rule import Input, Rule

VISITS, YEAR = "visits", "year"
MOST_VISITS = 366


class Option(BaseModel):
    """One answer to a question: what a person reads, and the input's value."""

    model_config = ConfigDict(frozen=True)

    label: str
    value: str


class Missing(BaseModel):
    """The next fact to ask for; `options` is empty where a quantity (in `unit`) is wanted."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    question: str
    options: tuple[Option, ...] = ()
    unit: Unit | When | None = None
    visit: int | None = None


ResultType = Literal["amount", "ratio", "count", "date", "range", "alternatives"]


class Result(BaseModel):
    """One result; `type` as in a Reply's `calculations`, `text` with its unit.

    Of a `range` the value is the lower end and `upper` the upper one; of `alternatives` it is the first
    reading, and `otherwise` the second with its text.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    type: ResultType
    label: str
    value: Exact | datetime | date
    unit: ResultUnit
    text: str
    upper: Exact | None = None
    otherwise: Result | None = None


class Calculation(BaseModel):
    """What came of it.

    `complete`: `results` (`result` is the first), `lines`, `assumptions`, and in `gaps` what the sources leave open.
    `missing`: `missing`. `not_in_force`: `message`, one Chinese sentence. `case` is what was given,
    read and as text; with `rule_digest` and the clauses' digests it makes the calculation repeatable.
    """

    model_config = ConfigDict(frozen=True)

    rule_id: str
    rule_digest: str
    title: str
    day: date
    outcome: Literal["complete", "missing", "not_in_force"]
    results: tuple[Result, ...] = ()
    lines: tuple[Line, ...] = ()
    assumptions: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    missing: Missing | None = None
    message: str = ""
    case: Mapping[str, Any] = Field(default_factory=dict)

    @property
    def result(self) -> Result | None:
        """The main result, or None where there is none."""
        return self.results[0] if self.results else None

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids of the clauses that the lines rest on, in order, each once."""
        return tuple(dict.fromkeys(clause for line in self.lines for clause in line.clauses))


def calculate(rule: Rule, facts: Mapping[str, object], day: date, *, assume: bool = True) -> Calculation:
    """Calculate `rule` for the facts (vocabulary of the rule's inputs, `visits`, `year`) as of `day`.

    With `assume` the rule's defaults stand in for what was not said, and `assumptions` says so;
    without, they are asked for. CalculationError: a fact that cannot be used, in one Chinese line.
    """
    formula = FORMULAS[rule.formula]
    asked, day = day, _day_in_year(facts.get(YEAR), day)
    visits = _visits(rule, formula, {name: fact for name, fact in facts.items() if name != YEAR})
    refused_on = not_in_force(rule, day)
    if refused_on:
        return ended(rule, day, "not_in_force", message=refused_on)
    with exact():
        found, read_twice = _year(rule, formula, visits, day, assume, "points")
        if read_twice:
            found = _beside(found, _year(rule, formula, visits, day, assume, "relative")[0])
    if day == asked or found.outcome != "complete":
        return found
    return found.model_copy(update={"assumptions": (*found.assumptions, f"按{day.isoformat()}执行的标准计算")})


def _year(
    rule: Rule, formula: Formula, visits: Sequence[Mapping[str, object]], day: date, assume: bool, reading: Reading
) -> tuple[Calculation, bool]:
    """Run the visits one after the other, each on what the ones before it left; whether another reading is possible."""
    carry: dict[str, Decimal] = {}
    totals: dict[str, Value] = {}
    otherwise: dict[str, Decimal] = {}
    upper: dict[str, Decimal] = {}
    lines: list[Line] = []
    assumptions: dict[str, None] = {}
    gaps: tuple[str, ...] = ()
    cases: list[Case] = []
    measure, read_twice = "", False
    for number, visit in enumerate(visits, 1):
        position = number if len(visits) > 1 else None
        case = read_case(
            rule, {**visit, **carry}, assume=assume, carried=frozenset(carry), followed=number < len(visits)
        )
        cases.append(case)
        ledger = Ledger(position)
        try:
            _ask(rule, formula, case)
            outcome = formula.run(Parameters(rule, day, case, reading), case, ledger)
        except MissingFact as missing:
            wanted = question(missing.name, rule.inputs[missing.name], position)
            return ended(rule, day, "missing", missing=wanted, case=_as_facts(formula, cases)), False
        lines += [*_given(rule, case, outcome, position), *ledger.lines]
        assumptions.update(dict.fromkeys(_assumed(rule, case, outcome)))
        carry = outcome.carry
        for name, value in outcome.results.items():
            before = totals.get(name)
            totals[name] = before + value if isinstance(before, Decimal) and isinstance(value, Decimal) else value
        otherwise, upper, measure = outcome.otherwise, outcome.upper, outcome.measure
        read_twice = read_twice or outcome.read_twice
        gaps = (rule.gap,) if outcome.open and rule.gap else gaps
    results = (_result(rule, formula, name, value, upper.get(name), measure) for name, value in totals.items())
    done = ended(
        rule,
        day,
        "complete",
        results=tuple(
            _two_ways(result, otherwise[result.name]) if result.name in otherwise else result for result in results
        ),
        lines=tuple(lines),
        assumptions=tuple(assumptions),
        gaps=gaps,
        case=_as_facts(formula, cases),
    )
    return done, read_twice


def _beside(first: Calculation, second: Calculation) -> Calculation:
    """The first reading of a changed ratio with the results of the second beside it, where they differ."""
    pairs = zip(first.results, second.results, strict=True)
    results = tuple(_two_ways(one, other.value) for one, other in pairs)
    if results == first.results:
        return first
    said = "、".join(f"{one.label}{one.otherwise.text}" for one in results if one.otherwise)
    sentence = f"比例的升降按百分点计算；如果是按原比例的相应份额升降，则{said}"
    return first.model_copy(update={"results": results, "assumptions": (*first.assumptions, sentence)})


def _two_ways(result: Result, value: Value) -> Result:
    """The result with its second reading, where that differs."""
    if value == result.value:
        return result
    other = result.model_copy(update={"value": value, "text": _text(value, result.unit)})
    return result.model_copy(update={"type": "alternatives", "otherwise": other})


def _day_in_year(year: object, day: date) -> date:
    """`day` where it lies in the year named (or none is); else the year's day nearest to it."""
    if year is None:
        return day
    text = unicodedata.normalize("NFKC", year[:80]).strip().removesuffix("年") if isinstance(year, str) else ""
    if isinstance(year, int | Decimal) and Decimal(year).is_finite() and year in range(1900, 2200):
        text = str(int(year))
    if not re.fullmatch(r"(?:19|20|21)[0-9]{2}", text):
        raise FactError(YEAR, f"年份 year 不能是“{short(year)}”；请写成 {day.year} 的形式")
    number = int(text)
    if number == day.year:
        return day
    return date(number, 12, 31) if number < day.year else date(number, 1, 1)


def _visits(rule: Rule, formula: Formula, facts: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The facts visit by visit; without `visits` the one visit that the facts are."""
    listed = facts.get(VISITS)
    if listed is None:
        return [{name: fact for name, fact in facts.items() if name != VISITS}]
    own = [name for name in rule.inputs if name in formula.per_visit]
    if not own:
        raise FactError(VISITS, "这项规则一次只算一笔；请不要写 visits")
    if not isinstance(listed, list | tuple) or not 0 < len(listed) <= MOST_VISITS:
        raise FactError(VISITS, f"visits 须是 1 到 {MOST_VISITS} 次就诊的列表，每次写明 {'、'.join(own)}")
    shared = {name: fact for name, fact in facts.items() if name != VISITS and fact is not None}
    double = [name for name in shared if name in own and not rule.inputs[name].options]
    if double:
        raise FactError(double[0], f"已逐次写明 visits，{double[0]} 请写在每一次里")
    visits: list[Mapping[str, object]] = []
    for number, visit in enumerate(listed, 1):
        if not isinstance(visit, Mapping):
            raise FactError(VISITS, f"visits 第{number}次须写成“名称: 值”；可用：{'、'.join(own)}")
        refuse_unknown(visit, own)
        visits.append({**shared, **visit})
    return visits


def not_in_force(rule: Rule, day: date) -> str:
    """Why the rule cannot be used on `day`; empty where it can."""
    for parameter in rule.parameters.values():
        if parameter.on(day):
            continue
        first, last = parameter.values[0].from_, parameter.values[-1].to
        if day < first:
            span = f"本规则所依据的政策自{first.isoformat()}起执行"
        elif last and day > last:
            span = f"本规则所依据的政策执行到{last.isoformat()}为止"
        else:
            span = "本规则在这一天没有依据"
        return f"没有{day.isoformat()}的{parameter.label}：{span}，不能用别的时间的标准代替"
    return ""


def _ask(rule: Rule, formula: Formula, case: Case) -> None:
    """MissingFact for the most telling input not known: the one that decides most parameters first.

    What has no default comes before what could be assumed, and the file's order decides the rest.
    """
    absent = [name for name in rule.inputs if not case.holds(name) and name not in formula.optional]
    if absent:
        weights = {name: sum(name in parameter.by for parameter in rule.parameters.values()) for name in absent}
        raise MissingFact(min(absent, key=lambda name: (rule.inputs[name].default is not None, -weights[name])))


def _given(rule: Rule, case: Case, outcome: Outcome, visit: int | None) -> list[Line]:
    """The amounts of the case as lines, what was assumed among them, except what the formula settled itself."""
    ledger = Ledger(visit)
    for name, item in rule.inputs.items():
        how = "由前一次接续" if name in case.carried else "参保人提供"
        if is_when(item.unit):
            if name in case.moments:
                ledger.told(name, item.label, case.moments[name], item.unit, how)
        elif item.unit and name in case.amounts and name not in outcome.settled:
            if name in case.assumed:
                how = item.assumption or ""
            ledger.given(name, item.label, case.amounts[name], item.unit, how, matters=name not in case.assumed)
    return ledger.lines


def _assumed(rule: Rule, case: Case, outcome: Outcome) -> list[str]:
    stated = [rule.inputs[name].assumption or "" for name in rule.inputs if name in case.assumed - outcome.settled]
    return [*stated, *outcome.assumptions]


def question(name: str, item: Input, visit: int | None = None) -> Missing:
    """The question for an input that is not known."""
    options = tuple(Option(label=label, value=value) for value, label in item.options.items())
    ask = f"第{visit}次：{item.ask}" if visit else item.ask
    return Missing(name=name, label=item.label, question=ask, options=options, unit=item.unit, visit=visit)


_TYPES: dict[ResultUnit, ResultType] = {
    "yuan": "amount",
    "ratio": "ratio",
    "count": "count",
    "date": "date",
    "moment": "date",
}


def _result(rule: Rule, formula: Formula, name: str, value: Value, upper: Decimal | None, measure: str) -> Result:
    unit = formula.results[name]
    text = f"不超过{_text(upper, unit)}" if upper is not None else _text(value, unit)
    text += measure if unit == "count" else ""
    return Result(
        name=name,
        type=_TYPES[unit] if upper is None else "range",
        label=rule.results[name],
        value=value,
        unit=unit,
        text=text,
        upper=upper,
    )


def _text(value: Value, unit: ResultUnit) -> str:
    if isinstance(value, date):
        return show_when(value)
    assert not is_when(unit), "a number has a unit of numbers"
    return show_computed(value, unit)


def _as_facts(formula: Formula, cases: list[Case]) -> dict[str, Any]:
    """The facts as text, in the form in which `calculate` takes them again."""
    first = cases[0].as_facts()
    if len(cases) == 1 and not cases[0].followed:
        return dict(first)
    shared = {name: fact for name, fact in first.items() if name not in formula.per_visit}
    own = [{name: fact for name, fact in case.as_facts().items() if name in formula.per_visit} for case in cases]
    return {**shared, VISITS: own}


def ended(rule: Rule, day: date, outcome: Literal["complete", "missing", "not_in_force"], **fields: Any) -> Calculation:
    """A calculation of this rule with its outcome."""
    return Calculation(
        rule_id=rule.id,
        rule_digest=rule.digest,
        title=rule.title,
        day=day,
        outcome=outcome,
        **fields,
    )
