"""Text streamed into a running call, and the answers to a message that is still being written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from api_closed import Closed
from fastapi.testclient import TestClient

from assistant.steps.guard import MAX_MESSAGE


def say(client: TestClient, id: str, text: str, **more: object) -> httpx.Response:
    """One utterance of that call."""
    return client.post(f"/api/v1/calls/{id}/utterances", json={"text": text, **more})


def events(lines: Iterator[str], count: int) -> list[dict[str, object]]:
    """The next `count` utterances of a stream."""
    found: list[dict[str, object]] = []
    for line in lines:
        if line.startswith("data:"):
            found.append(json.loads(line.removeprefix("data:")))
            if len(found) == count:
                break
    return found


def drafted(client: TestClient, message: str, **more: object) -> dict[str, Any]:
    """The answer to what is still being written."""
    body = {"message": message, "draft": True, "region": "510704", "as_of": "2023-06-15", **more}
    told = client.post("/api/v1/chat/stream", json=body).text
    reply: dict[str, Any] = json.loads(told.partition("event: reply\ndata: ")[2].partition("\n")[0])
    return reply


def test_a_call_is_read_while_it_is_spoken(serve_here: str) -> None:
    """What was said comes first, then each thing as it is said; what was heard otherwise comes again."""
    address = f"{serve_here}/api/v1/calls/live-1"
    with httpx.Client() as program, httpx.Client(timeout=10) as console:
        assert console.get(address).status_code == 404
        program.post(f"{address}/utterances", json={"text": "您好"}).raise_for_status()
        with console.stream("GET", address) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            lines = response.iter_lines()
            assert events(lines, 1) == [{"index": 0, "text": "您好", "final": True, "shared": True}]
            for text, final in (("职工门", False), ("职工门诊报多少", False), ("职工门诊能报多少", True)):
                sent = program.post(f"{address}/utterances", json={"text": text, "final": final})
                assert sent.json() == {"index": 1, "text": text, "final": final, "shared": True}
                assert events(lines, 1) == [sent.json()]


def test_what_is_kept_is_masked(client: TestClient) -> None:
    """A number that belongs to a person does not come out again."""
    said = say(client, "masked", "我的手机号是13812345678，职工医保").json()["text"]
    assert "13812345678" not in said
    assert "职工医保" in said


def test_a_call_is_bounded(client: TestClient) -> None:
    """More than one question may hold is refused, and what was said before stays."""
    for _ in range(MAX_MESSAGE // 4000):
        assert say(client, "long", "好" * 4000).status_code == 200
    refused = say(client, "long", "还有一句")
    assert refused.status_code == 413
    assert "换一个编号" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("id", "body"), [("a b", {"text": "好"}), ("x" * 65, {"text": "好"}), ("1", {"text": ""}), ("1", {"words": "好"})]
)
def test_bad_input_is_named(client: TestClient, id: str, body: dict[str, str]) -> None:
    """An id that is none, nothing said, an unknown field."""
    response = client.post(f"/api/v1/calls/{id}/utterances", json=body)
    assert response.status_code == 422
    assert response.json()["errors"]


def test_a_call_belongs_to_who_takes_it(closed: Closed) -> None:
    """A program writes for everybody; another person gets no more than of a call that there is not."""
    key, mine, others = (closed.headers(role) for role in ("key:console", "operator", "administrator"))
    path = "/api/v1/calls/owned/utterances"
    assert closed.client.post(path, json={"text": "您好"}, headers=key).status_code == 200
    assert closed.client.post(path, json={"text": "请讲"}, headers=mine).status_code == 200
    assert closed.client.post(path, json={"text": "听听"}, headers=others).status_code == 404
    assert closed.client.get("/api/v1/calls/owned", headers=others).status_code == 404
    assert closed.client.post(path, json={"text": "我问一下"}, headers=key).status_code == 200


def test_a_draft_is_answered_and_not_kept(client: TestClient) -> None:
    """Neither its conversation nor its turn is there afterwards, and it is no gap; a conversation does not hear of it."""
    draft = drafted(client, "在职的门诊封顶")
    assert draft["citations"]
    assert client.get(f"/api/v1/conversations/{draft['conversation_id']}").status_code == 404
    said = {"turn_id": draft["turn_id"], "verdict": "wrong"}
    assert client.post("/api/v1/feedback", json=said).status_code == 404
    before = client.get("/api/v1/gaps").json()
    assert drafted(client, "职工住院三级医院报销比例是多少")["kind"] == "no_basis"
    assert client.get("/api/v1/gaps").json() == before
    begun = client.post("/api/v1/chat", json={"message": "你好"}).json()["conversation_id"]
    assert drafted(client, "我退休了", conversation_id=begun)["conversation_id"] == begun
    assert len(client.get(f"/api/v1/conversations/{begun}").json()["turns"]) == 1
