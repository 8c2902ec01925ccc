"""The pointer: what was published, going back, what is going to be; nothing is lost between processes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge import clock
from knowledge.errors import IndexUnusable, InputError
from knowledge.pointer import publish, read_pointer, roll_back, schedule, unschedule

BEFORE, DAY, AFTER = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)

SetDay = Callable[[date], None]


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> SetDay:
    """`on_day(day)`: from now on it is that day in China; BEFORE to begin with."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    set_day(BEFORE)
    return set_day


@pytest.fixture
def pointer(tmp_path: Path, on_day: SetDay) -> Path:
    """The pointer's file of a new home."""
    return tmp_path / "home" / "current"


def published(pointer: Path, *generations: int) -> Path:
    """Publish these in turn."""
    for number in generations:
        publish(pointer, number)
    return pointer


def history(pointer: Path) -> list[int]:
    """Numbers of all that was published, oldest first."""
    return [p.generation for p in read_pointer(pointer).published]


def days(pointer: Path) -> dict[int, date]:
    """What is going to be published, and when."""
    return {s.generation: s.day for s in read_pointer(pointer).scheduled}


def test_history(pointer: Path) -> None:
    """Every publish is kept with its moment in China; the last one answers."""
    published(pointer, 1, 3, 2)
    read = read_pointer(pointer)
    assert (read.generation, history(pointer)) == (2, [1, 3, 2])
    assert all(p.at.endswith("+08:00") for p in read.published)


def test_the_history_is_bounded(pointer: Path) -> None:
    """A home that publishes for years keeps the last hundred."""
    pointer.parent.mkdir()
    old = [{"generation": n, "at": ""} for n in range(1, 101)]
    pointer.write_text(json.dumps({"published": old}), encoding="utf-8")
    publish(pointer, 101)
    assert history(pointer) == list(range(2, 102))


def test_rollback_goes_back_step_by_step(pointer: Path) -> None:
    """Each rollback takes the last publish back; the same one published twice in a row counts as one."""
    published(pointer, 1, 2, 3, 3)
    roll_back(pointer)
    assert history(pointer) == [1, 2]
    roll_back(pointer)
    assert history(pointer) == [1]


@pytest.mark.parametrize("before", [(), (4,), (4, 4)])
def test_rollback_with_nothing_before(pointer: Path, before: tuple[int, ...]) -> None:
    """Where nothing else was published before, a rollback is refused and nothing changes."""
    published(pointer, *before)
    with pytest.raises(InputError, match="没有更早启用过的版本可以退回"):
        roll_back(pointer)
    assert history(pointer) == list(before)


def test_scheduled_for_a_day(pointer: Path, on_day: SetDay) -> None:
    """A scheduled generation answers from its day on, and nobody writes anything that day."""
    published(pointer, 1)
    schedule(pointer, 2, DAY)
    written = pointer.read_bytes()
    assert read_pointer(pointer).generation == 1
    assert days(pointer) == {2: DAY}
    for day in (DAY, AFTER):
        on_day(day)
        assert read_pointer(pointer).generation == 2
        assert days(pointer) == {}
    assert pointer.read_bytes() == written
    on_day(BEFORE)
    assert read_pointer(pointer).generation == 1


def test_two_that_are_due_follow_their_days(pointer: Path, on_day: SetDay) -> None:
    """Of two whose days have come, the later day's answers, whichever was scheduled first."""
    published(pointer, 1)
    schedule(pointer, 3, AFTER)
    schedule(pointer, 2, DAY)
    on_day(DAY)
    assert history(pointer) == [1, 2]
    on_day(AFTER)
    assert history(pointer) == [1, 2, 3]


def test_another_day_takes_the_place_of_the_first(pointer: Path) -> None:
    """Scheduling again moves the day."""
    schedule(pointer, 2, AFTER)
    schedule(pointer, 2, DAY)
    assert days(pointer) == {2: DAY}


@pytest.mark.parametrize("day", [BEFORE, date(2020, 1, 1)])
def test_a_day_that_is_not_to_come(pointer: Path, day: date) -> None:
    """Today and earlier are no days to schedule for; the message says how to publish at once."""
    with pytest.raises(InputError, match="不在今天之后；马上启用请不写 --from"):
        schedule(pointer, 2, day)
    assert not pointer.exists()


