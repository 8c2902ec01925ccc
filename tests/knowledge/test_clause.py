"""A clause knows when it may answer, what it speaks of, and whether it has changed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.clause import Clause, Facets, Nature, Span

NORM = Clause(
    id="d.c",
    document_id="d",
    headings=("待遇", "起付标准"),
    text="起付标准200元。",
    effective_from=date(2023, 1, 1),
    effective_to=date(2023, 12, 31),
)


@pytest.mark.parametrize(
    ("day", "norm", "fact"),
    [
        (date(2022, 12, 31), False, False),
        (date(2023, 1, 1), True, True),
        (date(2023, 12, 31), True, True),
        (date(2024, 1, 1), False, True),
    ],
)
def test_in_force(day: date, norm: bool, fact: bool) -> None:
    """A norm answers for its days, both ends included; a fact from its first day on."""
    assert NORM.in_force(day) is norm
    assert NORM.model_copy(update={"nature": Nature.FACT}).in_force(day) is fact


def test_open_dates() -> None:
    """Without dates a clause answers for every day."""
    always = NORM.model_copy(update={"effective_from": None, "effective_to": None})
    assert always.in_force(date.min)
    assert always.in_force(date.max)


def test_clash() -> None:
    """Facets clash where both say something and share nothing; saying nothing excludes nothing."""
    employee = Facets(insured=frozenset({"employee"}), care=frozenset({"outpatient", "chronic"}))
    assert employee.clash(Facets(insured=frozenset({"resident"}), care=frozenset({"chronic"}))) == ("insured",)
    assert employee.clash(Facets(care=frozenset({"inpatient"}))) == ("care",)
    assert employee.clash(Facets()) == ()
    assert Facets().clash(employee) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "起付标准250元。"},
        {"headings": ("待遇",)},
        {"region": "510704"},
        {"effective_to": None},
        {"nature": Nature.FACT},
        {"facets": Facets(insured=frozenset({"employee"}))},
        {"questions": ("门槛费多少",)},
        {"notice": "原文两处不一"},
    ],
)
def test_digest_follows_content(change: dict[str, object]) -> None:
    """Anything that the clause says changes its digest."""
    assert NORM.model_copy(update=change).digest != NORM.digest


def test_digest_ignores_the_spot() -> None:
    """Where the clause stands in its source is no part of what it says."""
    assert NORM.model_copy(update={"span": Span(start=3, end=9)}).digest == NORM.digest


SPEAK = """\
from knowledge.clause import Clause
tiers = {"tier": ["tertiary", "secondary", "primary", "pharmacy"]}
clause = Clause(id="d.c", document_id="d", text="甲", facets=tiers, states=["phone", "amount", "ratio", "list"])
print(clause.digest)
"""


def test_digest_does_not_depend_on_the_process() -> None:
    """A clause with sets of several values has the same digest in every process, however Python orders sets there."""
    seeds = [os.environ | {"PYTHONHASHSEED": seed} for seed in "123"]
    runs = [subprocess.run([sys.executable, "-c", SPEAK], env=seed, capture_output=True, text=True) for seed in seeds]
    assert len({run.stdout for run in runs}) == 1
    assert len(runs[0].stdout.strip()) == 64


def test_heading() -> None:
    """The heading path reads as one line."""
    assert NORM.heading == "待遇 › 起付标准"
    assert NORM.model_copy(update={"headings": ()}).heading == ""


@pytest.mark.parametrize("id", ["", "文件.c", "d/c", "d c", ".c", "d.c\n"])
def test_id_stands_in_a_path(id: str) -> None:
    """An id holds only letters, digits, - and . so that it stands in a path."""
    with pytest.raises(ValidationError, match="id"):
        Clause(id=id, document_id="d", text="甲")


def test_closed_and_frozen() -> None:
    """A clause takes no unknown field and cannot be changed."""
    with pytest.raises(ValidationError, match="extra"):
        Clause.model_validate({"id": "d.c", "document_id": "d", "text": "甲", "efective_from": "2023-01-01"})
    with pytest.raises(ValidationError, match="frozen"):
        NORM.text = "乙"
