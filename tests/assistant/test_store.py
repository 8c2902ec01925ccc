"""Where conversations live."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.conversation import State
from assistant.reply import Reply
from assistant.store import MemoryStore, SqliteStore, Store
from knowledge.errors import InputError
from tests.assistant.replies import small_reply

STATE = State(slots={"insured": "employee"}, region="510704", ask="起付线多少", pending="tier", pointed=("r",))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database file that does not exist yet, in a folder that does not either."""
    return tmp_path / "home" / "hotline.sqlite"


@pytest.fixture
def sqlite_store(database: Path) -> Iterator[SqliteStore]:
    """A store over a fresh file."""
    store = SqliteStore(database)
    yield store
    store.close()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, sqlite_store: SqliteStore) -> Store:
    """Each kind of store."""
    return MemoryStore() if request.param == "memory" else sqlite_store


def save(store: Store, reply: Reply, state: State = STATE, request: str | None = None) -> Reply:
    """Save a turn of which only reply, state and request matter."""
    return store.save(reply, state, message="您好", request=request, asked_at="2023-06-01T08:00:00", trace="{}")


def test_an_unknown_conversation_has_no_state(store: Store) -> None:
    """Nothing is made up for an id that was never given out."""
    assert store.state("nobody") is None


def test_gives_back_the_state_that_was_saved_last(store: Store) -> None:
    """A conversation remembers its last state, whole, and no other conversation's."""
    save(store, small_reply("c1", "t1"), State())
    save(store, small_reply("c1", "t2"))
    save(store, small_reply("c2", "t3"), State(ask="另一个"))
    assert store.state("c1") == STATE
    assert store.state("c2") == State(ask="另一个")


def test_a_turn_without_a_request_returns_its_own_reply(store: Store) -> None:
    """Saving returns the reply that counts: without a request, the one saved."""
    assert save(store, small_reply("c1", "t1")).turn_id == "t1"
    assert save(store, small_reply("c1", "t2")).turn_id == "t2"
    assert store.answered("never") is None


def test_a_request_is_answered_once(sqlite_store: SqliteStore) -> None:
    """The second answer to a request is dropped, its state too; the first one counts."""
    first = save(sqlite_store, small_reply("c1", "t1", "第一次"), request="r")
    second = save(sqlite_store, small_reply("c1", "t2", "第二次"), State(), request="r")
    assert first == second == sqlite_store.answered("r")
    assert sqlite_store.state("c1") == STATE


def test_many_at_once_get_one_answer(database: Path) -> None:
    """The same requests through several connections at once are each kept once, and all get that reply."""
    stores = [SqliteStore(database) for _ in range(4)]

    def one(n: int) -> str:
        return save(stores[n % 4], small_reply("c1", f"t{n}"), request=f"r{n // 16}").turn_id

    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(one, range(160)))
    assert [len(set(turns[i : i + 16])) for i in range(0, 160, 16)] == [1] * 10
    for store in stores:
        store.close()


def test_survives_the_process(database: Path) -> None:
    """What was saved is there when the file is opened again."""
    before = SqliteStore(database)
    reply = save(before, small_reply("c1", "t1", "留着"), request="r")
    before.close()
    again = SqliteStore(database)
    assert again.state("c1") == STATE
    assert again.answered("r") == reply
    again.close()


def test_two_processes_share_a_file(database: Path) -> None:
    """What one connection saves another one sees."""
    one, other = SqliteStore(database), SqliteStore(database)
    save(one, small_reply("c1", "t1"))
    assert other.state("c1") == STATE
    save(other, small_reply("c1", "t2"), State(ask="后来"))
    assert one.state("c1") == State(ask="后来")
    one.close()
    other.close()


def test_counts_gaps(sqlite_store: SqliteStore, database: Path) -> None:
    """The same ask of the same place is one gap with its first and last day and a count."""
    for day, region in (("01", "510704"), ("05", "510704"), ("03", None), ("04", None), ("02", "620522")):
        sqlite_store.gap("试管婴儿能报吗", region, f"2023-06-{day}")
    rows = sqlite3.connect(database).execute("select region, first_seen, last_seen, count from gap order by region")
    assert rows.fetchall() == [
        ("", "2023-06-03", "2023-06-04", 2),
        ("510704", "2023-06-01", "2023-06-05", 2),
        ("620522", "2023-06-02", "2023-06-02", 1),
    ]


def test_a_turn_and_its_state_are_written_together_or_not_at_all(sqlite_store: SqliteStore) -> None:
    """A turn that cannot be written leaves the conversation as it was."""
    save(sqlite_store, small_reply("c1", "t1"))
    with pytest.raises(sqlite3.IntegrityError):
        save(sqlite_store, small_reply("c1", "t1"), State(ask="不该留下"))
    assert sqlite_store.state("c1") == STATE


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    """A broken file is named with the way to mend it, not a traceback."""
    path = tmp_path / "hotline.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(InputError, match=r"hotline\.sqlite：会话数据库打不开"):
        SqliteStore(path)
