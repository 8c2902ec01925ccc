"""A model sees no figure, day, phone, document name or link."""

from __future__ import annotations

import re

import pytest

from assistant.model.tokens import TOKEN, Tokens, tidy

TEXTS = [
    "在职职工每年200元，退休职工每年150元，超过部分报60%。",
    "自2023年1月1日起，3个工作日内办结，咨询0816-5037026或12393。",
    "依据《增强医疗保障功能》（川医保发〔2023〕5号），见https://ybj.example.gov.cn/a?b=1。",
    "一年只扣一次，三级医院二十万元封顶，下降约百分之六点五，42.5万人次。",
    "建档立卡的“**年”起，每人每年220元/人，（1600 - 150）× 60% = 870元。",
]


@pytest.mark.parametrize("text", TEXTS)
def test_hides_and_fills_again(text: str) -> None:
    """What comes back is the text itself."""
    tokens = Tokens()
    hidden = tokens.hide(text)
    assert not re.search(r"\d|《|https", TOKEN.sub("", hidden)), hidden
    assert tokens.fill(hidden) == text


def test_one_text_has_one_token_and_another_has_another() -> None:
    """The same 200元 in two passages is one token."""
    tokens = Tokens()
    assert tokens.hide("200元") == tokens.hide("200元") != tokens.hide("200天")


def test_an_unknown_token_is_no_text() -> None:
    """A token that was never given out stands for nothing."""
    with pytest.raises(KeyError):
        Tokens().fill("〔数9〕")


@pytest.mark.parametrize("written", ["〔数1〕", "[数1]", "【数1】", "（数 1）", "(数1)"])
def test_brackets_are_read_as_models_write_them(written: str) -> None:
    """Any pair of brackets is meant for a token's own."""
    assert tidy(written) == "〔数1〕"
