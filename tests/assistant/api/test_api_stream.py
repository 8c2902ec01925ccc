from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import anyio.from_thread
import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.chain import Assistant, Message, UnknownConversation
from assistant.reply import Kind, Reply

STREAM = "/api/v1/chat/stream"
BILL = {"message": "我是在职职工，在三级医院普通门诊花了1000元，能报多少？", "region": "510704", "as_of": "2023-06-15"}


def events(client: TestClient | httpx.Client, **body: Any) -> list[tuple[str, dict[str, Any]]]:
    """The events that a message is answered with."""
    response = client.post(STREAM, json=body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return list(read(response.text))


def read(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and data of each event of a stream."""
    for part in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in part.splitlines() if not line.startswith(":"))
        if fields:
            yield fields["event"], json.loads(fields["data"])


def test_reply_is_the_same_as_without_the_stream(client: TestClient) -> None:
    """The last event is the whole Reply, the same as the plain one but for its ids."""
    name, last = events(client, **BILL)[-1]
    assert name == "reply"
    plain = client.post("/api/v1/chat", json=BILL).json()
    ids = ("conversation_id", "turn_id")
    assert {k: v for k, v in last.items() if k not in ids} == {k: v for k, v in plain.items() if k not in ids}


def test_steps_are_told_then_blocks_then_the_reply(client: TestClient) -> None:
    """First what is being done, each step once and in order, then every block by its number, then the Reply."""
    told = events(client, **BILL)
    names = [name for name, _ in told]
    assert names == sorted(names, key=["status", "block", "reply"].index)
    statuses = [data for name, data in told if name == "status"]
    assert [status["step"] for status in statuses] == ["understand", "search", "compute", "check"]
    assert all(status["text"].startswith("正在") for status in statuses)
    blocks = [data for name, data in told if name == "block"]
    assert [{"index": n, **block} for n, block in enumerate(told[-1][1]["blocks"])] == blocks
    assert blocks


def test_step_that_is_not_taken_is_not_told(client: TestClient) -> None:
    """A greeting is neither searched for nor calculated."""
    told = events(client, message="你好")
    assert [data["step"] for name, data in told if name == "status"] == ["understand", "check"]
    assert told[-1][1]["kind"] == Kind.CHAT


def test_step_is_told_as_it_begins(monkeypatch: pytest.MonkeyPatch, serve_here: str) -> None:
    """While a step still works, the events up to it have arrived."""
    hold = threading.Event()
    arrived: list[str] = []

    def slow(turn: object, retriever: object) -> None:
        assert hold.wait(20)

    monkeypatch.setattr("assistant.chain.judge", slow)
    with httpx.stream("POST", serve_here + STREAM, json=BILL, trust_env=False, timeout=20) as response:
        for line in response.iter_lines():
            if line.startswith("data: "):
                step = json.loads(line[6:]).get("step")
                arrived += [step] if step else []
                if step == "search":
                    assert not hold.is_set()
                    hold.set()
    assert arrived[:2] == ["understand", "search"]


def test_stream_that_waits_for_its_turn_is_open(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, serve_here: str
) -> None:
    """Where nothing can be told yet the connection stands all the same; what goes wrong then is an event."""
    hold = threading.Event()

    def fail(*everything: object) -> None:
        assert hold.wait(20)
        raise UnknownConversation

    monkeypatch.setattr("assistant.api.stream._PATIENCE", 0.05)
    monkeypatch.setattr(assistant, "begin", fail)
    with httpx.stream("POST", serve_here + STREAM, json=BILL, trust_env=False, timeout=20) as response:
        assert response.status_code == 200
        hold.set()
        (name, problem), *more = read("\n".join(response.iter_lines()))
    assert (name, problem["status"], more) == ("error", 404, [])


def test_client_that_leaves_ends_the_work(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, serve_here: str
) -> None:
    """The step at work is finished, the next one is not begun, nothing is kept; and the server answers the next."""
    began, finished, answer = threading.Event(), threading.Event(), assistant.answer
    taken: list[str] = []

    def watched(message: Message, **more: Any) -> Reply:
        try:
            return answer(message, **more)
        finally:
            finished.set()

    def until_left(turn: object, retriever: object) -> None:
        taken.append("judge")
        began.set()
        deadline = time.monotonic() + 20
        with suppress(asyncio.CancelledError):
            while time.monotonic() < deadline:
                anyio.from_thread.check_cancelled()
                time.sleep(0.01)
            taken.append("never left")

    monkeypatch.setattr(assistant, "answer", watched)
    monkeypatch.setattr("assistant.chain.judge", until_left)
    monkeypatch.setattr("assistant.chain.basis", lambda turn: taken.append("basis"))
    monkeypatch.setattr(assistant, "_keep", lambda *everything: taken.append("kept"))
    with httpx.stream("POST", serve_here + STREAM, json=BILL, trust_env=False, timeout=20) as response:
        assert response.status_code == 200
        assert began.wait(20)
    assert finished.wait(20)
    assert taken == ["judge"]
    monkeypatch.undo()
    with httpx.Client(base_url=serve_here, trust_env=False, timeout=20) as client:
        assert events(client, **BILL)[-1][0] == "reply"


def test_conversation_is_carried_on(client: TestClient) -> None:
    """A stream answers in the conversation that another began."""
    first = Reply.model_validate(events(client, **{**BILL, "message": "在职职工普通门诊花了1000元，能报多少？"})[-1][1])
    assert first.clarify is not None
    later = {**BILL, "message": "三级医院", "conversation_id": first.conversation_id}
    assert "400元" in events(client, **later)[-1][1]["text"]


@pytest.mark.parametrize(
    "body",
    [
        {"message": "你好", "conversation_id": "nobody"},
        {"message": "医" * 32_001},
        {**BILL, "facts": {"µ": "1"}},
        {"message": "你好", "regoin": "1"},
    ],
)
def test_what_cannot_be_answered_is_a_problem_before_the_stream_begins(
    client: TestClient, body: dict[str, Any]
) -> None:
    """The same status and the same words as without the stream."""
    streamed, plain = client.post(STREAM, json=body), client.post("/api/v1/chat", json=body)
    assert plain.status_code >= 400
    assert (streamed.status_code, streamed.json()) == (plain.status_code, plain.json())
    assert streamed.headers["content-type"] == "application/problem+json"


def test_what_fails_on_the_way_is_an_event(client: TestClient) -> None:
    """In place of the Reply comes the problem that the plain chat answers with."""
    body = {**BILL, "facts": {"insured_region": "火星"}}
    told = events(client, **body)
    assert [name for name, _ in told] == ["status", "error"]
    assert told[-1][1] == client.post("/api/v1/chat", json=body).json()


def test_unexpected_error_is_an_event_with_a_logged_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody foresaw comes with its id and without its text."""

    secret = "510704199001011234"

    def fail(turn: object) -> None:
        raise ValueError(secret)

    monkeypatch.setattr("assistant.chain.route", fail)
    name, problem = events(client, **BILL)[-1]
    assert (name, problem["status"]) == ("error", 500)
    assert problem["id"] in caplog.text
    assert secret not in caplog.text + str(problem)


def test_chinese_stays_readable(client: TestClient) -> None:
    """Chinese stands in the events as itself."""
    assert "正在理解" in client.post(STREAM, json=BILL).text
