"""The lexical index finds by characters, their pairs, their sound and people's questions, inside the scopes asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.clause import Clause
from knowledge.lexical import LexicalEntry, Scored, TantivyIndex, build_lexical
from knowledge.passage import tokens_of
from knowledge.query import query_of


def entry(row: int, scope: str, text: str, *questions: str) -> LexicalEntry:
    """What is indexed of a clause of this text that answers these questions."""
    clause = Clause(id=f"d.{row}", document_id="d", text=text, questions=questions)
    return LexicalEntry(row, scope, tokens_of(clause, "题"))


ENTRIES = [
    entry(0, "510704", "职工门诊起付标准每年200元", "门槛费一年扣几次"),
    entry(1, "510704", "职工门诊报销比例60%"),
    entry(2, "620522", "居民住院起付标准每次300元"),
    entry(3, "doc-report", "起付标准另行规定，电话0816-2345678"),
    entry(7, "510704", "鬲簋瓿"),
]
EVERYWHERE = ["510704", "620522", "doc-report"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> TantivyIndex:
    """An index of five clauses in three scopes."""
    folder = tmp_path_factory.mktemp("lexical") / "new" / "folder"
    build_lexical(folder, ENTRIES)
    return TantivyIndex(folder)


def rows(index: TantivyIndex, query: str, scopes: list[str] = EVERYWHERE, top: int = 10) -> list[int]:
    """The rows found, best first."""
    return [hit.row for hit in search(index, query, scopes, top)]


def search(index: TantivyIndex, said: str, scopes: list[str], top: int) -> list[Scored]:
    """What is found for what a person says."""
    query = query_of(said)
    return index.search(query.tokens, query.sounds, scopes, top)


def test_words(index: TantivyIndex) -> None:
    """A word finds every clause that holds it and no other; more of the words is better."""
    assert set(rows(index, "起付标准")) == {0, 2, 3}
    assert rows(index, "居民住院起付标准")[0] == 2


def test_scopes(index: TantivyIndex) -> None:
    """Only the scopes asked for are searched; none, or an unknown one, finds nothing."""
    assert rows(index, "起付标准", ["510704"]) == [0]
    assert set(rows(index, "起付标准", ["510704", "doc-report"])) == {0, 3}
    assert rows(index, "起付标准", ["5107"]) == []
    assert rows(index, "起付标准", []) == []


def test_scope_does_not_change_the_score(index: TantivyIndex) -> None:
    """How many scopes are asked does not move a clause's score."""
    alone = search(index, "起付标准", ["620522"], 10)
    among = [hit for hit in search(index, "起付标准", EVERYWHERE, 10) if hit.row == 2]
    assert alone == among


def test_questions(index: TantivyIndex) -> None:
    """A clause is found by the words of a question that it answers, though its text lacks them."""
    assert rows(index, "门槛费一年扣几次")[0] == 0


def test_pairs_of_characters(index: TantivyIndex) -> None:
    """Characters that no dictionary knows are found by their pairs."""
    assert rows(index, "瓿鬲簋") == [7]


def test_numbers_and_phones(index: TantivyIndex) -> None:
    """A number is found whole and only whole, whatever its width."""
    assert rows(index, "0816-2345678") == [3]
    assert rows(index, "２００元")[0] == 0
    assert rows(index, "2345678") == []


@pytest.mark.parametrize("query", ["", " ", "，。？！", "\u200b", "火"])
def test_nothing_to_find(index: TantivyIndex, query: str) -> None:
    """A query without words, or without a word of any clause, finds nothing."""
    assert rows(index, query) == []


@pytest.mark.parametrize(
    "query", ["起付标准 AND", '"起付标准', "text:起付标准", "起付标准^9", "(起付标准", "起付标准*"]
)
def test_no_query_language(index: TantivyIndex, query: str) -> None:
    """Signs that a query language would read are nothing but signs."""
    assert set(rows(index, query)) == {0, 2, 3}


def test_top_and_order(index: TantivyIndex) -> None:
    """At most `top` come, the best, and the same ones each time."""
    found = search(index, "职工门诊起付标准", EVERYWHERE, 10)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert search(index, "职工门诊起付标准", EVERYWHERE, 2) == found[:2]
    assert all(search(index, "职工门诊起付标准", EVERYWHERE, 10) == found for _ in range(5))


def test_rarity(index: TantivyIndex) -> None:
    """A word is the more telling, the fewer clauses hold it: 1 where none does."""
    assert index.rarity("火星") == pytest.approx(1.0)
    assert 0 < index.rarity("起付标准") < index.rarity("居民") < 1


def test_rarity_of_a_word_in_every_clause(tmp_path: Path) -> None:
    """A word that every clause holds tells nothing."""
    build_lexical(tmp_path, [entry(row, "a", "医保") for row in range(3)])
    assert TantivyIndex(tmp_path).rarity("医保") == pytest.approx(0.0)
