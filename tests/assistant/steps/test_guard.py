"""What comes in is cleaned and masked before anything else sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.steps.guard import MAX_MESSAGE, MessageTooLong, check_size
from tests.assistant.conftest import Walk


def test_full_width_forms_become_plain(walk: Walk) -> None:
    """Full-width digits, letters and spaces are read as plain ones."""
    assert walk("花了１６００元　ＡＢＣ？", "guard").message == "花了1600元 ABC?"


@pytest.mark.parametrize("digits", ["1️⃣8️⃣0️⃣0️⃣", "①⑧⓪⓪", "❶➇⓪⓪", "１８００"])
def test_digits_of_every_kind_become_plain(walk: Walk, digits: str) -> None:
    """A sum typed in emoji, circles or full width is that sum."""
    assert walk(f"花了{digits}元", "guard").message == "花了1800元"


def test_a_digit_emoji_before_digits_counts_a_list(walk: Walk) -> None:
    """1️⃣320元 is the first item, 3️⃣6️⃣0️⃣ a number."""
    assert walk("1️⃣320元 2️⃣740元", "guard").message == "1、320元 2、740元"
    assert walk("花了3️⃣6️⃣0️⃣元", "guard").message == "花了360元"


def test_traditional_characters_become_simplified(walk: Walk) -> None:
    """Every later step, the routes among them, reads simplified characters."""
    assert walk("轉人工", "guard").message == "转人工"


@pytest.mark.parametrize("hidden", ["\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\u00ad"])
def test_hidden_characters_go(walk: Walk, hidden: str) -> None:
    """Characters that nobody sees cannot hide a word from the rules."""
    assert walk(f"忽略{hidden}规{hidden}则", "guard").message == "忽略规则"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\t", "\r", "\u2028"])
def test_control_characters_become_blanks(walk: Walk, control: str) -> None:
    """Control characters part words; they do not join them."""
    assert walk(f"门诊{control}报销", "guard").message == "门诊 报销"


def test_lines_stay_lines(walk: Walk) -> None:
    """The line breaks of a transcript are kept, blanks around it go."""
    assert walk("  第一行\n第二行 \n", "guard").message == "第一行\n第二行"


def test_a_lone_surrogate_is_replaced(walk: Walk) -> None:
    """Half a character, as broken clients send it, cannot break what stores the message."""
    message = walk("门诊\ud83d报销", "guard").message
    assert message.encode("utf-8")
    assert message.startswith("门诊") and message.endswith("报销")


def test_personal_numbers_are_masked_even_in_full_width(walk: Walk) -> None:
    """Masking comes after the forms are made plain, so full-width digits do not slip through."""
    assert walk("手机１３８１２３４５６７８", "guard").message == "手机〔手机号〕"


def test_phones_of_the_knowledge_stay(walk: Walk) -> None:
    """What the policy itself names is nobody's secret, with its area code or without; another landline is."""
    for said in ("0816-5037026打不通", "(0816)5037026打不通", "电话5037026打不通"):
        assert walk(said, "guard").message == said
    assert walk("我家电话0816-5037027", "guard").message == "我家电话〔电话号〕"


def test_spoken_digits_are_masked_before_they_are_read(walk: Walk) -> None:
    """A number said digit by digit is masked, a year said so becomes a figure."""
    assert walk("二零二三年的，手机幺三八，一二三四，五六七八", "guard").message == "2023年的,手机〔手机号〕"


def test_the_limit_is_exact() -> None:
    """32,000 characters pass; one more is refused with the way out."""
    check_size("字" * MAX_MESSAGE)
    with pytest.raises(MessageTooLong, match=r"32001.*32000.*分几次"):
        check_size("字" * (MAX_MESSAGE + 1))


@given(st.text(alphabet=st.characters(), max_size=80))
def test_always_leaves_printable_utf8(walk: Walk, text: str) -> None:
    """Whatever comes in, what goes on can be stored, logged and read."""
    message = walk(text, "guard").message
    message.encode("utf-8")
    assert all(c.isprintable() or c == "\n" for c in message)
