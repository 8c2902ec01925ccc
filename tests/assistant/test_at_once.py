"""Messages that come at the same moment, through threads and through workers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from assistant.chain import Assistant, Message
from assistant.conversation import State
from assistant.remember import next_state
from assistant.store.conversations import delete_conversation
from assistant.store.interface import UnknownConversation
from assistant.store.schema import turn
from assistant.store.steady import open_store
from knowledge.live import Fixed
from knowledge.search import Retriever
from knowledge.settings import Settings
from tests.assistant.conftest import DAY

FACTS = (
    "我是职工医保",
    "我已经退休了",
    "去的是三级医院",
    "是住院的费用",
    "门诊起付标准是多少",
    "能报多少",
    "那二级医院呢",
    "你好",
)


@pytest.fixture
def workers(retriever: Retriever, database_settings: Settings) -> Iterator[list[Assistant]]:
    """Two workers over one database, each with a store of its own."""
    stores = [open_store(database_settings) for _ in range(2)]
    yield [Assistant(Fixed(retriever), store, home_region="游仙区") for store in stores]
    for store in stores:
        store.close()


def test_each_turn_is_answered_on_what_the_one_before_left(workers: list[Assistant]) -> None:
    """Messages of one conversation at once are put in order: each one starts from the state that the last one left."""
    begun = workers[0].answer(Message("职工医保门诊能报多少", as_of=DAY)).conversation_id

    def say(n: int) -> None:
        workers[n % 2].answer(Message(FACTS[n % len(FACTS)], conversation_id=begun, as_of=DAY))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, range(12)))
    database = workers[0].store.database
    assert database is not None
    with database.reading() as at:
        told = at.execute(select(turn.c.message, turn.c.trace).order_by(turn.c.position)).all()
    assert len(told) == 13
    left = State()
    for message, trace in told:
        given = State.model_validate(json.loads(trace)["given"]["state"])
        assert given == left
        again = workers[0].begin(Message(message, as_of=DAY), given)
        workers[0].run(again)
        left = next_state(again)
    known = workers[1].store.recall(begun)
    assert known is not None and (known.state, known.version) == (left, 13)


def test_the_same_request_at_once_is_answered_once(workers: list[Assistant]) -> None:
    """A request that arrives several times at the same moment gets one answer, on all workers."""

    def say(n: int) -> str:
        return workers[n % 2].answer(Message(FACTS[4], as_of=DAY, request_id=f"r{n // 8}")).turn_id

    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(say, range(32)))
    assert [len(set(turns[i : i + 8])) for i in range(0, 32, 8)] == [1] * 4
    assert len(set(turns)) == 4


def test_a_conversation_deleted_while_it_is_answered(workers: list[Assistant], monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer that was just being made is refused, and the conversation stays deleted."""
    begun = workers[0].answer(Message(FACTS[4], as_of=DAY)).conversation_id
    database = workers[0].store.database
    assert database is not None
    run = Assistant.run

    def run_and_delete(self: Assistant, one: object) -> None:
        run(self, one)  # type: ignore[arg-type]
        assert delete_conversation(database, begun)

    monkeypatch.setattr(Assistant, "run", run_and_delete)
    with pytest.raises(UnknownConversation):
        workers[0].answer(Message(FACTS[5], conversation_id=begun, as_of=DAY))
    monkeypatch.undo()
    for worker in workers:
        with pytest.raises(UnknownConversation):
            worker.answer(Message(FACTS[5], conversation_id=begun, as_of=DAY))
    with database.reading() as at:
        assert at.execute(select(turn.c.id)).first() is None
