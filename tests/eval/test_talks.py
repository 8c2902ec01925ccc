"""Talks: the form of a suite, what counts as understood, and what was reached is kept.

The gate takes a fixed sample of the blind talks, both halves; `python -m eval.talks run` takes all of them.
The floors are what this version reached, less a little; they are no claim that it is enough.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.chain import Assistant
from assistant.reply import AskShown, Kind, RegionName, Reply
from assistant.wiring import open_assistant
from eval.talks.grade import corrected, grade, wrong_place
from eval.talks.measure import Measure, measure
from eval.talks.talk import Said, TalkSuite, load, load_all, written
from knowledge.errors import DocumentError
from knowledge.settings import Settings

SAMPLE, SEED = 110, 6


def reply(slots: dict[str, str], wants: tuple[tuple[str, ...], ...] = (), region: str = "510704") -> Reply:
    """A reply that understood this and nothing else."""
    return Reply(
        conversation_id="c",
        turn_id="t",
        kind=Kind.ANSWER,
        text="好",
        script="好",
        slots=slots,
        asks=tuple(AskShown(text="问", wants=one) for one in wants),
        region=RegionName(code=region, name=""),
        generation=1,
    )


def rights(said: Said, got: Reply, *, first: bool = True) -> list[bool]:
    """Which of the facts and asks were right."""
    return [item.right for item in grade(said, got, first=first) if item.what in ("fact", "ask")]


def test_a_fact_and_an_ask_are_items() -> None:
    """Each fact and each ask is right or wrong of its own."""
    said = Said(say="", facts={"status": "retired", "amount": "800"}, asks=(("amount", "ratio"),), place="510704")
    assert rights(said, reply({"status": "retired", "amount": "800.00"}, (("ratio",),))) == [True, True, True]
    assert rights(said, reply({"status": "active"}, (("phone",),))) == [False, False, False]


def test_what_nobody_said_is_wrong() -> None:
    """A fact beyond those said and those that may be inferred counts as wrong, in a first message."""
    said = Said(say="", maybe={"insured": "employee"}, place="510704")
    assert rights(said, reply({"insured": "employee"})) == []
    assert rights(said, reply({"insured": "resident"})) == [False]
    assert rights(said, reply({"tier": "primary"})) == [False]
    assert rights(said, reply({"tier": "primary"}), first=False) == []


def test_an_ask_too_many_is_wrong() -> None:
    """As many asks as there are, in their order."""
    said = Said(say="", asks=(("amount",),), place="510704")
    assert rights(said, reply({}, (("amount",), ("phone",)))) == [True, False]


def test_what_was_taken_back_and_the_wrong_place_are_told_apart() -> None:
    """A corrected fact that is still used, and another place's policy, are counted on their own."""
    said = Said.model_validate({"say": "", "not": {"status": "active"}, "place": "510704"})
    assert corrected(said, reply({"status": "active"})) and not corrected(said, reply({"status": "retired"}))
    assert wrong_place(said, reply({}, region="620522")) and not wrong_place(said, reply({}, region="510700"))


def test_a_suite_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """What `convert` writes, the loader reads."""
    talk = {
        "id": "a-1",
        "region": "510704",
        "as_of": "2023-06-15",
        "turns": [{"say": "退休的，报多少", "facts": {"status": "retired"}, "asks": [["amount"]], "route": "policy"}],
    }
    path = tmp_path / "a.yaml"
    path.write_text(written("a-open", [talk], sealed=False), encoding="utf-8")
    (read,) = load(path).talks
    assert read.turns[0].facts == {"status": "retired"} and read.turns[0].route == "policy"


def test_a_key_that_nobody_knows_is_refused_with_its_line(tmp_path: Path) -> None:
    """A misspelt key would hide an expectation."""
    path = tmp_path / "a.yaml"
    path.write_text(
        "suite: a\nsealed: false\ntalks:\n  - id: a\n    as_of: 2023-06-15\n    turns: [{say: a}]\n    days: 1\n",
        encoding="utf-8",
    )
    with pytest.raises(DocumentError, match="days"):
        load(path)


@pytest.fixture(scope="module")
def assistant(built_home: Path) -> Assistant:
    """The shipped knowledge."""
    return open_assistant(Settings(home=built_home, builtin=True, embedding_model=None))


@pytest.fixture(scope="module")
def halves(assistant: Assistant) -> dict[bool, Measure]:
    """What is understood of a fixed sample of the open and of the sealed talks (True)."""
    found = {}
    for sealed in (False, True):
        suites = load_all(sealed=sealed)
        talks = [talk for suite in suites for talk in suite.talks]
        sample = tuple(random.Random(SEED).sample(talks, SAMPLE))
        found[sealed] = measure(TalkSuite(suite="sample", sealed=sealed, talks=sample), assistant)
    return found


def test_there_are_enough_talks() -> None:
    """At least 500 messages and 300 conversations, of which at least a quarter are sealed."""
    lengths = {sealed: [len(t.turns) for s in load_all(sealed=sealed) for t in s.talks] for sealed in (False, True)}
    for single, least in ((True, 500), (False, 300)):
        count = {sealed: sum((n == 1) is single for n in found) for sealed, found in lengths.items()}
        assert sum(count.values()) >= least and count[True] >= least / 2


def test_a_sealed_half_tells_nothing_but_totals(halves: dict[bool, Measure]) -> None:
    """Nobody tunes on what is sealed."""
    assert halves[True].wrong == [] and halves[False].wrong


def test_what_was_reached_is_kept(halves: dict[bool, Measure]) -> None:
    """So many asks and facts are understood, and so many sums exactly."""
    assert halves[False].share("ask", "fact") >= 0.91
    assert halves[True].share("ask", "fact") >= 0.88


def test_the_way_and_the_place_are_right(halves: dict[bool, Measure]) -> None:
    """Routes and places are hardly ever mistaken."""
    for half in halves.values():
        assert half.share("route") >= 0.94
        assert half.share("place") >= 0.96
