"""Run a rule's worked examples."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.benefit.case import FactError
from knowledge.benefit.engine import calculate
from knowledge.benefit.figure import plain
from knowledge.benefit.rule import Example, Rule


@dataclass(frozen=True)
class Failure:
    """An example that did not come to what it says; `message` is one Chinese sentence."""

    rule_id: str
    example: str
    message: str


def failures(rule: Rule) -> list[Failure]:
    """The rule's examples that fail, in the file's order."""
    found = ((example.name, _difference(rule, example)) for example in rule.examples)
    return [Failure(rule.id, name, message) for name, message in found if message]


def _difference(rule: Rule, example: Example) -> str:
    """What differs from the example, in one Chinese sentence; empty where nothing does."""
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
    results = {result.name: result.value for result in got.results}
    wrong = [
        f"{rule.results[name]}应为 {plain(figure.value)}，算得 {plain(results[name])}"
        for name, figure in expect.values.items()
        if results[name] != figure.value
    ]
    return "；".join(wrong)
