"""A test of the suite: what is changed for the worse is noticed by the cases that the change can touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.mutations.bench import touched, try_all
from eval.mutations.mutant import Edit, Mutation, mutations, tried
from knowledge.generation import Generation


def test_there_are_enough_mutations() -> None:
    """Forty and more, each once; five of them are tried here, all of them by `python -m eval.mutations`."""
    names = [one.name for one in mutations()]
    assert len(set(names)) == len(names) >= 40
    assert sum(one.gate for one in mutations()) == 5


def test_mutations_are_noticed(generation: Generation, as_it_is: Path) -> None:
    """A figure, a rule, a place, a word list, the judge: each time some case becomes worse."""
    found = list(try_all([one for one in mutations() if one.gate], generation, as_it_is))
    assert [one.mutation.name for one in found if one.worse is None] == []


def test_an_innocent_change_is_not(generation: Generation, as_it_is: Path) -> None:
    """A change of nothing that is asked leaves every case that it can touch as it was."""
    edit = Edit(file="documents/daiyue-fund-2021.md", find="topics: [基金监管", replace="topics: [医保基金监管")
    innocent = Mutation(name="topics", touches="daiyue-fund-2021.awareness", edits=(edit,))
    cases = touched(innocent, generation, as_it_is)[:30]
    found = tried(innocent, cases, as_it_is)
    assert (found.worse, found.asked) == (None, len(cases))


def test_an_edit_that_finds_nothing_is_told(as_it_is: Path) -> None:
    """A mutation that no longer changes anything is no test."""
    edit = Edit(file="documents/daiyue-fund-2021.md", find="nowhere", replace="x")
    with pytest.raises(ValueError, match="nowhere"):
        tried(Mutation(name="n", touches="code", edits=(edit,)), [], as_it_is)
