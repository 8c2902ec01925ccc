"""The extractive model behind the stock chain: it tells sentences of its context and nothing else."""

from __future__ import annotations

from langchain_core.messages import HumanMessage

from eval.peers.extractive import QUESTION, UNKNOWN, Extractive, extract

CONTEXT = "起付标准每年200元。\n\n门诊慢性病在参保地办理认定。\n\n急救电话是120。"


def test_it_tells_what_shares_most_with_the_question() -> None:
    """The sentence asked about, word for word."""
    assert extract(CONTEXT, "起付标准是多少") == "起付标准每年200元。"


def test_it_says_that_it_does_not_know() -> None:
    """Where no sentence shares enough, and where there is nothing to share."""
    assert extract(CONTEXT, "彩礼怎么退") == UNKNOWN
    assert extract("", "") == UNKNOWN


def test_it_reads_context_and_question_out_of_the_prompt() -> None:
    """As a chat model it is given one message that holds both."""
    prompt = f"根据资料回答。\n\n{CONTEXT}\n\n{QUESTION}急救电话"
    assert Extractive().invoke([HumanMessage(prompt)]).content == "急救电话是120。"
