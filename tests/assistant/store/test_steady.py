"""A lost database costs no answer: memory stands in for it, and what was said is written when it is back."""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.pool import Pool

from assistant.conversation import State
from assistant.reply import Reply
from assistant.store.conversations import conversation_as_data, delete_conversation
from assistant.store.interface import Known, Outdated, StoreUnavailable
from assistant.store.steady import SteadyStore, open_store
from knowledge.home import Home
from knowledge.settings import Settings
from tests.assistant.replies import small_reply, small_turn
from tests.postgres import Postgres

PATIENCE = 20
"""Seconds within which a database that is back must have been noticed."""


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.store.steady._AGAIN", 0.05)


class Losable:
    """A database that can be taken away and given back, and a store over it."""

    def __init__(self, settings: Settings, take: Callable[[], object], give: Callable[[], object]) -> None:
        self.settings, self.take, self.give = settings, take, give
        self.store = open_store(settings)


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """A server that these tests may stop."""
    server = Postgres()
    server.start()
    yield server
    server.remove()


@contextmanager
def stopped(home: Path, server: Postgres) -> Iterator[Losable]:
    """PostgreSQL, stopped and started."""
    url = SecretStr(server.create(f"test_{secrets.token_hex(8)}"))
    yield Losable(Settings(home=home, database_url=url), server.stop, server.start)


@contextmanager
def locked(home: Path) -> Iterator[Losable]:
    """SQLite, locked for writing by another program."""
    home.mkdir()
    with closing(sqlite3.connect(Home(home).database, isolation_level=None)) as other:
        yield Losable(Settings(home=home, database_url=None), lambda: other.execute("begin immediate"), other.rollback)


@contextmanager
def hindered(home: Path, hindrance: str, relief: str) -> Iterator[Losable]:
    """SQLite whose connections are told so before they are used."""
    hindering = threading.Event()

    def tell(connection: object, *rest: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            (pages,) = connection.execute("pragma page_count").fetchone()
            connection.execute((hindrance if hindering.is_set() else relief).format(pages=pages))

    event.listen(Pool, "checkout", tell)
    yield Losable(Settings(home=home, database_url=None), hindering.set, hindering.clear)
    event.remove(Pool, "checkout", tell)


def full(home: Path) -> AbstractContextManager[Losable]:
    """SQLite with no room for another page."""
    return hindered(home, "pragma max_page_count = {pages}", "pragma max_page_count = 1000000000")


def read_only(home: Path) -> AbstractContextManager[Losable]:
    """SQLite that may only be read; file modes would not hold a root user back."""
    return hindered(home, "pragma query_only = on", "pragma query_only = off")


@pytest.fixture(params=[stopped, locked, full, read_only])
def losable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Losable]:
    """Each way in which a database may be lost."""
    server = [request.getfixturevalue("own_postgres")] if request.param is stopped else []
    with request.param(tmp_path / "home", *server) as losable:
        yield losable
        losable.store.close()


