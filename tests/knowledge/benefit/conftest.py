"""The shipped rules with the clauses that they quote, a small rule text for refusals, and a made-up city's home."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import knowledge
from assistant.cli import run
from knowledge.benefit import Rule, load_rules
from knowledge.clause import Clause
from knowledge.document import read_document
from knowledge.home import Home
from knowledge.library import read_library

HOME = Path(knowledge.__file__).parent
CITY = Path(__file__).parent / "city"
Said = Callable[..., str]


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


@pytest.fixture(scope="session")
def city_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a made-up city with a rule of every shape, as its people would fill it: by commands alone."""
    home = tmp_path_factory.mktemp("city-home")
    with in_home(home):
        assert "失败 0 个" in said("knowledge", "import", CITY / "demo-city.txt", "--region", "舟山市", "--yes")
        assert "失败 0 个" in said("knowledge", "import", CITY / "demo-report.txt", "--yes")
        assert "失败 0 个" in said("knowledge", "import", *sorted(CITY.glob("*.yaml")), "--yes")
        said("knowledge", "build")
    return home


@pytest.fixture
def in_city(city_home: Path) -> Said:
    """`in_city("calculate", …)`: what a `hotline` command says on stdout in the made-up city's home."""

    def call(*words: object) -> str:
        with in_home(city_home):
            return said(*words)

    return call


@pytest.fixture(scope="session")
def city_clauses(city_home: Path) -> dict[str, Clause]:
    """Every clause that the made-up city imported, by id."""
    return read_library(Home(city_home), builtin=False).clauses


@pytest.fixture(scope="session")
def city_rules(city_home: Path, city_clauses: dict[str, Clause]) -> dict[str, Rule]:
    """Every rule that the made-up city imported, by id."""
    return load_rules(sorted(Home(city_home).rules.glob("*.yaml")), city_clauses)


@contextlib.contextmanager
def in_home(home: Path) -> Iterator[None]:
    """Commands within run over this home alone, without the shipped local documents and rules."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("HOTLINE_")]:
            patch.delenv(name)
        patch.setenv("HOTLINE_HOME", str(home))
        patch.setenv("HOTLINE_BUILTIN", "0")
        yield


def said(*words: object) -> str:
    """The stdout of a `hotline` command that must succeed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run([str(word) for word in words])
    assert code == 0
    return out.getvalue()


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
