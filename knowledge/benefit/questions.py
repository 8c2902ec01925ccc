"""What must hold of a rule's inputs by themselves: names, options that can be told apart, possible bounds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from knowledge.benefit.engine import VISITS, YEAR
from knowledge.benefit.figure import plain
from knowledge.benefit.moments import is_when
from knowledge.benefit.rule import Input, Rule
from knowledge.benefit.sizes import size_fault
from knowledge.benefit.values import Complaint


def faults_of_inputs(rule: Rule) -> Iterator[Complaint]:
    """Everything that is wrong with the inputs, whatever the formula, as key and sentence."""
    for name, item in rule.inputs.items():
        if name in (VISITS, YEAR):
            yield f"inputs.{name}", f"“{name}”另有所指（{VISITS} 是几次就诊，{YEAR} 是年份）；请换一个名称"
        yield from _options(name, item)
        yield from _bounds(name, item)


def _options(name: str, item: Input) -> Iterator[Complaint]:
    """A label that is another option's label or value would choose the wrong one."""
    taken = {value: value for value in item.options}
    for value, label in item.options.items():
        said = unicodedata.normalize("NFKC", label).strip()
        other = taken.setdefault(said, value)
        if other != value:
            yield f"inputs.{name}.options.{value}", f"“{label}”和选项 {other} 分不开；请换一个说法"


def _bounds(name: str, item: Input) -> Iterator[Complaint]:
    if item.unit is None or is_when(item.unit):
        return
    low, high = item.range.min, item.range.max
    for key, figure in (("default", item.default), ("range.min", low), ("range.max", high)):
        fault = size_fault(figure, item.unit) if figure else ""
        if fault:
            yield f"inputs.{name}.{key}", fault
    if low and high and low.value > high.value:
        yield f"inputs.{name}.range", f"min {low.written} 大于 max {high.written}；请核对"
    elif item.default:
        value = item.default.value
        if (low and value < low.value) or (high and value > high.value):
            yield f"inputs.{name}.default", f"{plain(value)} 不在 range 之内；请核对"
