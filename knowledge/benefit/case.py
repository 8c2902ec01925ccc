"""The facts of one citizen, checked against a rule's inputs.

Facts come from the command line, from JSON or from the assistant's slots: text, whole numbers or
`Decimal`. A float is refused, since it may already have lost a 分. A fact that is not known is absent
(or None); it is never taken as zero unless the rule's own `default` says so, with its sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from knowledge.benefit.figure import UNIT_WORDS, Unit, plain, read_figure, show
from knowledge.benefit.moments import When, is_when, read_when
from knowledge.benefit.rule import Input, Rule
from knowledge.errors import CalculationError

_MEASURE = re.compile(r"(?:个人|人次|家次|人|个|例|份|家|户|件|次)$")
LARGEST = Decimal(1_000_000_000)  # above this an amount is a slip of the keyboard, not a bill


class FactError(CalculationError):
    """A fact that cannot be used; `name` is the input's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class MissingFact(Exception):
    """Raised by a formula that needs an optional input; the engine asks for it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class Case:
    """Facts ready to calculate with: `choices` (option values), `amounts` (in the input's unit), `moments`.

    `measures` are the measure words of counts, as the person said them (人次, 份).
    `assumed` names inputs taken from their default. `asking` is true where the caller wants to be
    asked rather than to assume; `carried` names amounts that an earlier visit of the same list left;
    `followed` is true where a later visit of the list starts from this one.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    moments: Mapping[str, date | datetime] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()
    asking: bool = False
    followed: bool = False

    def amount(self, name: str) -> Decimal:
        """The amount of an input; MissingFact where it is not known."""
        if name not in self.amounts:
            raise MissingFact(name)
        return self.amounts[name]

    def moment(self, name: str) -> date | datetime:
        """The day, moment or month of an input; MissingFact where it is not known."""
        if name not in self.moments:
            raise MissingFact(name)
        return self.moments[name]

    def holds(self, name: str) -> bool:
        """Whether there is a value to calculate with, given or assumed."""
        return name in self.choices or name in self.amounts or name in self.moments

    def known(self, name: str) -> bool:
        """Whether the person gave this input (or an earlier visit left it), rather than a default."""
        return self.holds(name) and name not in self.assumed

    def as_facts(self) -> dict[str, str]:
        """What was given, in the vocabulary of the inputs, as text."""
        numbers = {
            name: plain(value) + self.measures.get(name, "")
            for name, value in self.amounts.items()
            if name not in self.assumed
        }
        return {**self.choices, **numbers, **{name: value.isoformat() for name, value in self.moments.items()}}


def read_case(
    rule: Rule,
    facts: Mapping[str, object],
    *,
    assume: bool,
    carried: frozenset[str] = frozenset(),
    followed: bool = False,
) -> Case:
    """Check the facts against the rule's inputs; FactError (Chinese, one line) says how to mend one.

    With `assume` the defaults of the rule fill what is not given. Unknown names are refused: an
    ignored misspelling would change the result in silence.
    """
    refuse_unknown(facts, rule.inputs)
    choices: dict[str, str] = {}
    amounts: dict[str, Decimal] = {}
    moments: dict[str, date | datetime] = {}
    measures: dict[str, str] = {}
    assumed: set[str] = set()
    for name, item in rule.inputs.items():
        fact = facts.get(name)
        if fact is None:
            if assume and item.default is not None:
                amounts[name] = item.default.value
                assumed.add(name)
        elif item.options:
            choices[name] = _choice(name, item, fact)
        elif is_when(item.unit):
            moments[name] = _moment(name, item.label, fact, item.unit)
        else:
            assert item.unit is not None, "an input is a choice or has a unit"
            if item.unit == "count" and isinstance(fact, str):
                fact, measures[name] = _measured(fact)
            amounts[name] = _amount(name, item, fact, item.unit)
    return Case(choices, amounts, moments, measures, frozenset(assumed), carried, not assume, followed)


def refuse_unknown(facts: Iterable[object], known: Iterable[str]) -> None:
    """FactError for the first name that is not one of `known`."""
    names = list(known)
    for name in facts:
        if name not in names:
            raise FactError(str(name), f"不认识的输入“{short(name)}”；可用：{'、'.join(names)}")


def _choice(name: str, item: Input, fact: object) -> str:
    text = unicodedata.normalize("NFKC", fact).strip() if isinstance(fact, str) else ""
    for value, label in item.options.items():
        if text.lower() == value or text == unicodedata.normalize("NFKC", label):
            return value
    offered = "、".join(f"{value}（{label}）" for value, label in item.options.items())
    raise FactError(name, f"{item.label} {name} 不能是“{short(fact)}”；可选：{offered}")


def _measured(fact: str) -> tuple[str, str]:
    """A count without its measure word, and the word."""
    match = _MEASURE.search(fact)
    return (fact[: match.start()], match[0].removesuffix("个人") or "人") if match else (fact, "")


def _moment(name: str, label: str, fact: object, unit: When) -> date | datetime:
    text = fact.isoformat() if isinstance(fact, date) else fact if isinstance(fact, str) else ""
    try:
        return read_when(text, unit)
    except ValueError as error:
        raise FactError(name, f"{label} {name} 不能是“{short(fact)}”：{error}") from None


def _amount(name: str, item: Input, fact: object, unit: Unit) -> Decimal:
    value = _number(name, item, fact, unit)
    places = len(plain(value).partition(".")[2])
    if value < 0:
        raise FactError(name, f"{item.label} {name} 不能是负数“{short(fact)}”；请写 0 或正数")
    if unit == "yuan" and places > 2:
        raise FactError(name, f"{item.label} {name} “{short(fact)}”小于一分；请最多写两位小数")
    if unit not in ("yuan", "ratio") and places > 0:
        raise FactError(name, f"{item.label} {name} “{short(fact)}”不是整数；请写整数")
    largest = Decimal(1) if unit == "ratio" else LARGEST
    low = item.range.min.value if item.range.min else Decimal(0)
    high = min(item.range.max.value, largest) if item.range.max else largest
    if not low <= value <= high:
        bounds = f"{show(low, unit)}到{show(high, unit)}"
        raise FactError(name, f"{item.label} {name} “{short(fact)}”不在{bounds}之间；请核对")
    return value


def _number(name: str, item: Input, fact: object, unit: Unit) -> Decimal:
    example = _example(unit)
    if isinstance(fact, float):
        raise FactError(name, f'{item.label} {name} 不接受浮点数；请写成文字，例如 "{example}"')
    if isinstance(fact, bool) or not isinstance(fact, str | int | Decimal):
        raise FactError(name, f"{item.label} {name} “{short(fact)}”不是数；请写成 {example} 的形式")
    if isinstance(fact, int) and abs(fact) > LARGEST:
        raise FactError(name, f"{item.label} {name} 超出 {show(LARGEST, 'yuan')}；请核对")
    if isinstance(fact, Decimal) and (not fact.is_finite() or not -30 <= fact.adjusted() <= 30):
        raise FactError(name, f"{item.label} {name} “{short(fact)}”不是可用的数；请写成 {example} 的形式")
    text = unicodedata.normalize("NFKC", format(fact, "f") if isinstance(fact, Decimal) else str(fact)).strip()
    word = UNIT_WORDS[unit]
    text = text.removeprefix("¥").removesuffix(word).strip() if word else text
    try:
        figure = read_figure(text)
    except ValueError:
        raise FactError(name, f"{item.label} {name} “{short(fact)}”不是数；请写成 {example} 的形式") from None
    if figure.written.endswith("%") and unit != "ratio":
        raise FactError(name, f"{item.label} {name} “{short(fact)}”是百分数；请写成 {example} 的形式")
    return figure.value


def _example(unit: Unit) -> str:
    return {"yuan": "1600.50", "ratio": "0.5"}.get(unit, "3")


def short(fact: object) -> str:
    """A fact as it may stand in a one-line message."""
    if isinstance(fact, int) and abs(fact) > LARGEST:  # Python refuses to write out very long integers
        return "过大的数"
    text = re.sub(r"[\s\x00-\x1f\x7f]+", " ", str(fact)[:200])
    return text if len(text) <= 40 else text[:40] + "…"
