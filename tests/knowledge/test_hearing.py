"""Misheard words are put right, and a right word is never turned into another."""

from __future__ import annotations

import time

import pytest

from eval.evidence import SOURCES
from knowledge.document import Document
from knowledge.hearing import heard
from knowledge.speech.plain import plain
from knowledge.speech.script import simplified
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
        ("特殊门枕", "特殊门诊"),
        ("老是要主院", "老是要住院"),
        ("巨民特们", "居民特门"),
        ("破宫产报多少", "剖宫产报多少"),
        ("執公一保腿休", "职工医保退休"),
        ("要搞么子背案冇", "要搞什么备案吗"),
    ],
)
def test_misheard(said: str, meant: str) -> None:
    """A word of the lists that was misheard or typed by its sound is put in its place."""
    assert heard(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "统一报销",
        "年前就以现金发放",
        "编制省域规划",
        "驻院巡查",
        "一报就走",
        "依法处理",
        "病还在治",
        "三家医院",
        "主任院长",
        "门诊大厅",
    ],
)
def test_right_words_stay(said: str) -> None:
    """Words that only sound like one of the lists stay."""
    assert heard(said) == said


def test_what_is_shipped_stays(shipped: dict[str, Document]) -> None:
    """No text of the shipped knowledge is changed; a question of it, in people's words, only as people's are."""
    texts = [t for d in shipped.values() for c in d.clauses for t in (c.text, *c.headings)]
    assert [t for t in texts if heard(t) != normalise(t)] == []
    questions = [q for d in shipped.values() for c in d.clauses for q in c.questions]
    assert [q for q in questions if heard(q) != plain(q)] == []


def test_official_words_stay() -> None:
    """No word of official texts is changed."""
    official = [word for word in listed(WordLists.shipped().official) if not word.isascii()]
    assert [word for word in official if heard(word) != normalise(word)] == []


@pytest.mark.skipif(not SOURCES.is_dir(), reason=f"put the five source texts into {SOURCES} to run this")
def test_sources_stay() -> None:
    """No word of the source documents is changed."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.txt"))]
    assert len(texts) == 5
    assert [t[:40] for t in texts if heard(t) != simplified(normalise(t))] == []


def test_an_ordinary_message_takes_no_time() -> None:
    """Hearing a message is well below a millisecond, so that every part of a question can be heard again."""
    said = "我爸职工退休的，在石马那边的镇卫生院住起院在，门槛费扣好多，扣了过后又报百分之几"
    heard(said)
    started = time.perf_counter()
    for _ in range(50):
        heard(said)
    assert (time.perf_counter() - started) / 50 < 0.001