def test_cancel(pointer: Path, on_day: SetDay) -> None:
    """A schedule that is taken back never comes; the others stay; what was not scheduled is refused."""
    published(pointer, 1)
    schedule(pointer, 2, DAY)
    schedule(pointer, 3, AFTER)
    unschedule(pointer, 2)
    assert days(pointer) == {3: AFTER}
    with pytest.raises(InputError, match="版本 2 没有定期启用"):
        unschedule(pointer, 2)
    on_day(DAY)
    assert read_pointer(pointer).generation == 1


def test_cancel_of_what_is_due(pointer: Path, on_day: SetDay) -> None:
    """From its day on a scheduled publish is a publish: it is rolled back, not cancelled."""
    published(pointer, 1)
    schedule(pointer, 2, DAY)
    on_day(DAY)
    with pytest.raises(InputError, match="版本 2 没有定期启用"):
        unschedule(pointer, 2)
    roll_back(pointer)
    assert (history(pointer), days(pointer)) == ([1], {})


def test_rolled_back_on_its_day_it_does_not_return(pointer: Path, on_day: SetDay) -> None:
    """A scheduled one that came due and was rolled back stays away on the days after."""
    published(pointer, 1)
    schedule(pointer, 2, DAY)
    on_day(DAY)
    roll_back(pointer)
    on_day(AFTER)
    assert read_pointer(pointer).generation == 1


def test_publish_while_another_is_scheduled(pointer: Path, on_day: SetDay) -> None:
    """A publish before the day leaves the schedule as it is; one on the day comes after what is due."""
    published(pointer, 1)
    schedule(pointer, 2, DAY)
    publish(pointer, 3)
    assert (history(pointer), days(pointer)) == ([1, 3], {2: DAY})
    on_day(DAY)
    assert history(pointer) == [1, 3, 2]
    publish(pointer, 4)
    assert (history(pointer), days(pointer)) == ([1, 3, 2, 4], {})


def test_publishing_the_scheduled_one_now(pointer: Path, on_day: SetDay) -> None:
    """Published at once, its day no longer counts: rolled back, it does not come a second time."""
    published(pointer, 1)
    schedule(pointer, 2, DAY)
    publish(pointer, 2)
    assert (history(pointer), days(pointer)) == ([1, 2], {})
    roll_back(pointer)
    on_day(DAY)
    assert read_pointer(pointer).generation == 1


def test_rollback_leaves_what_is_scheduled(pointer: Path) -> None:
    """Going back takes no schedule with it."""
    published(pointer, 1, 2)
    schedule(pointer, 3, DAY)
    roll_back(pointer)
    assert (history(pointer), days(pointer)) == ([1], {3: DAY})


def test_publishing_from_several_processes_loses_nothing(pointer: Path) -> None:
    """Publishes and schedules of several processes at once all count."""
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from knowledge.pointer import publish, schedule\n"
        "path, first = Path(sys.argv[1]), int(sys.argv[2])\n"
        "for number in range(first, first + 10):\n"
        "    publish(path, number)\n"
        "    schedule(path, number + 500, date(2999, 1, 1))\n"
    )
    firsts = (100, 200, 300)
    running = [subprocess.Popen([sys.executable, "-c", code, pointer, str(first)]) for first in firsts]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    numbers = {first + n for first in firsts for n in range(10)}
    assert (len(history(pointer)), set(history(pointer))) == (30, numbers)
    assert days(pointer).keys() == {number + 500 for number in numbers}
    for first in firsts:  # each process's own in their order
        assert [n for n in history(pointer) if first <= n < first + 10] == list(range(first, first + 10))


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b'{"published": [{"generation": "x", "at": ""}]}', b"[]"])
def test_a_damaged_pointer_is_mended_by_the_next_publish(pointer: Path, damage: bytes) -> None:
    """A pointer that cannot be understood is refused in one line; no change but a publish touches it."""
    published(pointer, 1)
    pointer.write_bytes(damage)
    with pytest.raises(IndexUnusable, match="已损坏") as refused:
        read_pointer(pointer)
    assert "\n" not in str(refused.value)
    for change in (roll_back, lambda path: schedule(path, 2, DAY), lambda path: unschedule(path, 2)):
        with pytest.raises(IndexUnusable, match="已损坏"):
            change(pointer)
    assert pointer.read_bytes() == damage
    publish(pointer, 7)
    assert history(pointer) == [7]