def settle(store: SteadyStore) -> None:
    """Wait until the store has noticed that its database is back."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return store.check()
        except StoreUnavailable:
            assert time.monotonic() < until
            time.sleep(0.05)


def long_reply(conversation_id: str, turn_id: str) -> Reply:
    """A reply that does not fit into what is left of a page."""
    return small_reply(conversation_id, turn_id, "好" * 20_000)


def degraded(reply: Reply) -> bool:
    """Whether the person was told that it could not be kept."""
    return [notice.code for notice in reply.notices] == ["degraded"]


def test_conversations_go_on_and_are_written_later(losable: Losable, caplog: pytest.LogCaptureFixture) -> None:
    """While it is away, running and new conversations go on from memory; when it is back, everything is there."""
    store = losable.store
    assert not degraded(store.keep(small_turn(small_reply("c1", "t1"), state=State(ask="一"))))
    losable.take()
    for turn in (2, 3):
        known = store.recall("c1")
        assert known is not None and known == Known(State(ask="一二"[turn - 2]), turn - 1)
        kept = small_turn(long_reply("c1", f"t{turn}"), after=known.version, state=State(ask="一二三"[turn - 1]))
        assert degraded(store.keep(kept))
    assert degraded(store.keep(small_turn(long_reply("c2", "t4"), state=State(ask="新的"), request="r")))
    with pytest.raises(StoreUnavailable):
        store.check()
    losable.give()
    settle(store)
    assert store.recall("c1") == Known(State(ask="三"), 3)
    assert store.recall("c2") == Known(State(ask="新的"), 1)
    assert store.recall("c9") is None
    data = conversation_as_data(store.database, "c1")
    assert data is not None
    assert [turn["turn_id"] for turn in data["turns"]] == ["t1", "t2", "t3"]
    answered = store.answered("r")
    assert answered is not None and answered.turn_id == "t4"
    assert not degraded(store.keep(small_turn(small_reply("c1", "t5"), after=3)))
    assert "回答照常" in caplog.text and "等着的会话都已写入" in caplog.text


def test_no_answer_waits_for_what_is_away(losable: Losable) -> None:
    """Only the first answer finds out; the ones after it do not ask the database at all."""
    store = losable.store
    store.keep(small_turn(small_reply("c1", "t1")))
    losable.take()
    store.keep(small_turn(long_reply("c1", "t2"), after=1))
    asked = 0

    def count(*arguments: object) -> None:
        nonlocal asked
        asked += 1

    store._closed.set()  # the thread that looks for the database would count, too
    event.listen(store.database._engine, "before_cursor_execute", count)
    for turn in range(2, 12):
        known = store.recall("c1")
        assert known is not None
        store.keep(small_turn(small_reply("c1", f"u{turn}"), after=known.version))
        store.answered("r")
    assert asked == 0
    losable.give()


def test_order_and_requests_hold_in_memory(losable: Losable) -> None:
    """While it is away a turn on an old state is outdated, and the same request is answered once."""
    store = losable.store
    store.keep(small_turn(small_reply("c1", "t1")))
    losable.take()
    first = store.keep(small_turn(long_reply("c1", "t2"), after=1, request="r"))
    assert degraded(first)
    assert store.keep(small_turn(long_reply("c1", "t3"), after=1, request="r")) == first == store.answered("r")
    with pytest.raises(Outdated):
        store.keep(small_turn(long_reply("c1", "t4"), after=1))
    losable.give()
    settle(store)
    data = conversation_as_data(store.database, "c1")
    assert data is not None and [turn["turn_id"] for turn in data["turns"]] == ["t1", "t2"]


def test_a_conversation_that_memory_does_not_hold(losable: Losable) -> None:
    """It is answered as if new and added to what another worker kept; one that never was is not made."""
    with closing(open_store(losable.settings)) as other:
        other.keep(small_turn(small_reply("c1", "t1"), state=State(ask="一")))
    store = losable.store
    losable.take()
    assert degraded(store.keep(small_turn(long_reply("c0", "t0"))))  # the loss is noticed
    for id in ("c1", "nobody"):
        known = store.recall(id)
        assert known == Known(State(), None)
        store.keep(small_turn(long_reply(id, f"{id}t2"), after=None, state=State(ask="二")))
        assert store.recall(id) == Known(State(ask="二"), None)
    assert store.recall("x'--") is None
    losable.give()
    settle(store)
    assert store.recall("c1") == Known(State(ask="二"), 2)
    assert store.recall("nobody") is None


def test_what_two_workers_said_meanwhile_is_all_kept(losable: Losable) -> None:
    """Both workers went on with one conversation from memory: no turn is lost, whoever writes first."""
    store = losable.store
    store.keep(small_turn(small_reply("c1", "t1")))
    with closing(open_store(losable.settings)) as other:
        assert other.recall("c1") == Known(State(), 1)
        losable.take()
        for worker, name in ((store, "a"), (other, "b")):
            assert degraded(worker.keep(small_turn(long_reply("c1", f"{name}2"), after=1)))
            assert degraded(worker.keep(small_turn(long_reply("c1", f"{name}3"), after=2)))
        losable.give()
        settle(store)
        settle(other)
    data = conversation_as_data(store.database, "c1")
    assert data is not None
    assert sorted(turn["turn_id"] for turn in data["turns"]) == ["a2", "a3", "b2", "b3", "t1"]


def test_deleted_before_it_is_written(losable: Losable) -> None:
    """What waits to be written of a conversation that is deleted meanwhile does not bring it back."""
    store = losable.store
    store.keep(small_turn(small_reply("c1", "t1")))
    with closing(open_store(losable.settings)) as other:
        assert delete_conversation(other.database, "c1")
    losable.take()
    assert degraded(store.keep(small_turn(long_reply("c2", "t2"))))
    assert degraded(store.keep(small_turn(long_reply("c1", "t2b"), after=1)))
    losable.give()
    settle(store)
    assert store.recall("c1") is None
    assert store.recall("c2") == Known(State(), 1)


def test_starts_without_it(own_postgres: Postgres, tmp_path: Path) -> None:
    """A worker that starts while the database is away answers, and makes the tables when it is back."""
    with stopped(tmp_path, own_postgres) as losable:
        losable.take()
        with closing(open_store(losable.settings)) as late:
            assert degraded(late.keep(small_turn(small_reply("c1", "t1"))))
            losable.give()
            settle(late)
            assert late.recall("c1") == Known(State(), 1)
        losable.store.close()


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the conversations that are remembered nor the turns that wait grow without end; answers go on."""
    monkeypatch.setattr("assistant.store.steady._REMEMBERED", 5)
    monkeypatch.setattr("assistant.store.steady._WAITING", 5)
    away = Settings(home=tmp_path, database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"))
    with closing(open_store(away)) as store:
        for number in range(20):
            assert degraded(store.keep(small_turn(small_reply(f"c{number}", f"t{number}"))))
        assert (len(store._recent), len(store._waiting)) == (5, 5)
        assert store.recall("c19") == Known(State(), 1)
