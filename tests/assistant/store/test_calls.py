"""Running calls of a server with several workers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from assistant.calls import KEPT, MOST_CALLS, Listener, UnknownCall, Utterance
from assistant.store import calls as stored
from assistant.store.calls import Calls, expire_calls
from assistant.store.database import Database
from assistant.store.interface import StoreUnavailable
from assistant.store.memory import MemoryStore
from assistant.store.steady import SteadyStore, open_store
from knowledge import clock
from knowledge.settings import Settings

PROGRAM = Listener(program=True)
MINE, OTHERS = Listener("user:1"), Listener("user:2")


@pytest.fixture
def stores(database_settings: Settings) -> Iterator[list[SteadyStore]]:
    """Those of two workers over one database."""
    stores = [open_store(database_settings) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()


@pytest.fixture
def workers(stores: list[SteadyStore]) -> list[Calls]:
    """What two workers see of the calls."""
    return [Calls(store) for store in stores]


def test_what_one_worker_hears_the_other_knows(workers: list[Calls]) -> None:
    """In order; what was heard otherwise takes the place of what was not final, whichever worker is told."""
    one, other = workers
    one.say("a", "您好", True, PROGRAM)
    other.say("a", "职工门", False, PROGRAM)
    assert one.say("a", "职工门诊", True, PROGRAM) == (Utterance(1, "职工门诊", True), True)
    assert other.said("a", PROGRAM) == ([Utterance(0, "您好", True), Utterance(1, "职工门诊", True)], True)


def test_nothing_is_lost_where_both_hear_at_once(workers: list[Calls]) -> None:
    """Each has its own place."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: workers[n % 2].say("a", f"第{n}句", True, PROGRAM), range(24)))
    said, _ = workers[0].said("a", PROGRAM)
    assert [one.index for one in said] == list(range(24))
    assert {one.text for one in said} == {f"第{n}句" for n in range(24)}


def test_who_takes_it_has_it_at_every_worker(workers: list[Calls]) -> None:
    """By reading it; a program goes on writing, and for others there is none."""
    one, other = workers
    one.say("a", "您好", True, PROGRAM)
    one.said("a", MINE)
    for try_it in (lambda: other.said("a", OTHERS), lambda: other.say("a", "听听", True, OTHERS)):
        with pytest.raises(UnknownCall):
            try_it()
    other.say("a", "请讲", True, PROGRAM)
    assert len(one.said("a", MINE)[0]) == 2


def test_silent_calls_go(workers: list[Calls], stores: list[SteadyStore], monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour after the last word with all that was said, and the longest silent one where there are too many."""
    one, other = workers
    begun = clock.now()
    monkeypatch.setattr(stored, "MOST_CALLS", 3)
    for number in range(4):
        monkeypatch.setattr(clock, "now", lambda number=number: begun + timedelta(seconds=number))
        one.say(str(number), "您好", True, PROGRAM)
    with pytest.raises(UnknownCall):
        other.said("0", PROGRAM)
    assert other.said("1", PROGRAM)[0]
    monkeypatch.setattr(clock, "now", lambda: begun + KEPT + timedelta(seconds=2))
    with pytest.raises(UnknownCall):
        other.said("1", PROGRAM)
    with stores[0].database.writing() as at:
        expire_calls(at, clock.now())
        left = at.exec_driver_sql("select call_id from utterance order by call_id").scalars().all()
    assert left == ["2", "3"]


def test_goes_on_while_the_database_is_away(
    workers: list[Calls], stores: list[SteadyStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    """This worker alone knows what is said then, and says so; afterwards the others get all of it."""
    one, other = workers
    one.say("a", "您好", True, PROGRAM)

    def away(self: Database) -> None:
        raise StoreUnavailable("磁盘写满了")

    with monkeypatch.context() as broken:
        broken.setattr(SteadyStore, "attempt", lambda self, work: away(self.database))
        assert one.say("a", "职工门诊", True, PROGRAM) == (Utterance(1, "职工门诊", True), False)
        assert [u.text for u in one.said("a", PROGRAM)[0]] == ["您好", "职工门诊"]
    assert one.said("a", PROGRAM)[1]
    assert [u.text for u in other.said("a", PROGRAM)[0]] == ["您好", "职工门诊"]


def test_without_a_database_a_worker_has_its_own() -> None:
    """And no more of them than it may."""
    calls = Calls(MemoryStore())
    for number in range(MOST_CALLS + 1):
        calls.say(str(number), "您好", True, MINE)
    with pytest.raises(UnknownCall):
        calls.said("0", MINE)
    assert calls.said("1", MINE) == ([Utterance(0, "您好", True)], False)
