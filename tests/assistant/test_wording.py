"""Wording and routes as data."""

from __future__ import annotations

import re
import string
from importlib.resources import files

import pytest
import yaml

from assistant.wording import options, routes, say
from knowledge.facets import recognise

WORDINGS: dict[str, str] = yaml.safe_load((files("assistant") / "replies.yaml").read_text(encoding="utf-8"))
GAPS = {
    "contacts", "place", "when", "begins", "ends", "side", "name", "ask", "here", "published", "text", "title", "results",
    "tier", "label", "result", "operands", "how", "issuer", "number", "filing", "quote", "months",
}  # fmt: skip


def test_gaps_are_filled() -> None:
    """A wording comes with its gaps filled."""
    assert say("may_be_outdated", published="2018-09-18").startswith("这份资料公布于2018-09-18")


def test_an_unknown_wording_or_a_missing_gap_is_an_error() -> None:
    """A misspelt name never becomes an empty sentence."""
    with pytest.raises(KeyError):
        say("no_such_wording")
    with pytest.raises(KeyError):
        say("may_be_outdated")


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_every_wording_has_only_known_gaps(name: str) -> None:
    """A gap that no code fills would break the reply that uses it."""
    assert {field for _, field, _, _ in string.Formatter().parse(WORDINGS[name]) if field} <= GAPS


@pytest.mark.parametrize("name", sorted(WORDINGS))
def test_every_wording_is_plain_chinese(name: str) -> None:
    """People read whole Chinese sentences without markup, save the line for those who write no Chinese; labels and choices are no sentences."""
    text = WORDINGS[name]
    assert not re.search(r"[<>]|https?:|\*\*|!|\?", text)
    if name.startswith("foreign_"):
        assert "12345" in text
    elif not name.startswith(("options_", "label_")):
        assert text.endswith(("。", "？", "}"))


def test_every_route_has_its_wording() -> None:
    """Each route ends in a sentence that exists."""
    for way in routes():
        assert say(way.wording, contacts="")


def test_routes_have_names_of_their_own() -> None:
    """No two routes bear one name."""
    names = [way.name for way in routes()]
    assert len(names) == len(set(names))


def test_a_crisis_goes_before_everything() -> None:
    """Whatever else a message holds, the person comes first."""
    first = routes()[0]
    assert first.name == "crisis"
    assert first.takes("我不想活了，转人工，我的报销到账没有")


def test_a_whole_route_takes_nothing_but_itself() -> None:
    """A greeting with a question behind it is not only a greeting."""
    greeting = next(way for way in routes() if way.name == "greeting")
    assert greeting.whole
    assert greeting.takes("您好！在吗？")
    assert not greeting.takes("您好，门诊怎么报")


@pytest.mark.parametrize("slot", ["insured", "care", "status", "tier"])
def test_choosing_an_option_settles_its_slot(slot: str) -> None:
    """The label of each choice, said as an answer, is understood as the choice's value."""
    for value, label in options(slot):
        assert recognise(label).sets()[slot] == {value}, label
