"""What a rule file holds: dated parameters with their sources, inputs with their questions, examples.

The models close their keys and make `Decimal` and `date` out of text. What binds several keys
together (full tables, rising dates, what the formula reads) is in `consistency.py`, what binds a value
to its clause in `evidence.py`; `loader.py` runs all three. Python holds the formula; a rule file has
no expression language.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from knowledge.benefit.figure import NONE, Figure, Unit, read_figure
from knowledge.benefit.moments import YEARS, When, is_when, read_when
from knowledge.clause import CLAUSE_ID, Facets

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Place = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Key = tuple[str, ...]
UNPLACED = "000000"
"""Begins the id of a rule whose source names no place."""
OTHERWISE = "_otherwise"
"""Ends the name under which an example states a result's second reading."""


def _day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"“{value[:40]}”不是日期；请写成 2023-01-31 的形式")
    if isinstance(value, str) and int(value[:4]) not in YEARS:
        raise ValueError(f"“{value}”的年份须在{YEARS[0]}到{YEARS[-1]}之间；没有最后一天就不写 to")
    return value


def _line(value: object) -> object:
    """Text for people stands in one line, so that whatever quotes it stays one."""
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and len(text.splitlines()) > 1:
        raise ValueError("请写在一行里")
    return text


def _figure(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("请写一个数")
    return read_figure(value)


def _expected(value: object) -> object:
    """A result of an example: a number, a day or a moment."""
    if isinstance(value, str) and re.match(r"[0-9]{4}-", value):
        return read_when(value, "moment" if ":" in value else "date")
    return _figure(value)


def _pattern(word: str) -> str:
    """A way of saying as a regular expression: `…` stands for a few characters."""
    return word.replace("…", ".{0,8}")


def _no_place(value: object) -> object:
    return None if value in ("null", "~", "") else value


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=2000), BeforeValidator(_line)]
Quote = Annotated[str, Field(min_length=1, max_length=2000)]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[Figure, BeforeValidator(_figure)]
Expected = Annotated[datetime | date | Figure, BeforeValidator(_expected)]
Quotes = Annotated[tuple[Quote, ...], BeforeValidator(_listed), Field(min_length=1)]


