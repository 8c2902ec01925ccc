"""A home's pointer is switched at once, and only what is finished counts."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from knowledge.errors import IndexUnusable
from knowledge.home import Home
from knowledge.pointer import publish


def finish(home: Home, number: int) -> None:
    """Put a finished generation of this number into the home."""
    home.generation(number).mkdir(parents=True)
    (home.generation(number) / "manifest.json").write_text("{}", encoding="utf-8")


def test_nothing_yet(tmp_path: Path) -> None:
    """An empty or missing home has no generation, and asking for one creates nothing."""
    home = Home(tmp_path / "home")
    assert home.current() is None
    assert home.generation_numbers() == []
    assert not home.root.exists()


def test_unfinished_folders_do_not_count(tmp_path: Path) -> None:
    """Only a numbered folder with a manifest is a generation; numbers rise by value."""
    home = Home(tmp_path)
    for number in (2, 10, 1, 1_000_000):
        finish(home, number)
    home.generation(11).mkdir()
    (home.generations / "building-000012").mkdir()
    (home.generations / "building-000012" / "manifest.json").write_text("{}", encoding="utf-8")
    (home.generations / "README").write_text("", encoding="utf-8")
    assert home.generation_numbers() == [1, 2, 10, 1_000_000]


def test_switch(tmp_path: Path) -> None:
    """After a switch the new number is read, forward or back, and no other file is left."""
    home = Home(tmp_path)
    for number in (1, 12, 3):
        publish(home.pointer, number)
        assert Home(tmp_path).current() == number
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "current.lock"]


def test_reader_never_sees_anything_between(tmp_path: Path) -> None:
    """A reader that looks all the time sees the old number or the new one, never none and never a part."""
    home = Home(tmp_path)
    old, new = 7, 123_456_789
    publish(home.pointer, old)
    seen: list[int | None] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(home.current())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(50):
        publish(home.pointer, new)
        publish(home.pointer, old)
    done.set()
    reader.join()
    assert set(seen) == {old, new}


def test_damaged_pointer(tmp_path: Path) -> None:
    """A pointer that cannot be understood is refused with what to run, and the next publish mends it."""
    home = Home(tmp_path)
    for damage in ("最新", "", '{"published": 3}'):
        home.pointer.write_text(damage, encoding="utf-8")
        with pytest.raises(IndexUnusable, match=r"current 已损坏；请用 .*publish 指定一个"):
            home.current()
    home.pointer.write_bytes(b"\xff")
    with pytest.raises(IndexUnusable, match="已损坏"):
        home.current()
    publish(home.pointer, 2)
    assert home.current() == 2


def test_pointer_of_the_first_version(tmp_path: Path) -> None:
    """A bare number, as earlier homes have it, is still understood."""
    (tmp_path / "current").write_text("7", encoding="ascii")
    assert Home(tmp_path).current() == 7


def test_two_homes(tmp_path: Path) -> None:
    """Two homes never touch each other."""
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    one.root.mkdir()
    publish(one.pointer, 1)
    assert other.current() is None
    paths = [one.documents, one.rules, one.generations, one.database, one.generation(1)]
    assert all(one.root in path.parents for path in paths)
