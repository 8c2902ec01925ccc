"""What a change can touch, what has expired, and the gate before publishing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import run
from eval.demand import demand
from eval.impact import expired, impact, only
from eval.suite import load_suites
from eval.words import changed_words, held
from knowledge import lifecycle
from knowledge.build import build
from knowledge.errors import CheckFailed, InputError
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.library import PACKAGE
from knowledge.opening import opened
from knowledge.plugins import gathered
from knowledge.settings import Settings
from knowledge.wordlists import WordLists

CAP = "youxian-interview-2023.outpatient-cap"
SUITE = f"""\
suite: mine
kind: faq
cases:
  - id: cap
    turns: 在职的门诊统筹一年封顶是多少
    region: 游仙区
    as_of: 2023-06-01
    expect: answer
    must: [2000元]
    cite: {CAP}
  - id: fare
    turns: 门槛费是多少
    region: 秦安县
    as_of: 2018-12-01
    expect: no_basis
  - id: numbers
    turns: 急救电话
    region: 秦安县
    as_of: 2023-06-01
    expect: answer
    cite: gone.clause
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small suite."""
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites" / "mine.yaml").write_text(SUITE, encoding="utf-8")
    return tmp_path / "suites"


def names(name: str, generation: Generation, folder: Path) -> dict[str, set[str]]:
    """Case → why it is touched."""
    return {case.case: {r.because for r in case.reasons} for case in impact(name, generation, folder).cases}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (CAP, {"cap": {"clause"}}),
        ("youxian-interview-2023", {"cap": {"document"}, "fare": {"place"}}),  # some of it holds everywhere
        ("510700.employee-outpatient", {}),
        ("qinan-notice-2018", {"fare": {"place"}}),
        ("门槛费", {"fare": {"word"}}),
        ("said", {"cap": {"word"}, "fare": {"word"}}),
        ("policy.txt", {"cap": {"word"}}),
    ],
)
def test_only_what_a_change_can_touch(
    name: str, expected: dict[str, set[str]], generation: Generation, folder: Path
) -> None:
    """By clause, document, rule, word or list; a document can also answer what nothing answered in its place."""
    assert names(name, generation, folder) == expected


def test_the_subset_is_a_suite(generation: Generation, folder: Path) -> None:
    """Only its cases are left, in their suite."""
    (suite,) = only(load_suites(folder), impact(CAP, generation, folder))
    assert (suite.suite, [case.id for case in suite.cases]) == ("mine", ["cap"])


def test_a_name_that_nothing_bears(generation: Generation, folder: Path) -> None:
    """It is one line that says where names are found."""
    with pytest.raises(InputError, match="knowledge list"):
        impact("nosuch", generation, folder)


def test_cases_whose_clause_expired_are_listed(generation: Generation, folder: Path) -> None:
    """A clause that is gone, or not in force on the day of the case."""
    clauses = generation.store.all()
    assert expired(clauses, load_suites(folder)).cases == ("mine/numbers",)
    ended = {**clauses, CAP: clauses[CAP].model_copy(update={"effective_to": date(2023, 5, 31)})}
    assert expired(ended, load_suites(folder)).cases == ("mine/cap", "mine/numbers")


def test_words_that_mean_something_else() -> None:
    """Of two states of the lists: words that came, went, or are said to mean something else."""
    before = WordLists.shipped()
    after = WordLists(
        before.policy + "新词\n", before.said.replace("慢病: 门诊慢性病", "慢病: 住院"), before.facets, before.official
    )
    assert changed_words(before, after) == {"新词", "慢病"}
    assert held("我有慢病怎么报", {"慢病"}, 2) == "慢病"
    assert held("我有慢病怎么报", {"住院"}, 2) is None


@pytest.fixture
def home(built_home: Path, tmp_path: Path) -> Settings:
    """A home of the shipped knowledge with a second generation, in which the cap is another figure."""
    settings = Settings(home=tmp_path / "home", builtin=False, region=None, embedding_model=None)
    documents = settings.home / "documents"
    documents.mkdir(parents=True)
    shipped = PACKAGE / "documents" / "youxian-interview-2023.md"
    text = shipped.read_text(encoding="utf-8")
    (documents / shipped.name).write_text(text, encoding="utf-8")
    build(settings, lambda step, done, total: None, publish=True)
    (documents / shipped.name).write_text(text.replace("不超过2000元", "不超过3000元"), encoding="utf-8")
    build(settings, lambda step, done, total: None, publish=False)
    return settings


def test_publishing_demands_that_nothing_becomes_worse(home: Settings, folder: Path) -> None:
    """Where a case that can be touched becomes worse, the gate says no; where none is touched, it says nothing."""
    before, after = opened(home, 1), opened(home, 2)
    with pytest.raises(CheckFailed, match="1 个用例会变差"):
        demand(home, before, after, clauses=[CAP], documents=[], rules={}, suites=folder)
    demand(home, after, before, clauses=[CAP], documents=[], rules={}, suites=folder)
    demand(home, before, after, clauses=[], documents=[], rules={}, suites=folder)


def test_what_publishes_asks_the_gate(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both generations and what differs are handed over; without another generation nothing is asked."""
    assert gathered("hotline.demanded") == [demand]
    asked: list[tuple[int, int, set[str]]] = []

    def gate(settings: Settings, before: Generation, after: Generation, **touched: Any) -> None:
        asked.append((before.number, after.number, set(touched["clauses"])))
        raise CheckFailed("不行")

    monkeypatch.setattr(lifecycle, "gathered", lambda group: [gate])
    with pytest.raises(CheckFailed, match="不行"):
        lifecycle.demand(home, 2)
    assert asked == [(1, 2, {CAP})]
    lifecycle.demand(home, 1)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("command", "demanded"), [(["publish", "2"], "0"), (["publish", "2", "--demand-suite"], "0"), (["build"], "1")]
)
def test_a_gate_that_refuses_keeps_what_answers(
    command: list[str], demanded: str, home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the option or by the setting, for `publish` and `build`; without either the new generation answers."""

    def gate(*asked: object, **touched: object) -> None:
        raise CheckFailed("不行")

    monkeypatch.setattr(lifecycle, "gathered", lambda group: [gate] if group == "hotline.demanded" else [])
    for name, value in (("HOME", str(home.home)), ("BUILTIN", "0"), ("DEMAND_SUITE", demanded)):
        monkeypatch.setenv(f"HOTLINE_{name}", value)
    refused = "--demand-suite" in command or demanded == "1"
    assert run(["knowledge", *command]) == (1 if refused else 0)
    assert Home(home.home).current() == (1 if refused else 2)
