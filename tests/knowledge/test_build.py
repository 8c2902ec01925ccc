"""A build takes what the settings say; a draft waits; a home knows whether it is current."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import built, open_current, policy, put, silent

from knowledge.build import build, is_current
from knowledge.errors import DocumentError
from knowledge.home import Home
from knowledge.pointer import publish
from knowledge.settings import Settings


def test_draft(tmp_path: Path) -> None:
    """A draft is built and numbered but does not answer until it is switched to."""
    settings = built(tmp_path, policy("own", "旧。"))
    put(tmp_path, policy("own", "新。"))
    assert build(settings, silent, publish=False) == 2
    home = Home(tmp_path)
    assert (home.current(), home.generation_numbers()) == (1, [1, 2])
    assert open_current(home).store["own.c1"].text == "旧。"
    publish(home.pointer, 2)
    assert open_current(home).store["own.c1"].text == "新。"


def test_is_current(tmp_path: Path) -> None:
    """A home is current from a build on until a document comes or changes, and again once a build of it answers."""
    settings = Settings(home=tmp_path, builtin=False)
    assert not is_current(settings)
    built(tmp_path, policy("own", "甲。"))
    assert is_current(settings)
    assert not is_current(Settings(home=tmp_path, builtin=True))
    put(tmp_path, policy("own", "乙。"))
    assert not is_current(settings)
    put(tmp_path, policy("own", "甲。"))
    assert is_current(settings)
    put(tmp_path, policy("other", "丙。"))
    assert not is_current(settings)
    build(settings, silent, publish=False)
    assert not is_current(settings)
    publish(Home(tmp_path).pointer, 2)
    assert is_current(settings)


def test_builtin_off(tmp_path: Path) -> None:
    """Without the shipped local documents a generation holds the home's own and the national numbers."""
    built(tmp_path, policy("own", "甲。", region="510704"))
    generation = open_current(Home(tmp_path))
    assert {clause.document_id for clause in generation.store.values()} == {"own", "national-numbers"}
    assert generation.regions == {"510704", "100000"}
    assert generation.rules == {}


def test_broken_document(tmp_path: Path) -> None:
    """A document that cannot be read stops the build; what answered goes on."""
    settings = built(tmp_path, policy("own", "甲。"))
    put(tmp_path, policy("own", "甲。", kind="通知"))
    with pytest.raises(DocumentError, match=r"own\.md:5: 文头 kind"):
        build(settings, silent, publish=True)
    assert Home(tmp_path).generation_numbers() == [1]


def test_progress(tmp_path: Path) -> None:
    """A build tells how far it is, up to the end."""
    told: list[tuple[str, int, int]] = []
    build(Settings(home=tmp_path, builtin=False), lambda *step: told.append(step), publish=True)
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["词索引", "向量索引"]
    assert told[-1][1] == told[-1][2] > 0


def test_two_homes(tmp_path: Path) -> None:
    """Two homes hold only their own documents."""
    for name in ("one", "other"):
        built(tmp_path / name, policy(name, f"{name}。"))
    documents = [set(open_current(Home(tmp_path / name)).store.headers) for name in ("one", "other")]
    assert documents == [{"one", "national-numbers"}, {"other", "national-numbers"}]


def test_a_succession_that_is_taken_back(tmp_path: Path) -> None:
    """A document that another superseded has no last day again once that other is gone, though it did not change itself."""
    old, new = (
        policy("old", "甲。", published="2023-01-01"),
        policy("new", "乙。", published="2023-07-01", supersedes="old"),
    )
    settings = built(tmp_path, old, new)
    assert open_current(Home(tmp_path)).store["old.c1"].effective_to == date(2023, 6, 30)
    (tmp_path / "documents" / "new.md").unlink()
    build(settings, silent, publish=True)
    assert open_current(Home(tmp_path)).store["old.c1"].effective_to is None
    put(tmp_path, new)
    build(settings, silent, publish=True)
    assert open_current(Home(tmp_path)).store["old.c1"].effective_to == date(2023, 6, 30)


def test_a_damaged_pointer_is_not_current(tmp_path: Path) -> None:
    """With a damaged pointer a home is stale, and the build that this asks for mends it."""
    settings = built(tmp_path, policy("own", "甲。"))
    Home(tmp_path).pointer.write_text("{", encoding="utf-8")
    assert not is_current(settings)
    build(settings, silent, publish=True)
    assert is_current(settings)
