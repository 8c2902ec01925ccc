from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from api_process import settings_of
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.store.steady import open_store
from knowledge.build import build
from knowledge.live import Fixed
from knowledge.settings import Settings


def test_alive(client: TestClient) -> None:
    """A living worker says so."""
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_names_each_part(client: TestClient, assistant: Assistant) -> None:
    """Ready comes with the generation that answers, the number of rules and the store."""
    response = client.get("/readyz")
    assert response.status_code == 200
    body = response.json()
    assert body["ready"] is True
    assert body["parts"]["index"]["generation"] == assistant.retriever.generation.number
    assert body["parts"]["index"]["clauses"] > 0
    assert body["parts"]["rules"] == {"ok": True, "count": len(assistant.retriever.generation.rules)}
    assert body["parts"]["store"] == {"ok": True}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_may_use_head(client: TestClient, path: str) -> None:
    """A probe that asks for headers alone gets them."""
    response = client.head(path)
    assert response.status_code == 200
    assert response.content == b""


def test_without_an_index_alive_but_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Before the first build the worker lives, says what is missing, and is ready as soon as it is there."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    with TestClient(create_app()) as client:
        assert client.get("/healthz").status_code == 200
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert "hotline knowledge build" in response.json()["detail"]
        assert response.json()["parts"]["index"]["ok"] is False
        assert client.post("/api/v1/chat", json={"message": "你好"}).status_code == 503
        build(settings_of(tmp_path), lambda step, done, total: None, publish=True)
        assert client.get("/readyz").status_code == 200
        assert client.post("/api/v1/chat", json={"message": "你好"}).status_code == 200


def test_wrong_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that cannot be used is said in /readyz."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.setenv("HOTLINE_REGOIN", "510704")
    with TestClient(create_app()) as client:
        response = client.get("/readyz")
    assert response.status_code == 503
    assert "HOTLINE_REGOIN" in response.json()["detail"]


def test_lost_store_is_named(assistant: Assistant, tmp_path: Path) -> None:
    """A store that cannot be read is named; the worker stays ready, for it answers all the same."""
    store = open_store(Settings(home=tmp_path, database_url=None))
    lame = Assistant(Fixed(assistant.retriever), store, home_region=None)
    with TestClient(create_app(lame)) as client:
        assert client.get("/readyz").json()["parts"]["store"] == {"ok": True}
        with closing(sqlite3.connect(tmp_path / "hotline.sqlite")) as other:
            other.executescript("pragma foreign_keys = off; drop table turn; drop table conversation")
        response = client.get("/readyz")
        reply = client.post("/api/v1/chat", json={"message": "你好"}).json()
    store.close()
    assert response.status_code == 200
    store_part = response.json()["parts"]["store"]
    assert store_part["ok"] is False
    assert "hotline.sqlite 眼下用不了" in store_part["detail"]
    assert [notice["code"] for notice in reply["notices"]] == ["degraded"]


def test_worker_that_cannot_answer_is_not_ready(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A worker that fails at its first try says so with the id in its log, and recovers when the cause is gone."""

    def fail(turn: object) -> None:
        raise KeyError

    monkeypatch.setattr("assistant.chain.guard", fail)
    with TestClient(create_app(assistant)) as client:
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "编号" in response.json()["detail"]
        assert "KeyError" in caplog.text
        monkeypatch.undo()
        assert client.get("/readyz").status_code == 200
