"""The shipped rule with the clauses that it quotes, and a small rule text for refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from knowledge.benefit import Rule, load_rules
from knowledge.clause import Clause
from knowledge.document import read_document

HOME = Path(knowledge.__file__).parent


@pytest.fixture(scope="session")
def clauses() -> dict[str, Clause]:
    """Every clause of the shipped documents by id."""
    found = (clause for path in sorted((HOME / "documents").glob("*.md")) for clause in read_document(path).clauses)
    return {clause.id: clause for clause in found}


@pytest.fixture(scope="session")
def rules(clauses: dict[str, Clause]) -> dict[str, Rule]:
    """Every shipped rule by id."""
    return load_rules(sorted((HOME / "rules").glob("*.yaml")), clauses)


@pytest.fixture(scope="session")
def rule(rules: dict[str, Rule]) -> Rule:
    """绵阳 职工医保普通门诊统筹."""
    return rules["510700.employee-outpatient"]


@pytest.fixture
def small_text() -> str:
    """A complete rule file with two dated groups of values; tests spoil one thing of it at a time."""
    return SMALL


@pytest.fixture
def small_clauses() -> dict[str, Clause]:
    """The clauses that `small_text` quotes."""
    texts = {
        "a.deductible": "起付标准每年200元。",
        "a.deductible-2025": "起付标准每年250元。",
        "a.ratio": "在职职工报销百分之五十，退休职工60%。",
        "a.cap": "一年最高支付20万元。",
        "a.rise": "限额比上年提高5万元。",
    }
    return {id: Clause(id=id, document_id="a", text=text, region="510700") for id, text in texts.items()}


SMALL = """\
id: 510700.small
title: 小规则
region: 510700
formula: outpatient
applies: {insured: [employee], care: [outpatient]}
period: calendar_year
checked: 2025-06-01
parameters:
  deductible:
    label: 起付标准
    unit: yuan
    values:
      - {from: 2023-01-01, to: 2024-06-30, clause: a.deductible, quote: 每年200元, value: 200}
      - {from: 2025-01-01, clause: a.deductible-2025, quote: 每年250元, value: 250}
  ratio:
    label: 报销比例
    unit: ratio
    by: [status]
    values:
      - from: 2023-01-01
        clause: a.ratio
        quote: [在职职工报销百分之五十, 退休职工60%]
        table: {active: 0.5, retired: 60%}
  cap:
    label: 支付限额
    unit: yuan
    values:
      - from: 2023-01-01
        clause: a.cap
        quote: [20万元, 提高5万元]
        derived: {clauses: [a.cap, a.rise], operands: [20万, -5万], sum: 15万}
inputs:
  status: {label: 人员, ask: 在职还是退休？, options: {active: 在职, retired: 退休}}
  amount: {label: 费用, ask: 多少元？, unit: yuan, range: {min: 0.01, max: 300000}}
  out_of_scope: {label: 不予支付, ask: 多少元？, unit: yuan, default: 0, assumption: 按没有计算}
  accrued: {label: 此前费用, ask: 多少元？, unit: yuan, default: 0, assumption: 按第一次计算}
  paid: {label: 此前支付, ask: 多少元？, unit: yuan}
results: {fund: 基金支付, self: 个人负担}
examples:
  - {name: 甲, case: {status: active, amount: 450}, expect: {fund: 100, self: 350}}
"""
