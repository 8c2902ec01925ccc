"""The content words of a question and what they demand of the evidence."""

from __future__ import annotations

import pytest

from assistant.understanding.terms import Demand, content_words


def demands(text: str) -> dict[str, Demand]:
    """Word → demand."""
    return {term.word: term.demand for term in content_words(text)}


@pytest.mark.parametrize("word", ["转诊", "备案", "参保", "低保", "报销"])
def test_words_of_official_texts_are_the_policys(word: str) -> None:
    """A word of official texts demands that the evidence speaks of it."""
    assert demands(f"{word}怎么办")[word] is Demand.POLICY


def test_other_nouns_are_names() -> None:
    """A noun that official texts do not know is a thing asked about."""
    assert demands("试管婴儿怎么办")["试管婴儿"] is Demand.NAME


def test_fillers_numbers_and_left_out_words_carry_nothing() -> None:
    """Greetings, question words, numerals and the words left out are no content."""
    assert content_words("您好，请问多少钱？一千六百元") == []
    assert "汇报" not in {term.word for term in content_words("汇报里的参保人数", ["汇报"])}


def test_each_word_once_with_its_greatest_weight() -> None:
    """A word told in the story and asked again weighs as in the question."""
    terms = [t for t in content_words("我去年办了转诊。天气很好。转诊要重新办吗？") if t.word == "转诊"]
    assert [t.weight for t in terms] == [1.0]


def test_the_story_weighs_less_than_the_question() -> None:
    """What is told far from the question demands less of the evidence."""
    weights = {t.word: t.weight for t in content_words("我妈做了阑尾手术，很顺利，也出院了，门诊慢性病能报销吗")}
    assert weights["报销"] == 1.0
    assert weights["阑尾"] < 0.5
