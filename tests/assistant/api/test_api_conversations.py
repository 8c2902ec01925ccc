from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.store.schema import metadata
from assistant.store.steady import SteadyStore, open_store
from knowledge import clock
from knowledge.live import Fixed
from knowledge.settings import Settings

GAP = "试管婴儿能报销吗"
QUESTION = {"message": "职工医保门诊的起付标准是多少", "region": "游仙区", "as_of": "2023-06-01"}


@pytest.fixture
def store(database_settings: Settings) -> Iterator[SteadyStore]:
    """A store over a fresh database of either kind."""
    store = open_store(database_settings)
    yield store
    store.close()


@pytest.fixture
def client(assistant: Assistant, store: SteadyStore) -> Iterator[TestClient]:
    """The application over that store."""
    application = create_app(Assistant(Fixed(assistant.retriever), store, home_region=None))
    with TestClient(application, base_url="http://127.0.0.1:8000") as client:
        yield client


def chat(client: TestClient, **body: Any) -> dict[str, Any]:
    """The Reply to a message."""
    response = client.post("/api/v1/chat", json={**QUESTION, **body})
    assert response.status_code == 200, response.text
    reply: dict[str, Any] = response.json()
    return reply


def rows(store: SteadyStore) -> dict[str, int]:
    """How many rows each table has."""
    with store.database.reading() as at:
        return {
            table.name: at.execute(text(f"select count(*) from {table.name}")).scalar_one()
            for table in metadata.sorted_tables
        }


def test_a_conversation_is_shown(client: TestClient) -> None:
    """Its turns come in order, the messages masked, the replies as they were given."""
    first = chat(client, message="我手机13812345678，职工医保门诊的起付标准是多少")
    second = chat(client, message="那退休的呢", conversation_id=first["conversation_id"])
    shown = client.get(f"/api/v1/conversations/{first['conversation_id']}").json()
    assert shown["conversation_id"] == first["conversation_id"]
    assert shown["region"] == "510704"
    assert [turn["reply"] for turn in shown["turns"]] == [first, second]
    assert [turn["turn_id"] for turn in shown["turns"]] == [first["turn_id"], second["turn_id"]]
    assert shown["turns"][0]["message"] == "我手机〔手机号〕,职工医保门诊的起付标准是多少"
    assert shown["created_at"] == shown["turns"][0]["asked_at"]


def test_a_deleted_conversation_is_unknown_everywhere(client: TestClient, store: SteadyStore) -> None:
    """No row of it is left, and whoever asks for it, goes on with it or speaks of it gets 404."""
    reply = chat(client, message=GAP)
    url = f"/api/v1/conversations/{reply['conversation_id']}"
    said = {"turn_id": reply["turn_id"], "verdict": "incomplete"}
    assert client.post("/api/v1/feedback", json=said).status_code == 204
    assert rows(store) == {"conversation": 1, "turn": 1, "feedback": 1, "gap": 1, "sighting": 1}
    response = client.delete(url)
    assert (response.status_code, response.content) == (204, b"")
    assert set(rows(store).values()) == {0}
    again = {"message": "那退休的呢", "conversation_id": reply["conversation_id"]}
    for answer in (
        client.get(url),
        client.delete(url),
        client.post("/api/v1/chat", json=again),
        client.post("/api/v1/feedback", json=said),
    ):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert "已被删除" in answer.json()["detail"]


@pytest.mark.parametrize("id", ["nothing", "x'--", "%00", "会话", "a" * 5000])
def test_an_unknown_conversation(client: TestClient, id: str) -> None:
    """An id that was never given out is 404, whatever stands in it."""
    assert client.get(f"/api/v1/conversations/{id}").status_code == 404
    assert client.delete(f"/api/v1/conversations/{id}").status_code == 404
    assert client.post("/api/v1/feedback", json={"turn_id": id, "verdict": "wrong"}).status_code in (404, 422)


def test_feedback_is_masked_and_listed(client: TestClient) -> None:
    """A comment is kept without personal numbers; the list says what was asked, answered and said of it."""
    reply = chat(client)
    said = {
        "turn_id": reply["turn_id"],
        "verdict": "wrong",
        "comment": "我手机13812345678，这个数不对",
        "clause_id": reply["citations"][0]["clause_id"],
        "rating": 2,
    }
    assert client.post("/api/v1/feedback", json=said).status_code == 204
    assert client.post("/api/v1/feedback", json={"turn_id": reply["turn_id"], "verdict": "helpful"}).status_code == 204
    helpful, wrong = client.get("/api/v1/feedback").json()
    assert wrong == {
        "id": wrong["id"],
        "conversation_id": reply["conversation_id"],
        "given_at": wrong["given_at"],
        "message": QUESTION["message"],
        "text": reply["text"],
        **said,
        "comment": "我手机〔手机号〕,这个数不对",
    }
    assert (helpful["verdict"], helpful["comment"], helpful["rating"]) == ("helpful", None, None)
    assert client.get("/api/v1/feedback", params={"verdict": "wrong"}).json() == [wrong]
    assert client.get("/api/v1/feedback", params={"limit": 1, "skip": 1}).json() == [wrong]