class Closed(BaseModel):
    """Base of the file's models: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DatedValue(Closed):
    """A parameter's values from one day on, with the words they were read from.

    The file gives exactly one of `value` (a number), `table` (nested by the parameter's `by`) and
    `derived` (as either, but each leaf `{operands, sum, clauses?}`); here all three are `figures`,
    option values → figure, the empty key where the parameter depends on nothing. `to` is inclusive.
    """

    from_: Day = Field(alias="from")
    to: Day | None = None
    clause: Annotated[str, Field(pattern=rf"^{CLAUSE_ID}$")]
    quote: Quotes
    figures: Mapping[Key, Figure]

    @model_validator(mode="before")
    @classmethod
    def _one_form(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        if "figures" in data:
            raise ValueError("不认识的键 figures；数值请写在 value、table 或 derived 里")
        forms = [form for form in ("value", "table", "derived") if form in data]
        if len(forms) != 1:
            raise ValueError("value、table、derived 三者须写一个，也只能写一个")
        rest = {key: value for key, value in data.items() if key != forms[0]}
        return {**rest, "figures": _flatten(data[forms[0]], (), forms[0])}

    def in_force(self, day: date) -> bool:
        """Whether these values hold on `day`."""
        return self.from_ <= day and (self.to is None or day <= self.to)


def _flatten(node: object, key: Key, form: str) -> dict[Key, Figure]:
    """Nested options → figures by option tuple; ValueError names the place in the table."""
    where = ".".join((form, *key))
    if form == "derived" and isinstance(node, dict) and {"operands", "sum"} & set(node):
        return {key: _derived(node, where)}
    if isinstance(node, dict) and form != "value" and node:
        return {k: v for option, child in node.items() for k, v in _flatten(child, (*key, option), form).items()}
    if node == NONE and form == "table" and key:
        return {key: Figure(value=Decimal(0), written=NONE)}
    if isinstance(node, str) and form != "derived" and not (form == "table" and not key):
        try:
            return {key: read_figure(node)}
        except ValueError as error:
            raise ValueError(f"{where}：{error}") from error
    remedy = {"value": "请写一个数", "table": "请按各选项分别写数", "derived": "请写 operands（相加各数）和 sum（和）"}
    raise ValueError(f"{where}：{remedy[form]}")


def _derived(node: dict[str, object], where: str) -> Figure:
    unknown = sorted(set(node) - {"operands", "sum", "clauses"})
    if unknown:
        raise ValueError(f"{where}.{unknown[0]}：不认识的键；可用：operands、sum、clauses")
    operands, total, clauses = node.get("operands"), node.get("sum"), _listed(node.get("clauses", ()))
    if not isinstance(operands, list) or len(operands) < 2 or not all(isinstance(x, str) for x in operands):
        raise ValueError(f"{where}.operands：请列出相加的数（至少两个，减去的写负数）")
    if not isinstance(total, str):
        raise ValueError(f"{where}.sum：请写各数之和")
    if not isinstance(clauses, list | tuple) or not all(re.fullmatch(CLAUSE_ID, str(c)) for c in clauses):
        raise ValueError(f"{where}.clauses：请列出条款编号")
    try:
        parts, result = tuple(read_figure(x) for x in operands), read_figure(total)
    except ValueError as error:
        raise ValueError(f"{where}：{error}") from error
    if sum((part.value for part in parts), Decimal(0)) != result.value:
        raise ValueError(f"{where}：{' + '.join(p.written for p in parts)} 不等于 {result.written}；请核对")
    return Figure(value=result.value, written=result.written, operands=parts, clauses=tuple(clauses))


class Parameter(Closed):
    """One dated quantity of the policy; `by` names the inputs (or the bands) that decide its value."""

    label: Text
    unit: Unit
    by: tuple[Name, ...] = ()
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]

    def on(self, day: date) -> DatedValue | None:
        """The values in force on `day`, or None: the nearest ones are never used instead."""
        return next((value for value in reversed(self.values) if value.in_force(day)), None)


class Range(Closed):
    """Inclusive bounds of an input."""

    min: Number | None = None
    max: Number | None = None


class Input(Closed):
    """A fact of the case: a choice (`options` value → label), a quantity or a day (`unit`).

    An input with a `default` may be assumed; `assumption` is then the sentence that says so. `said`: how
    people say an option beside its label, as regular expressions; `…` stands for a few characters
    (没…备案). Of several options said the one listed first is meant.
    """

    label: Text
    ask: Text
    options: Mapping[Name, Text] = Field(default_factory=dict)
    said: Mapping[Name, Quotes] = Field(default_factory=dict)
    unit: Literal[Unit, When] | None = None
    range: Range = Range()
    default: Number | None = None
    assumption: Text | None = None

    def option_said(self, text: str) -> str | None:
        """The option that the text names, by its words or its label; None where it names none."""
        return next(iter(self.options_said(text)), None)

    def options_said(self, text: str) -> list[str]:
        """Every option that the text names, in the order of `said`, labels last."""
        said = [o for o, words in self.said.items() if any(re.search(_pattern(w), text) for w in words)]
        return list(dict.fromkeys([*said, *(option for option, label in self.options.items() if label in text)]))

    @model_validator(mode="after")
    def _choice_or_quantity(self) -> Input:
        if bool(self.options) == (self.unit is not None):
            raise ValueError("options（选项）和 unit（单位）须写一个，也只能写一个")
        if self.options and (self.default is not None or self.range != Range()):
            raise ValueError("选择项不能有 default 或 range；不知道就要问")
        if is_when(self.unit) and (self.default is not None or self.range != Range()):
            raise ValueError("日期不能有 default 或 range；不知道就要问")
        if unknown := next((option for option in self.said if option not in self.options), None):
            raise ValueError(f"said 里的“{unknown}”不是选项；可用：{'、'.join(self.options) or '（没有选项）'}")
        for words in self.said.values():
            for word in words:
                try:
                    re.compile(_pattern(word))
                except (re.error, OverflowError, RecursionError):
                    raise ValueError(f"said 里的“{word}”不合写法；请核对括号") from None
        if (self.default is None) != (self.assumption is None):
            raise ValueError("default 和 assumption（说明这一假设的话）须同时写")
        return self


class Expectation(Closed):
    """What an example must come to: result values, or an `outcome`, a `missing` input or a `refused` one."""

    values: Mapping[Name, Expected] = Field(default_factory=dict)
    outcome: Literal["not_in_force"] | None = None
    missing: Name | None = None
    refused: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _results_beside(cls, data: Any) -> Any:
        """The file names results directly: `expect: {fund: 700}`."""
        if not isinstance(data, dict):
            return data
        own = {"outcome", "missing", "refused"}
        return {"values": {k: v for k, v in data.items() if k not in own}, **{k: data[k] for k in own & set(data)}}

    @model_validator(mode="after")
    def _one(self) -> Expectation:
        if sum(map(bool, (self.values, self.outcome, self.missing, self.refused))) != 1:
            raise ValueError("请写期望的结果数值，或 outcome、missing、refused 之一")
        return self


class Example(Closed):
    """A worked case. `day` is the day it is calculated for, by default the rule's `checked`."""

    name: Text
    day: Day | None = None
    case: Mapping[Name, Any]
    expect: Expectation


class Rule(Closed):
    """One benefit: its place, whom and what it applies to, its formula, and everything the formula reads.

    `region` is null where the source names no place. `bands` are the steps of a banded rate, dimension →
    {name: label}, rising. `gap` says what the sources do not hold, wherever a result stays a limit or a part.
    """

    id: Annotated[str, Field(pattern=r"^[0-9]{6}\.[a-z][a-z0-9-]*$")]
    title: Text
    region: Annotated[Place | None, BeforeValidator(_no_place)]
    formula: Name
    applies: Facets
    period: Literal["calendar_year", "visit"]
    checked: Day
    gap: Text | None = None
    bands: Mapping[Name, Annotated[Mapping[Name, Text], Field(min_length=1)]] = Field(default_factory=dict)
    parameters: Annotated[Mapping[Name, Parameter], Field(min_length=1)]
    inputs: Mapping[Name, Input]
    results: Annotated[Mapping[Name, Text], Field(min_length=1)]
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]

    @field_validator("examples")
    @classmethod
    def _distinct(cls, examples: tuple[Example, ...]) -> tuple[Example, ...]:
        names = [example.name for example in examples]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"例子名“{twice}”重复；请换一个")
        return examples

    def options(self, name: str) -> Mapping[str, Text]:
        """What decides a parameter's value under this name: the options of an input, or bands; else nothing."""
        return self.bands.get(name) or (self.inputs[name].options if name in self.inputs else {})

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all that the file says: changed content, changed digest."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def __copy__(self) -> Rule:
        """A copy that works its digest out anew: `model_copy` changes fields of it."""
        copied = super().__copy__()
        copied.__dict__.pop("digest", None)
        return copied

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids of all clauses that the rule rests on, in the file's order, each once."""
        found: dict[str, None] = {}
        for parameter in self.parameters.values():
            for value in parameter.values:
                found[value.clause] = None
                found.update(dict.fromkeys(c for figure in value.figures.values() for c in figure.clauses))
        return tuple(found)
