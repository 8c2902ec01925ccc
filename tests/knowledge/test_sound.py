"""How texts sound: what is misheard sounds like what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from knowledge.sound import heard_as, loosened, sounds


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("一保", "医保"),
        ("七付线", "起付线"),
        ("转珍", "转诊"),
        ("青零", "清零"),
        ("为生院", "卫生院"),
        ("发夫", "花夫"),
    ],
)
def test_misheard_sounds_alike(heard: str, meant: str) -> None:
    """Other characters of the same sound, also of sounds that are easily confused, give the same pairs."""
    assert sounds(heard) == sounds(meant)


@pytest.mark.parametrize(("one", "other"), [("医保", "医院"), ("门诊", "住院"), ("在职", "退休")])
def test_other_words_sound_otherwise(one: str, other: str) -> None:
    """Words that sound otherwise share no pair."""
    assert not set(sounds(one)) & set(sounds(other))


def test_pairs() -> None:
    """Each pair of neighbours is one token; punctuation parts them; numbers and Latin words stay whole."""
    pair, phone, word = sounds("清零，0816-5363771 CT")
    assert (len(pair), phone, word) == (2, "0816-5363771", "ct")
    assert len(sounds("卡")[0]) == 1
    assert sounds("") == []


def test_every_syllable_has_a_code() -> None:
    """Each Han character is written as the one letter of its syllable; another syllable is another letter."""
    han = [chr(code) for code in range(0x4E00, 0xA000)]
    heard = {loosened(lazy_pinyin(c)[0]): sounds(c)[0] for c in han if lazy_pinyin(c)[0].isascii()}
    assert all(len(code) == 1 and code < "\u3400" for code in heard.values())
    assert len(set(heard.values())) == len(heard)


@pytest.mark.parametrize(
    ("syllable", "heard"), [("zhong", "zong"), ("nan", "lan"), ("qing", "qin"), ("hua", "fa"), ("an", "an")]
)
def test_loosened(syllable: str, heard: str) -> None:
    """Sounds that many ears confuse become one."""
    assert loosened(syllable) == heard


@given(st.text(alphabet="医保卡里的钱怎么用起付线一二三，。 ", max_size=30))
def test_a_part_sounds_as_in_the_whole(text: str) -> None:
    """A character sounds the same whatever stands beside it, so a question and a text read it alike."""
    for i in range(len(text) - 1):
        pair = text[i : i + 2]
        if pair.isalpha():
            assert set(sounds(pair)) <= set(sounds(text))


def test_a_text_by_its_sound() -> None:
    """Each Han character by its sound, everything else as it is: one name is found in another writing of it."""
    assert heard_as("汇报") in heard_as("2018年上半年会报")
    assert heard_as("汇报") not in heard_as("2018年上半年通知")
