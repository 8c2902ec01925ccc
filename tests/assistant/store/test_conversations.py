"""Conversations looked at later: listed, exported, deleted, expired; feedback on them."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from assistant.store.conversations import (
    all_ids,
    conversation_as_data,
    delete_conversation,
    expire,
    list_conversations,
)
from assistant.store.feedback import add_feedback, list_feedback
from assistant.store.gaps import list_gaps
from assistant.store.interface import Unanswered, UnknownConversation
from assistant.store.schema import metadata
from assistant.store.turns import DatabaseStore
from tests.assistant.replies import small_reply, small_turn

NOW = datetime(2023, 12, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai"))


def talk(store: DatabaseStore, number: int, *, turns: int = 1, days_ago: int = 0) -> str:
    """A conversation with turns that long ago; each told of a gap."""
    at = (NOW - timedelta(days=days_ago)).isoformat(timespec="seconds")
    gap = Unanswered(f"试管婴儿能报吗{number}", "试管婴儿", "510704")
    for turn in range(turns):
        reply = small_reply(f"c{number}", f"c{number}t{turn}")
        store.keep(small_turn(reply, after=turn, asked_at=at, unanswered=(gap,)))
    return f"c{number}"


def test_list(store: DatabaseStore) -> None:
    """The last one spoken in comes first, each with the number of its turns; a place chooses."""
    talk(store, 1, turns=3, days_ago=2)
    talk(store, 2, days_ago=1)
    assert [(one.conversation_id, one.turns) for one in list_conversations(store.database)] == [("c2", 1), ("c1", 3)]
    assert [one.conversation_id for one in list_conversations(store.database, limit=1, skip=1)] == ["c1"]
    assert len(list_conversations(store.database, region="510704")) == 2
    assert list_conversations(store.database, region="620522") == []


def test_as_data(store: DatabaseStore) -> None:
    """A conversation comes with its turns in order and what was said of each."""
    talk(store, 1, turns=2)
    add_feedback(store.database, "c1t1", "wrong", given_at="2023-06-02", comment="不对", clause_id="a.b", rating=2)
    data = conversation_as_data(store.database, "c1")
    assert data is not None
    assert (data["region"], data["created_at"]) == ("510704", NOW.isoformat(timespec="seconds"))
    assert [(turn["turn_id"], turn["message"], turn["verdict"]) for turn in data["turns"]] == [
        ("c1t0", "您好", "passed"),
        ("c1t1", "您好", "passed"),
    ]
    assert data["turns"][0]["reply"] == small_reply("c1", "c1t0").model_dump(mode="json")
    assert data["turns"][0]["feedback"] == []
    (said,) = data["turns"][1]["feedback"]
    assert (said["verdict"], said["comment"], said["clause_id"], said["rating"]) == ("wrong", "不对", "a.b", 2)
    assert conversation_as_data(store.database, "c9") is None


def test_all_ids(store: DatabaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are read, some at a time, also where many began at the same second."""
    monkeypatch.setattr("assistant.store.conversations._BATCH", 3)
    for number in range(8):
        talk(store, number, days_ago=number // 5)
    assert list(all_ids(store.database)) == ["c5", "c6", "c7", "c0", "c1", "c2", "c3", "c4"]


def test_nothing_is_left_of_a_deleted_conversation(store: DatabaseStore) -> None:
    """No table holds a row of it, and its id is unknown; deleted again it is not there."""
    talk(store, 1, turns=2)
    add_feedback(store.database, "c1t1", "wrong", given_at="2023-06-02")
    assert delete_conversation(store.database, "c1")
    with store.database.reading() as at:
        for table in metadata.sorted_tables:
            assert at.execute(text(f"select count(*) from {table.name}")).scalar_one() == 0, table.name
    assert store.recall("c1") is None
    assert not delete_conversation(store.database, "c1")
    assert not delete_conversation(store.database, "x'--")


def test_deleted_while_it_is_answered(store: DatabaseStore) -> None:
    """However a deletion and the turns of many threads fall together, nothing of the conversation is left."""
    talk(store, 1)
    refused = threading.Event()

    def go_on(thread: int) -> None:
        turn = 0
        while not refused.is_set():
            turn += 1
            gap = Unanswered("只有我问", f"问{thread}", None)
            try:
                store.keep(small_turn(small_reply("c1", f"x{thread}t{turn}"), after=None, unanswered=(gap,)))
            except UnknownConversation:
                refused.set()

    threads = [threading.Thread(target=go_on, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    assert delete_conversation(store.database, "c1")
    for thread in threads:
        thread.join()
    with store.database.reading() as at:
        for table in metadata.sorted_tables:
            assert at.execute(text(f"select count(*) from {table.name}")).scalar_one() == 0, table.name


def test_expire(store: DatabaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody spoke in for longer goes, the rest stays; a gap that is still asked keeps its count, not their words."""
    monkeypatch.setattr("assistant.store.conversations._BATCH", 2)
    for number, days_ago in enumerate((300, 200, 190, 181, 179, 0)):
        talk(store, number, days_ago=days_ago)
    add_feedback(store.database, "c0t0", "wrong", given_at="2023-06-02")
    assert expire(store.database, 180, NOW) == 4
    assert list(all_ids(store.database)) == ["c4", "c5"]
    (gap,) = list_gaps(store.database)
    assert (gap.count, gap.ask) == (6, "试管婴儿能报吗5")
    assert list_feedback(store.database) == []
    assert expire(store.database, 180, NOW) == 0
    assert expire(store.database, 180, NOW + timedelta(days=181)) == 2
    assert list_gaps(store.database) == []


def test_feedback(store: DatabaseStore) -> None:
    """The latest comes first, with what was asked and answered; a verdict chooses; an unknown turn takes none."""
    talk(store, 1)
    assert add_feedback(store.database, "c1t0", "helpful", given_at="2023-06-02", rating=5)
    assert add_feedback(store.database, "c1t0", "wrong", given_at="2023-06-03", comment="金额不对")
    for turn_id in ("nothing", "\x00", ""):
        assert not add_feedback(store.database, turn_id, "wrong", given_at="2023-06-03")
    found = list_feedback(store.database)
    assert [(one.verdict, one.rating, one.comment) for one in found] == [
        ("wrong", None, "金额不对"),
        ("helpful", 5, None),
    ]
    assert (found[0].message, found[0].text, found[0].conversation_id) == ("您好", "好的。", "c1")
    assert [one.verdict for one in list_feedback(store.database, verdict="helpful")] == ["helpful"]
    assert len(list_feedback(store.database, limit=1, skip=1)) == 1
