"""A question becomes a query: put right, in two vocabularies, talk counting less."""

from __future__ import annotations

import pytest

from knowledge.query import query_of, talk_words
from knowledge.wordfiles import listed
from knowledge.wordlists import WordLists


def test_talk_counts_less() -> None:
    """What keeps the talk going counts half, what is asked about in full, a pair across the two in between."""
    tokens = query_of("请问住院").tokens
    assert tokens == {"请": 0.5, "问": 0.5, "住": 1.0, "院": 1.0, "请问": 0.5, "问住": 0.75, "住院": 1.0}


def test_the_policy_s_words_are_added() -> None:
    """The policy's word for what was said is searched too, for less than what was said."""
    query = query_of("门槛费")
    assert query.text == "门槛费 起付标准"
    assert query.tokens["门槛"] == 1.0
    assert query.tokens["起付"] == 0.7


def test_misheard_words_are_put_right() -> None:
    """A misheard policy word is searched as what was meant, and still as it was said: the repair may be wrong."""
    tokens = query_of("七付线").tokens
    assert (tokens["起付"], tokens["七付"]) == (0.7, 1.0)


@pytest.mark.parametrize("number", ["〔2018〕66号", "[2018] 66号", "（2018）第66号", "2018年66号", "2018年第66号"])
def test_document_numbers(number: str) -> None:
    """The number of a document is one token, however its brackets were typed."""
    assert query_of(f"天人社发{number}是什么").tokens["〔2018〕66号"] == 1.0


def test_numbers_stay_whole() -> None:
    """Figures and phones are one token each, in full."""
    tokens = query_of("电话0816-5363771，报200元").tokens
    assert (tokens["0816-5363771"], tokens["200"]) == (1.0, 1.0)


def test_what_is_wanted() -> None:
    """A question tells whom it is about and what an answer has to state."""
    query = query_of("退休职工问门诊的咨询电话")
    assert query.wanted == {"phone"}
    assert query.facets.status == {"retired"}


@pytest.mark.parametrize("said", ["", " \n", "？！……", "\u200b"])
def test_nothing_said(said: str) -> None:
    """Nothing said is nothing searched for."""
    query = query_of(said)
    assert (query.tokens, query.sounds, query.wanted) == ({}, (), frozenset())


def test_talk_is_no_policy_word() -> None:
    """No word of the policy dictionary is taken for talk."""
    assert not talk_words() & set(listed(WordLists.shipped().policy))
