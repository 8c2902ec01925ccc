"""Every shipped rule's examples hold, and no number of it can change unnoticed."""

from __future__ import annotations

import pytest

from knowledge.benefit import Rule, failures, parse_rule, survivors
from knowledge.benefit.mutation import mutants
from knowledge.clause import Clause


def test_examples_hold(rules: dict[str, Rule]) -> None:
    """Every example of every shipped rule comes to what it says."""
    assert rules
    assert [failure for rule in rules.values() for failure in failures(rule)] == []


def test_mutation_gate(rules: dict[str, Rule]) -> None:
    """Any number of a shipped rule, nudged by one unit in its last place, makes an example fail."""
    assert [(mutant.key, mutant.change) for rule in rules.values() for mutant in survivors(rule)] == []


def test_gate_reaches_every_number(rule: Rule) -> None:
    """The gate nudges each figure of each table, the defaults and the days, up and down."""
    keys = [mutant.key for mutant in mutants(rule)]
    assert keys.count("parameters.ratio.values[0].retired.pharmacy") == 2
    assert {key.split(".")[-1] for key in keys if key.startswith("inputs")} == {"default"}
    assert keys.count("from") == 2
    assert sum(key.startswith("parameters") for key in keys) == 2 * (2 + 8 + 2)


def test_gate_reports_what_no_example_notices(small_text: str, small_clauses: dict[str, Clause]) -> None:
    """A number without an example that depends on it is reported by its key."""
    keys = {mutant.key for mutant in survivors(parse_rule(small_text, small_clauses))}
    assert "parameters.ratio.values[0].retired" in keys
    assert "parameters.cap.values[0]" in keys
    assert "inputs.amount.range.max" in keys
    assert "parameters.ratio.values[0].active" not in keys
    assert "parameters.deductible.values[1]" not in keys


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{fund: 101}", "基金支付应为 101，算得 100"),
        ("{outcome: not_in_force}", "应当 not_in_force，实际 complete"),
        ("{missing: status}", "应当问 status，实际 complete"),
        ("{refused: amount}", "应当拒绝 amount，却没有拒绝"),
    ],
)
def test_failed_example_says_what_differs(
    expect: str, message: str, small_text: str, small_clauses: dict[str, Clause]
) -> None:
    """A failing example says in one sentence what was wanted and what came."""
    rule = parse_rule(small_text.replace("{fund: 100, self: 350}", expect), small_clauses)
    assert [failure.message for failure in failures(rule)] == [message]


def test_refused_example(small_text: str, small_clauses: dict[str, Clause]) -> None:
    """An example may expect that a fact is refused, and fails where another one is."""
    text = small_text.replace(
        "amount: 450}, expect: {fund: 100, self: 350}", "amount: 300001}, expect: {refused: amount}"
    )
    assert failures(parse_rule(text, small_clauses)) == []
    other = failures(parse_rule(text.replace("refused: amount", "refused: paid"), small_clauses))
    assert "不在0.01元到300000元之间" in other[0].message
