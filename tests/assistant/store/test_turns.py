"""Conversations and their turns: kept in order, kept once, kept whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from assistant.conversation import State
from assistant.store.database import open_database
from assistant.store.interface import Known, Outdated, Store, UnknownConversation
from assistant.store.memory import MemoryStore
from assistant.store.schema import turn
from assistant.store.turns import DatabaseStore
from knowledge.settings import Settings
from tests.assistant.replies import small_reply, small_turn

STATE = State(slots={"insured": "employee"}, region="510704", ask="起付线多少", pending="tier", pointed=("r",))


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, settings_on: Callable[[str], Settings]) -> Iterator[Store]:
    """Each kind of store."""
    if request.param == "memory":
        yield MemoryStore()
    else:
        with several(settings_on(request.param), 1) as (store,):
            yield store


@pytest.mark.parametrize("id", ["nobody", "", "x'--", "\x00", "会话", "a" * 1000])
def test_an_unknown_conversation(any_store: Store, id: str) -> None:
    """Nothing is made up for an id that was never given out, whatever stands in it."""
    assert any_store.recall(id) is None


def test_gives_back_the_state_that_was_kept_last(any_store: Store) -> None:
    """A conversation remembers its last state, whole, and no other conversation's."""
    any_store.keep(small_turn(small_reply("c1", "t1")))
    any_store.keep(small_turn(small_reply("c1", "t2"), after=1, state=STATE))
    any_store.keep(small_turn(small_reply("c2", "t3"), state=State(ask="另一个")))
    assert any_store.recall("c1") == Known(STATE, 2)
    assert any_store.recall("c2") == Known(State(ask="另一个"), 1)


def test_a_turn_answered_on_an_old_state_is_not_kept(any_store: Store) -> None:
    """Of two turns on one state the first counts; the other must be answered on what that one left."""
    any_store.keep(small_turn(small_reply("c1", "t1")))
    any_store.keep(small_turn(small_reply("c1", "t2"), after=1, state=STATE))
    with pytest.raises(Outdated):
        any_store.keep(small_turn(small_reply("c1", "t3"), after=1, state=State(ask="不该留下")))
    assert any_store.recall("c1") == Known(STATE, 2)


def test_a_deleted_conversation_is_not_brought_back(store: DatabaseStore) -> None:
    """A turn of a conversation that was deleted while it was answered leaves nothing."""
    store.keep(small_turn(small_reply("c1", "t1")))
    with store.database.writing() as at:
        at.execute(text("delete from conversation"))
    for after in (1, None):
        with pytest.raises(UnknownConversation):
            store.keep(small_turn(small_reply("c1", "t2"), after=after))
    assert store.recall("c1") is None
    assert rows(store, "turn") == 0


def test_a_turn_and_its_state_are_written_together_or_not_at_all(store: DatabaseStore) -> None:
    """A turn that cannot be written leaves the conversation as it was."""
    store.keep(small_turn(small_reply("c1", "t1"), state=STATE))
    with pytest.raises(IntegrityError):
        store.keep(small_turn(small_reply("c1", "t1"), after=1, state=State(ask="不该留下")))
    assert store.recall("c1") == Known(STATE, 1)


def test_a_request_is_answered_once(store: DatabaseStore) -> None:
    """The second answer to a request is dropped, its state too; the first one counts."""
    assert store.answered("r") is None
    first = store.keep(small_turn(small_reply("c1", "t1", "第一次"), state=STATE, request="r"))
    second = store.keep(small_turn(small_reply("c1", "t2", "第二次"), after=1, request="r"))
    assert first == second == store.answered("r")
    assert store.recall("c1") == Known(STATE, 1)
    assert rows(store, "turn") == 1


def test_many_requests_at_once_get_one_answer_each(database_settings: Settings) -> None:
    """The same requests through several processes' connections at once are each kept once, and all get that reply."""
    with several(database_settings) as stores:

        def one(n: int) -> str:
            return stores[n % 4].keep(small_turn(small_reply(f"c{n}", f"t{n}"), request=f"r{n // 16}")).turn_id

        with ThreadPoolExecutor(8) as pool:
            turns = list(pool.map(one, range(160)))
        assert [len(set(turns[i : i + 16])) for i in range(0, 160, 16)] == [1] * 10
        assert rows(stores[0], "turn") == rows(stores[0], "conversation") == 10


def test_turns_at_once_are_put_in_order(database_settings: Settings) -> None:
    """Of many turns of one conversation through several connections none overwrites another one's state."""
    with several(database_settings) as stores:
        stores[0].keep(small_turn(small_reply("c1", "t")))

        def one(n: int) -> None:
            store = stores[n % 4]
            while True:
                known = store.recall("c1")
                assert known is not None
                left = State(slots={**known.state.slots, f"n{n}": "told"})
                try:
                    store.keep(small_turn(small_reply("c1", f"t{n}"), after=known.version, state=left))
                    return
                except Outdated:
                    continue

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(one, range(40)))
        known = stores[0].recall("c1")
        assert known is not None
        assert (known.version, len(known.state.slots)) == (41, 40)
        with stores[0].database.reading() as at:
            assert at.execute(select(turn.c.position).order_by(turn.c.position)).scalars().all() == list(range(1, 42))


def test_survives_the_process(database_settings: Settings) -> None:
    """What was kept is there when the database is opened again, with all that the turn told."""
    with several(database_settings, 1) as (before,):
        reply = before.keep(small_turn(small_reply("c1", "t1", "留着"), state=STATE, request="r"))
    with several(database_settings, 1) as (again,):
        assert again.recall("c1") == Known(STATE, 1)
        assert again.answered("r") == reply
        recorded = again.turn("t1")
        assert recorded is not None
        assert recorded == ("您好", reply.model_dump_json(), "{}")
        assert again.turn("t2") is None
        assert again.generations() == {1}
        with again.database.reading() as at:
            row = at.execute(select(turn.c.kind, turn.c.verdict, turn.c.timings, turn.c.generation)).one()
        assert tuple(row) == ("chat", "passed", '{"guard": 0.1}', 1)


@contextmanager
def several(settings: Settings, number: int = 4) -> Iterator[list[DatabaseStore]]:
    """As many stores over one database, each with connections of its own as another process has them."""
    with ExitStack() as stack:
        databases = [stack.enter_context(closing(open_database(settings))) for _ in range(number)]
        databases[0].prepare()
        yield [DatabaseStore(database) for database in databases]


def rows(store: DatabaseStore, table: str) -> int:
    """How many rows a table has."""
    with store.database.reading() as at:
        return int(at.execute(text(f"select count(*) from {table}")).scalar_one())
