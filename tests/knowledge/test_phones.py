"""The phones of the knowledge: what everybody may read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.build import build
from knowledge.opening import opened
from knowledge.phones import phones_in
from knowledge.settings import Settings


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("咨询电话：0816-5037026、5037212。", ["08165037026", "5037026", "5037212"]),
        ("（0816）5037026", ["08165037026", "5037026"]),
        ("拨打0816—503 7026", ["08165037026", "5037026"]),
        ("010 12393或12345", ["01012393"]),
        ("服务热线400-810-0000", ["4008100000"]),
        ("联系人手机13812345678", ["13812345678"]),
        ("起付标准1600元，2023年起", []),
    ],
)
def test_phones_in_a_text(text: str, phones: list[str]) -> None:
    """Each phone as digits, with its area code and without; short public numbers need not be known."""
    assert phones_in([text]) == phones


def test_a_generation_keeps_its_phones(built_home: Path) -> None:
    """What its clauses name is found again where it is opened."""
    settings = Settings(home=built_home, builtin=True, embedding_model=None)
    assert {"08165037026", "5037026"} <= opened(settings).phones


def test_a_generation_of_before_knows_none(tmp_path: Path) -> None:
    """One that was built before phones were kept still answers."""
    settings = Settings(home=tmp_path, builtin=True, embedding_model=None)
    build(settings, lambda step, done, total: None, publish=True)
    generation = opened(settings)
    with closing(sqlite3.connect(generation.index / "clauses.sqlite")) as db, db:
        db.execute("delete from about where name = 'phones'")
    assert generation.phones == frozenset()
