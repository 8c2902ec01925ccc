"""A home from before there were migrations keeps all it had."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import text

from assistant.store.database import open_database
from knowledge.home import Home
from knowledge.settings import Settings

_BEFORE = """
create table conversation (id text primary key, state text not null);
create table turn (
    id text primary key, conversation_id text not null references conversation(id) on delete cascade,
    request text unique, asked_at text not null, message text not null, reply text not null, trace text not null
);
create index turn_of_conversation on turn (conversation_id);
create table gap (
    ask text not null, region text, first_seen text not null, last_seen text not null, count integer not null,
    primary key (ask, region)
);
insert into conversation values ('c1', '{"ask": "起付线"}'), ('c2', '{}');
insert into gap values ('试管婴儿能报吗', '510704', '2023-06-01', '2023-06-03', 3), ('试管婴儿能报吗', '', '2023-06-02', '2023-06-02', 1);
"""


def test_nothing_is_lost(tmp_path: Path) -> None:
    """Conversations, turns in their order, and gaps are all there; what the old JSON does not say is empty."""
    settings = Settings(home=tmp_path, database_url=None)
    trace = json.dumps({"given": {"region": "游仙区"}, "timings": {"guard": 0.5}, "dropped": []})
    turns = [
        ("t1", "c1", "r1", "2023-06-01T08:00:00+08:00", "一", '{"kind": "answer", "generation": 3}', trace),
        ("t2", "c1", None, "2023-06-01T08:00:00+08:00", "二", '{"kind": "partial", "generation": 4}', '{"dropped": ["x"]}'),
        ("t3", "c1", None, "2023-06-02T08:00:00+08:00", "三", "broken", "broken"),
    ]  # fmt: skip
    with closing(sqlite3.connect(Home(tmp_path).database)) as old:
        old.executescript(_BEFORE)
        old.executemany("insert into turn values (?, ?, ?, ?, ?, ?, ?)", turns)
        old.commit()
    with closing(open_database(settings)) as database:
        database.prepare()
        with database.reading() as at:

            def rows(query: str) -> list[tuple[object, ...]]:
                return [tuple(row) for row in at.execute(text(query))]

            assert rows("select id, version, region, created_at, updated_at from conversation where id = 'c1'") == [
                ("c1", 3, "游仙区", "2023-06-01T08:00:00+08:00", "2023-06-02T08:00:00+08:00")
            ]
            assert rows("select state, version from conversation where id = 'c2'") == [("{}", 1)]
            kept = "id, conversation_id, request, asked_at, message, reply, trace"
            assert rows(f"select {kept} from turn order by position") == turns
            assert rows("select position, kind, generation, verdict, timings from turn order by position") == [
                (1, "answer", 3, "passed", '{"guard":0.5}'),
                (2, "partial", 4, "dropped", "{}"),
                (3, None, None, None, "{}"),
            ]
            assert rows("select region, ask, first_seen, last_seen, count, state from gap order by region") == [
                ("", "试管婴儿能报吗", "2023-06-02", "2023-06-02", 1, "open"),
                ("510704", "试管婴儿能报吗", "2023-06-01", "2023-06-03", 3, "open"),
            ]
            tables = rows("select name from sqlite_master where type = 'table' and name like 'old%'")
            assert tables == []
