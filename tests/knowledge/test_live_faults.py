"""A running process whose home is damaged: it goes on answering, says so as long as it is true, and recovers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import knowledge.live
from knowledge.build import build
from knowledge.home import Home
from knowledge.live import Live
from knowledge.pointer import publish, roll_back
from tests.knowledge.faults import settings_of, write_documents
from tests.knowledge.knowledge_texts import silent

OPENING = "knowledge.live.open_generation"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two generations, the second published last."""
    for amount in (100, 200):
        write_documents(tmp_path, amount)
        build(settings_of(tmp_path), silent, publish=True)
    return Home(tmp_path)


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at the pointer but the test."""
    monkeypatch.setattr(knowledge.live, "LOOK_S", 1_000)


def state(live: Live) -> tuple[int, str | None]:
    """Which generation answers, and what is told as trouble."""
    return live.current().generation.number, live.current().trouble


@pytest.mark.usefixtures("slowly")
def test_stand_in(home: Home) -> None:
    """A stand-in is not opened again at every look, and gives way once what should answer can be opened."""
    aside = home.root / "aside"
    home.generation(2).rename(aside)
    live = Live(settings_of(home.root))
    assert state(live) == (1, "知识库版本 2 已损坏，现由版本 1 作答；请运行 hotline knowledge build")
    here = live.current()
    for _ in range(9):
        live.look()
    assert live.current() is here
    aside.rename(home.generation(2))
    for _ in range(10):
        live.look()
    assert state(live) == (2, None)


@pytest.mark.usefixtures("slowly")
def test_rollback_ends_the_trouble(home: Home) -> None:
    """A new generation that does not open is told as trouble until the one in place is published again."""
    publish(home.pointer, 1)
    live = Live(settings_of(home.root))
    shutil.rmtree(home.generation(2))
    publish(home.pointer, 2)
    live.look()
    number, trouble = state(live)
    assert (number, str(trouble)[:21]) == (1, "仍由知识库版本 1 作答：知识库版本 2 ")
    roll_back(home.pointer)
    live.look()
    assert state(live) == (1, None)


@pytest.mark.usefixtures("slowly")
def test_damaged_pointer(home: Home) -> None:
    """While the pointer is damaged the same generation answers, and a publish is noticed as before."""
    live = Live(settings_of(home.root))
    home.pointer.write_text("{", encoding="utf-8")
    live.look()
    here = live.current()
    number, trouble = state(live)
    assert number == 2
    assert trouble is not None
    assert "current 已损坏" in trouble
    live.look()
    assert live.current() is here
    publish(home.pointer, 1)
    live.look()
    assert state(live) == (1, None)


@pytest.mark.usefixtures("slowly")
def test_whatever_goes_wrong(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody foresaw while a new generation opens does not end the watching."""

    def fails(*_: object) -> None:
        raise RuntimeError("unforeseen")

    live = Live(settings_of(home.root))
    publish(home.pointer, 1)
    with monkeypatch.context() as broken:
        broken.setattr(OPENING, fails)
        live.look()
    assert state(live) == (2, "仍由知识库版本 2 作答：RuntimeError")
    for _ in range(10):
        live.look()
    assert state(live) == (1, None)
