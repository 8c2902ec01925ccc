"""The bars of masking, on messages and labels that were written without a look at how masking works."""

from __future__ import annotations

import pytest

from assistant.understanding.privacy import mask
from tests.assistant.understanding.private_messages import messages
from tests.bench.privacy import COUNT, KNOWN, QUESTIONS, SEED, Found, measure, numbers_lost, questions


@pytest.fixture(scope="module")
def found() -> Found:
    """What masking does to the generated messages."""
    return measure(messages(SEED, COUNT))


def test_numbers_of_persons_are_hidden_and_little_else(found: Found) -> None:
    """Of the numbers 99.5 % are hidden whole, and 99 % of what is masked as one is one."""
    assert found.recall(found.numbers) >= 0.995, found.misses[:20]
    assert found.precision("number") >= 0.99, found.misses[:20]


@pytest.mark.parametrize("kind", ["name", "address"])
def test_names_and_addresses_are_hidden(found: Found, kind: str) -> None:
    """Nine of ten names and addresses are hidden, and nine of ten masks are right."""
    assert found.recall([kind]) >= 0.90, found.misses[:20]
    assert found.precision(kind) >= 0.90, found.misses[:20]


def test_no_kind_of_number_is_left_behind(found: Found) -> None:
    """A rare kind cannot hide behind the common ones."""
    assert {kind: found.recall([kind]) for kind in found.numbers if found.recall([kind]) < 0.98} == {}


def test_what_must_survive_does(found: Found) -> None:
    """Sums, dates, shares, document numbers, phones of agencies: one in a thousand lost at most."""
    assert found.lost <= found.kept / 1000, found.misses[:20]


def test_what_is_masked_stays_as_it_is() -> None:
    """Masking what is masked, as giving a stored answer again does, changes nothing."""
    once = [mask(message.text, KNOWN)[0] for message in messages(SEED, 500)]
    assert [mask(text, KNOWN)[0] for text in once] == once


def test_no_calculator_question_loses_a_number() -> None:
    """Not one character of the open calculator questions and of their variants with other sums is masked."""
    asked = list(questions(QUESTIONS))
    assert len(asked) == QUESTIONS
    assert numbers_lost(asked) == []
