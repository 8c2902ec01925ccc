"""A home's pointer is switched at once, and only what is finished counts."""

from __future__ import annotations

import threading
from pathlib import Path

from knowledge.home import Home


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
        home.switch(number)
        assert Home(tmp_path).current() == number
    assert [path.name for path in tmp_path.iterdir()] == ["current"]


def test_reader_never_sees_anything_between(tmp_path: Path) -> None:
    """A reader that looks all the time sees the old number or the new one, never none and never a part."""
    home = Home(tmp_path)
    old, new = 7, 123_456_789
    home.switch(old)
    seen: list[int | None] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(home.current())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(50):
        home.switch(new)
        home.switch(old)
    done.set()
    reader.join()
    assert set(seen) == {old, new}


def test_damaged_pointer(tmp_path: Path) -> None:
    """A pointer that holds no number points to nothing."""
    home = Home(tmp_path)
    (tmp_path / "current").write_text("最新", encoding="utf-8")
    assert home.current() is None
    (tmp_path / "current").write_text("", encoding="utf-8")
    assert home.current() is None


def test_two_homes(tmp_path: Path) -> None:
    """Two homes never touch each other."""
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    one.root.mkdir()
    one.switch(1)
    assert other.current() is None
    paths = [one.documents, one.rules, one.generations, one.database, one.generation(1)]
    assert all(one.root in path.parents for path in paths)
