"""Text becomes the same words in the index and in the query, and the words are jieba's."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.document import Document
from knowledge.wordfiles import listed
from knowledge.wordlists import WordLists
from knowledge.words import bigrams, grams, normalise, search_words, words


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    """jieba itself with the policy dictionary on top."""
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    for word in listed(WordLists.shipped().policy):
        tokenizer.add_word(word, tokenizer.suggest_freq(word), "n")
    return tokenizer


def han_runs(documents: dict[str, Document]) -> list[str]:
    """Every unbroken run of Han characters in the clauses."""
    texts = (t for d in documents.values() for c in d.clauses for t in (*c.headings, c.text, *c.questions))
    runs = ("".join(c if "\u3400" <= c <= "\u9fff" else " " for c in normalise(text)).split() for text in texts)
    return sorted({run for some in runs for run in some})


def test_parity_with_jieba(reference: jieba.Tokenizer, shipped: dict[str, Document]) -> None:
    """Every run of characters in the shipped clauses is cut as jieba cuts it without guessing new words."""
    runs = han_runs(shipped)
    assert len(runs) > 2000
    assert [run for run in runs if words(run) != list(reference.cut(run, HMM=False))] == []


def test_parity_of_search_mode(reference: jieba.Tokenizer, shipped: dict[str, Document]) -> None:
    """The shorter words inside a word are those of jieba's search mode."""
    for run in han_runs(shipped):
        assert sorted(search_words(run)) == sorted(reference.cut_for_search(run, HMM=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("起付标准200元，", ["起付标准", "200", "元"]),
        ("门诊慢特病可异地就医直接结算", ["门诊慢特病", "可", "异地就医", "直接结算"]),
        ("报销60%、1,234.5元", ["报销", "60%", "1,234.5", "元"]),
        ("拨打0816-2345678或400-123-4567", ["拨打", "0816-2345678", "或", "400-123-4567"]),
        ("国办发〔2020〕53号", ["国办发", "2020", "53", "号"]),
        ("国办发[2020]53号", ["国办发", "2020", "53", "号"]),
        ("2023-06-01 9:30", ["2023-06-01", "9:30"]),
        ("２０２３年 ＤＲＧ付费", ["2023", "年", "drg", "付费"]),
        ("起\u200b付标\ufeff准2\u200d00元", ["起付标准", "200", "元"]),
        ("", []),
        ("，。？！ \n〔〕", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Policy terms, numbers, phones and the numbers of a 文号 stay whole; width, case and invisible marks vanish."""
    assert words(text) == expected


def test_search_words_hold_the_shorter_words() -> None:
    """A long term is found whole and by the words inside it; a phone only whole."""
    assert {"定点医疗机构", "定点", "医疗", "机构"} == set(search_words("定点医疗机构"))
    assert search_words("0816-2345678") == ["0816-2345678"]


def test_bigrams() -> None:
    """Pairs overlap inside a run of characters and never reach across a mark; numbers stay whole."""
    assert bigrams("起付标准，200元") == ["起付", "付标", "标准", "200", "元"]
    assert bigrams("甲，乙") == ["甲", "乙"]


def test_grams() -> None:
    """The model reads characters and pairs, numbers whole."""
    assert grams("起付标200元") == ["起", "付", "标", "起付", "付标", "200", "元"]


_TRICKY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("eJİß\u0301\u030c\u0307\u200b\u00ad\ufeff㈠〇")
    ),
    max_size=8,
)


@given(_TRICKY)
@settings(max_examples=500, deadline=None)
def test_normalise_is_idempotent(text: str) -> None:
    """What is normalised stays as it is, whatever marks and invisible characters it held."""
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFKC", once)


@pytest.mark.parametrize("text", ["e\u200b\u0301", "J\u030c", "İ", "\ufb01", "K"])
def test_normalise_is_idempotent_where_it_is_hard(text: str) -> None:
    """Marks that join a letter only after something was taken away, or part from it in lower case, are settled."""
    assert normalise(normalise(text)) == normalise(text)


@given(_TRICKY)
@settings(deadline=None)
def test_same_words_of_text_and_its_normal_form(text: str) -> None:
    """A text and its normal form have the same words."""
    assert words(text) == words(normalise(text))


@given(st.text(st.sampled_from("门诊统筹基金支付限额起付标准甲乙丙0123.%-元，"), max_size=30))
@settings(deadline=None)
def test_words_keep_every_character(text: str) -> None:
    """Words in their order hold every character and digit of the text."""
    kept = "".join(c for c in text if c.isalnum())
    assert "".join(c for c in "".join(words(text)) if c.isalnum()) == kept
    assert all(a + b for a, b in pairwise(words(text)))
