"""Misheard words are put right, and a right word is never turned into another."""

from __future__ import annotations

import pytest

from eval.evidence import SOURCES
from knowledge.document import Document
from knowledge.hearing import heard
from knowledge.wordfiles import listed
from knowledge.wordlists import WordLists
from knowledge.words import normalise


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("宜宝怎么交", "医保怎么交"),
        ("七付线是多少", "起付线是多少"),
        ("异地备岸", "异地备案"),
        ("转珍到省里", "转诊到省里"),
        ("门真统筹", "门诊统筹"),
    ],
)
def test_misheard(said: str, meant: str) -> None:
    """A word of the lists that was misheard or typed by its sound is put in its place."""
    assert heard(said) == meant


@pytest.mark.parametrize("said", ["统一报销", "年前就以现金发放", "编制省域规划", "驻院巡查", "一报就走", "依法处理"])
def test_right_words_stay(said: str) -> None:
    """Words that only sound like one of the lists stay."""
    assert heard(said) == said


def test_what_is_shipped_stays(shipped: dict[str, Document]) -> None:
    """No text and no question of the shipped knowledge is changed."""
    texts = [t for d in shipped.values() for c in d.clauses for t in (c.text, *c.headings, *c.questions)]
    assert [t for t in texts if heard(t) != normalise(t)] == []


def test_official_words_stay() -> None:
    """No word of official texts is changed."""
    assert [word for word in listed(WordLists.shipped().official) if heard(word) != normalise(word)] == []


@pytest.mark.skipif(not SOURCES.is_dir(), reason=f"put the five source texts into {SOURCES} to run this")
def test_sources_stay() -> None:
    """No word of the source documents is changed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))]
    assert len(texts) == 5
    assert [t[:40] for t in texts if heard(t) != normalise(t)] == []
