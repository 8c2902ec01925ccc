"""The content words of a question and what they demand of the evidence."""

from __future__ import annotations

import pytest

from assistant.understanding.terms import Demand, content_words


def demands(text: str) -> dict[str, Demand]:
    """Word → demand."""
    return {term.word: term.demand for term in content_words(text)}


STORY = (
    "我妈上个月在县里做了阑尾手术，住了一个星期，恢复得很顺利，也已经出院回家了，前前后后都是我在照顾，"
    "想再打听一件别的事，门诊慢性病能报销吗"
)


@pytest.mark.parametrize("word", ["转诊", "备案", "参保", "低保", "报销"])
def test_words_of_official_texts_are_the_policys(word: str) -> None:
    """A word of official texts demands that the evidence speaks of it."""
    assert demands(f"{word}怎么办")[word] is Demand.POLICY


def test_other_nouns_are_names() -> None:
    """A noun that official texts do not know is a thing asked about."""
    assert demands("试管婴儿怎么办")["试管婴儿"] is Demand.NAME


def test_fillers_and_numbers_carry_nothing() -> None:
    """Greetings, question words and numerals are no content."""
    assert not content_words("您好，请问多少钱？一千六百元")


def test_each_word_once_with_its_greatest_weight() -> None:
    """A word told in the story and asked again weighs as in the question."""
    terms = [t for t in content_words("我去年办了转诊。天气很好。转诊要重新办吗？") if t.word == "转诊"]
    assert [t.weight for t in terms] == [1.0]


def test_the_story_weighs_less_than_the_question() -> None:
    """What is told far from the question demands less of the evidence."""
    weights = {t.word: t.weight for t in content_words(STORY)}
    assert weights["阑尾"] < weights["报销"]
