"""Gaps: counted as one, opened again, forgotten with the conversation."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from assistant.store.conversations import delete_conversation
from assistant.store.gaps import list_gaps, set_gap_state
from assistant.store.interface import Unanswered
from assistant.store.turns import DatabaseStore
from tests.assistant.replies import small_reply, small_turn

IVF = Unanswered("试管婴儿能报吗", "试管婴儿", "510704")


def asked(store: DatabaseStore, number: int, *unanswered: Unanswered, day: int = 1) -> None:
    """A conversation of one turn in which this was asked in vain."""
    at = f"2023-06-{day:02d}T08:00:00+08:00"
    store.keep(small_turn(small_reply(f"c{number}", f"t{number}"), asked_at=at, unanswered=unanswered))


def test_the_same_words_and_place_are_one_gap(store: DatabaseStore) -> None:
    """However it is said, it is one gap with its last wording, its days and a count; another place is another gap."""
    asked(store, 1, IVF, day=1)
    asked(store, 2, Unanswered("做试管婴儿给报销不", "试管婴儿", "510704"), day=5)
    asked(store, 3, Unanswered("试管婴儿能报吗", "试管婴儿", None), day=3)
    asked(store, 4, Unanswered("牙齿矫正能报吗", "牙齿 矫正", "510704"), day=4)
    first, *others = list_gaps(store.database)
    assert (first.ask, first.region, first.count, first.state) == ("做试管婴儿给报销不", "510704", 2, "open")
    assert (first.first_seen[:10], first.last_seen[:10]) == ("2023-06-01", "2023-06-05")
    assert [(gap.region, gap.count) for gap in others] == [("510704", 1), (None, 1)]
    assert [gap.ask for gap in list_gaps(store.database, region="510704")] == [first.ask, "牙齿矫正能报吗"]
    assert len(list_gaps(store.database, limit=1, skip=2)) == 1


def test_a_turn_counts_once(store: DatabaseStore) -> None:
    """A turn that asks the same twice, and a request that is sent again, count once."""
    turn = small_turn(small_reply(), request="r", unanswered=(IVF, IVF))
    store.keep(turn)
    store.keep(turn)
    assert [gap.count for gap in list_gaps(store.database)] == [1]


def test_many_at_once_are_all_counted(store: DatabaseStore) -> None:
    """Turns that are kept at once, each with the same two gaps in another order, neither block nor lose a count."""
    two = [IVF, Unanswered("牙齿矫正能报吗", "牙齿 矫正", "510704")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: asked(store, n, *(two if n % 2 else reversed(two))), range(40)))
    assert [gap.count for gap in list_gaps(store.database)] == [40, 40]


def test_states(store: DatabaseStore) -> None:
    """What was called answered is open again once it is asked in vain again; what was dismissed stays so."""
    asked(store, 1, IVF, Unanswered("牙齿矫正能报吗", "牙齿 矫正", None))
    answered, dismissed = list_gaps(store.database)
    set_gap_state(store.database, answered.id, "answered")
    changed = set_gap_state(store.database, dismissed.id, "dismissed")
    assert changed is not None and changed.state == "dismissed"
    assert {gap.state for gap in list_gaps(store.database)} == {"answered", "dismissed"}
    assert list_gaps(store.database, state="open") == []
    asked(store, 2, IVF, Unanswered("牙齿矫正能报吗", "牙齿 矫正", None))
    states = {gap.id: gap.state for gap in list_gaps(store.database)}
    assert states == {answered.id: "open", dismissed.id: "dismissed"}
    assert set_gap_state(store.database, 999, "open") is None


def test_a_deleted_conversation_leaves_neither_words_nor_counts(store: DatabaseStore) -> None:
    """A gap that only it told of goes; another one counts less and is told in the words of who else asked."""
    asked(store, 1, IVF, day=1)
    asked(
        store,
        2,
        Unanswered("我做试管婴儿花了好多，能报吗", "试管婴儿", "510704"),
        Unanswered("只有我问", "问", None),
        day=2,
    )
    assert delete_conversation(store.database, "c2")
    (gap,) = list_gaps(store.database)
    assert (gap.ask, gap.count) == ("试管婴儿能报吗", 1)
    with store.database.reading() as at:
        assert at.execute(text("select count(*) from sighting")).scalar_one() == 1
    assert delete_conversation(store.database, "c1")
    assert list_gaps(store.database) == []
