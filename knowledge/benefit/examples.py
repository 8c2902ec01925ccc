"""Run a rule's worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.benefit.case import FactError
from knowledge.benefit.engine import calculate
from knowledge.benefit.figure import Figure, plain
from knowledge.benefit.rule import OTHERWISE, Example, Rule


@dataclass(frozen=True)
class Failure:
    """An example that did not come to what it says; `message` is one Chinese sentence."""

    rule_id: str
    example: str
    message: str


def failures(rule: Rule) -> list[Failure]:
    """The rule's examples that fail, in the file's order."""
    return list(failing(rule))


def failing(rule: Rule) -> Iterator[Failure]:
    """As `failures`, one at a time: who wants to know whether there is one runs no example behind it."""
    found = ((example.name, _difference(rule, example)) for example in rule.examples)
    return (Failure(rule.id, name, message) for name, message in found if message)


def _difference(rule: Rule, example: Example) -> str:
    """What differs from the example (of a range its upper end counts), in one Chinese sentence; empty where nothing does."""
    expect = example.expect
    try:
        got = calculate(rule, example.case, example.day or rule.checked)
    except FactError as error:
        return "" if error.name == expect.refused else f"不能计算：{error}"
    if expect.refused:
        return f"应当拒绝 {expect.refused}，却没有拒绝"
    if expect.missing:
        asked = got.missing.name if got.missing else None
        return "" if asked == expect.missing else f"应当问 {expect.missing}，实际 {asked or got.outcome}"
    if expect.outcome or got.outcome != "complete":
        return "" if got.outcome == expect.outcome else f"应当 {expect.outcome or 'complete'}，实际 {got.outcome}"
    found: dict[str, Decimal | date] = {}
    for result in got.results:
        found[result.name] = result.value if result.upper is None else result.upper
        if result.otherwise:
            found[result.name + OTHERWISE] = result.otherwise.value
    wrong = [
        f"{rule.results[name.removesuffix(OTHERWISE)]}应为 {_written(value)}，算得 {_written(found.get(name))}"
        for name, value in expect.values.items()
        if found.get(name) != (value.value if isinstance(value, Figure) else value)
    ]
    return "；".join(wrong)


def _written(value: Figure | Decimal | date | None) -> str:
    if isinstance(value, Figure):
        value = value.value
    return plain(value) if isinstance(value, Decimal) else str(value or "（没有）")
