"""Rule files spoilt by chance: refused in one line, or rules whose examples can be run; never another exception."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import knowledge
from knowledge.benefit import describe_inputs, failures, parse_rule
from knowledge.benefit import loader as loader_module
from knowledge.clause import Clause
from knowledge.errors import RuleError

SHIPPED = Path(knowledge.__file__).parent / "rules"
CITY = Path(__file__).parent / "city"
FILES = [path for folder in (CITY, SHIPPED) for path in sorted(folder.glob("*.yaml"))]
CASES = 6  # of each file, with its clauses and without looking at them

STRANGE: list[Any] = [
    "", "none", "null", "0", "-1", "1", "0.5", "50%", "x", "a.b", "ratio", "amount", "status", "tier", "first", "yuan", "date",
    "month", "hours", "20万", "1e5", "2024-02-30", "2024-01-01", "9999-12-31", "2024-01-01T08:00", "[", "…*", "a{99999999999999}",
    "year", "visits", "9" * 38, "0." + "1" * 30, [], ["x"], {}, {"x": "1"}, {"a": "b", "b": "甲"}, [[]], "甲\n乙", "\x00", "甲" * 3000,
]  # fmt: skip


def places_in(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a file, as the keys and numbers that lead to it."""
    if path:
        yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in pairs:
        yield from places_in(child, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    """What stands at a place."""
    for key in path:
        node = node[key]
    return node


def spoil(data: dict[str, Any], chance: random.Random) -> None:
    """One thing taken away, renamed, put where something else was, or replaced; the examples are left alone mostly."""
    places = list(places_in(data))
    likely = [path for path in places if path[0] != "examples"]
    *way, last = chance.choice(likely if chance.random() < 0.9 else places)
    parent, found = at(data, tuple(way)), json.loads(json.dumps(at(data, chance.choice(places))))
    how = chance.choice(["away", "renamed", "copied", "replaced", "replaced"])
    if how == "away":
        del parent[last]
    elif how == "renamed" and isinstance(parent, dict):
        parent[str(chance.choice([name for name in STRANGE if isinstance(name, str)]))] = parent.pop(last)
    else:
        parent[last] = found if how == "copied" else json.loads(json.dumps(chance.choice(STRANGE)))


@pytest.mark.parametrize("proved", [True, False], ids=["proved", "unproved"])
def test_spoilt(
    proved: bool, clauses: dict[str, Clause], city_clauses: dict[str, Clause], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the clauses' proof wrong numbers come further; they must not break what reads them either."""
    if not proved:
        monkeypatch.setattr(loader_module, "unproved", lambda rule, clauses: iter(()))
    refused = 0
    for path in FILES:
        whole = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for seed in range(CASES):
            data, chance = json.loads(json.dumps(whole)), random.Random(f"{path.name} {seed}")
            for _ in range(chance.choice([1, 1, 2])):
                spoil(data, chance)
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            try:
                rule = parse_rule(text, {**clauses, **city_clauses}, path.name)
            except RuleError as error:
                refused += 1
                line = str(error)
                assert line.startswith(f"{path.name}: ")
                assert len(line.splitlines()) == 1
                assert len(line) < 800
            else:
                failures(rule)
                describe_inputs(rule)
    assert refused > len(FILES) * CASES // 2