SQLITE_ALONE = pytest.mark.parametrize("database_settings", ["sqlite"], indirect=True)
"""What is refused before any database is asked need not be tried on both."""


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"verdict": "bad"}, "verdict 只能是"),
        ({"comment": "字" * 2001}, "comment 太长，最多 2000 个字符"),
        ({"comment": "\ud800"}, "comment 里有不成对的代用字符"),
        ({"rating": 6}, "rating 须是 1 到 5 的整数"),
        ({"rating": 2.5}, "rating 须是 1 到 5 的整数"),
        ({"rating": True}, "rating 须是 1 到 5 的整数"),
        ({"clause_id": "elsewhere.1"}, "clause_id 不在这次回答的 citations 里"),
        ({"stars": 5}, "不认识的字段 stars"),
        ({"turn_id": None}, "turn_id 须是文字"),
    ],
)
def test_feedback_that_cannot_be_used(client: TestClient, change: dict[str, Any], told: str) -> None:
    """A wrong field is named with what it may be; nothing is kept."""
    body = {"turn_id": chat(client)["turn_id"], "verdict": "wrong", **change}
    response = client.post("/api/v1/feedback", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert told in response.json()["detail"]
    assert client.get("/api/v1/feedback").json() == []


def test_gaps(client: TestClient) -> None:
    """What could not be answered is one gap however it is said; its state is changed, and open again when asked again."""
    for message in (GAP, "请问做试管婴儿的费用医保报不报", "试管婴儿能报多少钱"):
        assert chat(client, message=message)["kind"] == "no_basis"
    (gap,) = client.get("/api/v1/gaps").json()
    assert (gap["ask"], gap["region"], gap["count"], gap["state"]) == ("试管婴儿能报多少钱", "510704", 3, "open")
    assert client.get("/api/v1/gaps", params={"region": "秦安县"}).json() == []
    changed = client.patch(f"/api/v1/gaps/{gap['id']}", json={"state": "answered"})
    assert (changed.status_code, changed.json()) == (200, {**gap, "state": "answered"})
    assert client.get("/api/v1/gaps", params={"state": "open", "region": "游仙区"}).json() == []
    chat(client, message=GAP)
    assert [(one["state"], one["count"]) for one in client.get("/api/v1/gaps").json()] == [("open", 4)]


@SQLITE_ALONE
@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", "/api/v1/gaps/999", {"state": "open"}, 404),
        ("PATCH", "/api/v1/gaps/99999999999999999999", {"state": "open"}, 422),
        ("PATCH", "/api/v1/gaps/x", {"state": "open"}, 422),
        ("PATCH", "/api/v1/gaps/1", {"state": "gone"}, 422),
        ("GET", "/api/v1/gaps?region=没有这里", None, 422),
        ("GET", "/api/v1/gaps?limit=0", None, 422),
        ("GET", "/api/v1/feedback?limit=100000", None, 422),
        ("GET", "/api/v1/feedback?verdict=x", None, 422),
    ],
)
def test_lists_that_cannot_be_given(client: TestClient, method: str, path: str, body: Any, status: int) -> None:
    """What cannot be used is a problem in Chinese."""
    response = client.request(method, path, json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert any("\u4e00" <= c <= "\u9fff" for c in response.json()["detail"])


def test_without_the_database(assistant: Assistant, settings_on: Any) -> None:
    """Where it cannot be reached, answers come with a notice and the rest says when to come back."""
    away = settings_on("sqlite").model_copy(
        update={"database_url": Settings(database_url="postgresql://nobody:secret@127.0.0.1:1/none").database_url}
    )
    store = open_store(away)
    with TestClient(create_app(Assistant(Fixed(assistant.retriever), store, home_region=None))) as client:
        first = chat(client)
        second = chat(client, message="那退休的呢", conversation_id=first["conversation_id"])
        assert [[notice["code"] for notice in reply["notices"]][-1] for reply in (first, second)] == ["degraded"] * 2
        assert "150元" in second["text"]
        for response in (
            client.get(f"/api/v1/conversations/{first['conversation_id']}"),
            client.delete(f"/api/v1/conversations/{first['conversation_id']}"),
            client.post("/api/v1/feedback", json={"turn_id": first["turn_id"], "verdict": "helpful"}),
            client.get("/api/v1/gaps"),
        ):
            assert (response.status_code, response.headers["retry-after"]) == (503, "5")
            assert "会话数据库" in response.json()["detail"]
            assert "127.0.0.1" not in response.text
        ready = client.get("/readyz")
    store.close()
    assert ready.status_code == 200
    assert "127.0.0.1:1/none 眼下用不了" in ready.json()["parts"]["store"]["detail"]
    assert "secret" not in ready.text


def test_a_server_expires_by_itself(assistant: Assistant, store: SteadyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A running worker deletes what is older than the settings allow, and nothing else."""
    monkeypatch.setattr("assistant.api.service._EXPIRING", 0.01)
    now = clock.now()
    with TestClient(create_app(Assistant(Fixed(assistant.retriever), store, home_region=None))) as client:
        monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=181))
        old = chat(client)["conversation_id"]
        monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=1))
        new = chat(client)["conversation_id"]
        monkeypatch.setattr(clock, "now", lambda: now)
        until = time.monotonic() + 20
        while client.get(f"/api/v1/conversations/{old}").status_code != 404:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert client.get(f"/api/v1/conversations/{new}").status_code == 200
