"""What docs/writing-rules.md tells a city about rule files is so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.benefit import parse_rule
from knowledge.benefit.figure import UNIT_WORDS
from knowledge.benefit.formulas import FORMULAS
from knowledge.benefit.rule import Rule
from knowledge.clause import Clause

PAGE = (Path(__file__).parents[3] / "docs" / "writing-rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
SHAPES = [block for block in BLOCKS if block.startswith("formula:")]
INPUTS, EXAMPLES = (next(b for b in BLOCKS if b.startswith(f"{key}:")) for key in ("inputs", "examples"))


def options(node: object, by: list[str]) -> Iterator[tuple[str, str]]:
    """Each input that a table goes by, with each of its options."""
    if by and isinstance(node, dict):
        for option, child in node.items():
            yield by[0], option
            yield from options(child, by[1:])


def completed(shape: Mapping[str, Any]) -> tuple[str, dict[str, Clause]]:
    """A rule file around a shape of the page, with all that its formula asks and gives, and clauses that hold its quotes."""
    formula, parameters = FORMULAS[shape["formula"]], shape["parameters"]
    asked: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for parameter in parameters.values():
        by = [facet for facet in parameter.get("by", []) if facet not in shape.get("bands", {})]
        for value in parameter["values"]:
            quotes = value["quote"] if isinstance(value["quote"], list) else [value["quote"]]
            texts[value["clause"]] = "。".join([texts.get(value["clause"], ""), *quotes])
            for clause in value.get("derived", {}).get("clauses", []):
                texts.setdefault(clause, "")
            for name, option in options(value.get("table"), by):
                asked.setdefault(name, {"label": name, "ask": name, "options": {}})["options"][option] = f"{option}的"
    held = {**formula.reads, **{name: unit for name, unit in formula.inputs.items() if name not in asked}}
    held |= {name: unit for name, unit in formula.may_ask.items() if formula.depends.get(name) in parameters}
    for name, unit in held.items():
        if name not in parameters:
            asked[name] = {"label": name, "ask": name, "unit": unit}
    known = {"", *parameters, *asked}
    results = {name: name for name in formula.results if formula.depends.get(name, "") in known}
    data = {
        "id": "510822.page",
        "title": "甲",
        "region": "510822",
        "applies": {},
        "period": "visit",
        "checked": "2024-06-30",
        **shape,
        "inputs": asked,
        "results": results,
        "examples": [{"name": "甲", "case": {}, "expect": {"missing": next(iter(asked))}}],
    }
    clauses = {id: Clause(id=id, document_id="page", text=text, region="510822") for id, text in texts.items()}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False), clauses


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_shapes_are_accepted(number: int) -> None:
    """Each example of a shape is a rule as it stands, once the questions are written."""
    text, clauses = completed(yaml.load(SHAPES[number], Loader=yaml.BaseLoader))
    parse_rule(text, clauses)


def test_inputs_and_examples_are_read() -> None:
    """The inputs and examples on the page have the form that a file has."""
    block = yaml.load(INPUTS + EXAMPLES, Loader=yaml.BaseLoader)
    text, clauses = completed(yaml.load(SHAPES[-1], Loader=yaml.BaseLoader))
    data = {**yaml.load(text, Loader=yaml.BaseLoader), **block}
    read = Rule.model_validate(data)
    assert [item.unit for item in read.inputs.values()] == [None, None, "yuan", "yuan", "moment"]
    assert len(read.examples) == 2
    assert clauses


def test_every_name_is_told() -> None:
    """The page names every key of a file, every unit, and of every formula all that it reads, asks and gives."""
    keys = set(re.findall(r"^\| `([a-z]+)` \| ", PAGE[: PAGE.index("### Parameters")], re.M))
    assert keys == set(Rule.model_fields)
    assert f"`{' '.join(UNIT_WORDS)}`" in PAGE
    rows = {
        row[0]: row[1] for row in re.findall(r"^\| `([a-z_]+)` \| (.*)$", PAGE[PAGE.index("## The shapes") :], re.M)
    }
    assert set(rows) - {"formula"} == set(FORMULAS)
    for name, formula in FORMULAS.items():
        told = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`[^`]*`", rows[name]))))
        wanted = {
            *formula.reads,
            *formula.may_read,
            *formula.inputs,
            *formula.may_ask,
            *formula.choices,
            *formula.results,
        }
        assert wanted <= told
