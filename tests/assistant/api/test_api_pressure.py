"""Over real sockets: too many questions, clients that leave, and a server that is told to stop in the middle of it."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import httpx
import pytest
from api_in_thread import SECONDS, address, connected, everything, listening, until
from prometheus_client import REGISTRY
from uvicorn import Server

from assistant.api.app import create_app
from assistant.api.service import THREADS
from assistant.chain import Assistant, Message
from assistant.model.endpoint import Endpoint
from assistant.model.writer import Writer
from assistant.reply import Reply
from assistant.store.memory import MemoryStore
from knowledge.live import Fixed
from knowledge.settings import Settings
from tests.assistant.model.stand_in import Answer, passages_of, running

MOST = 3
"""Questions that may wait."""
AT_ONCE = 5
LEAVING, WORDINGS = 500, 20
POOLS = 12
"""Threads that the pools may still make; one left over by each client would be hundreds."""
QUESTION = {"message": "在职的门诊统筹一年封顶是多少", "region": "510704", "as_of": "2023-06-01"}


Serving = Callable[[], AbstractContextManager[Server]]


class Held:
    """Answers only once it is let go; counts what it was asked."""

    def __init__(self, assistant: Assistant) -> None:
        self.begun, self._assistant, self._gate = 0, assistant, threading.Event()
        self._answer = assistant.answer

    def answer(self, message: Message, *more: object, **named: object) -> Reply:
        """Wait, then answer as ever; what only looks after the store's health is not held up."""
        if message.text == QUESTION["message"]:
            self.begun += 1
            assert self._gate.wait(SECONDS)
        return self._answer(message, *more, **named)  # type: ignore[arg-type]

    def let_go(self) -> None:
        """Answer from now on."""
        self._gate.set()


@pytest.fixture
def held(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """The assistant, held up until the test lets it go."""
    held = Held(assistant)
    monkeypatch.setattr(assistant, "answer", held.answer)
    yield held
    held.let_go()


@pytest.fixture
def serving(assistant: Assistant) -> Serving:
    """`with serving() as server`."""

    @contextmanager
    def start() -> Iterator[Server]:
        with listening(create_app(assistant, Settings(most_waiting=MOST))) as server:
            yield server

    return start


def url(server: Server, path: str = "/api/v1/chat") -> str:
    """Where it answers."""
    host, port = address(server)
    return f"http://{host}:{port}{path}"


def in_flight() -> float | None:
    """How many answers are at work or waiting, as /metrics has it."""
    return REGISTRY.get_sample_value("hotline_in_flight")


def ask_at_once(server: Server, count: int) -> tuple[list[httpx.Response], list[threading.Thread]]:
    """So many questions at the same time, each from a thread of its own."""
    got: list[httpx.Response] = []

    def one() -> None:
        got.append(httpx.post(url(server), json=QUESTION, trust_env=False, timeout=SECONDS))

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    return got, threads


def test_too_many_are_told_to_come_back(serving: Serving, held: Held) -> None:
    """What does not fit into the queue is 503 with Retry-After at once; what waits is answered; health answers too."""
    refused = REGISTRY.get_sample_value("hotline_refused_total") or 0
    with serving() as server:
        got, threads = ask_at_once(server, THREADS + MOST)
        until(lambda: in_flight() == THREADS + MOST)
        more = httpx.post(url(server), json=QUESTION, trust_env=False, timeout=SECONDS)
        assert more.status_code == 503
        assert int(more.headers["retry-after"]) >= 1
        assert more.headers["content-type"] == "application/problem+json"
        assert "稍后再试" in more.json()["detail"]
        assert (REGISTRY.get_sample_value("hotline_refused_total") or 0) == refused + 1
        for path in ("/healthz", "/readyz", "/metrics"):
            assert httpx.get(url(server, path), trust_env=False, timeout=SECONDS).status_code == 200
        held.let_go()
        for thread in threads:
            thread.join(SECONDS)
        assert [response.status_code for response in got] == [200] * (THREADS + MOST)
        assert in_flight() == 0


def test_others_are_answered_while_a_model_is_slow(assistant: Assistant) -> None:
    """However many answers wait for a chat model, the server goes on, and what the model has no place for is composed."""
    let_go, at_once = threading.Event(), THREADS + 1

    def slow(system: str, user: str) -> Answer:
        assert let_go.wait(SECONDS)
        return Answer("您好，" + "\n".join(passages_of(user)))

    with running() as model:
        model.behave = slow
        settings = Settings(
            most_waiting=MOST, model_url=model.url, model_name="m", model_timeout=SECONDS, model_at_once=at_once
        )
        writer = Writer(Endpoint(settings), seconds=SECONDS, at_once=at_once)
        worded = Assistant(Fixed(assistant.retriever), MemoryStore(), home_region=None, writer=writer)
        with listening(create_app(worded, settings)) as server:
            got, threads = ask_at_once(server, at_once)
            until(lambda: len(model.asked) == at_once)
            more = httpx.post(url(server), json=QUESTION, trust_env=False, timeout=SECONDS).json()
            assert more["generated_by"] == "policy_text"
            assert [notice["code"] for notice in more["notices"]][-1] == "degraded"
            assert got == []
            let_go.set()
            for thread in threads:
                thread.join(SECONDS)
            assert [response.json()["generated_by"] for response in got] == ["model"] * at_once


def test_who_leaves_the_queue_is_not_answered(serving: Serving, held: Held) -> None:
    """Of those that wait for a thread, whoever hangs up is never put to the assistant."""
    body = json.dumps(QUESTION).encode()
    head = f"POST /api/v1/chat HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with serving() as server:
        _, threads = ask_at_once(server, THREADS)
        until(lambda: held.begun == THREADS)
        with connected(server) as one, connected(server) as another:
            for client in (one, another):
                client.sendall(head.encode() + body)
            until(lambda: in_flight() == THREADS + 2)
        until(lambda: in_flight() == THREADS)
        held.let_go()
        for thread in threads:
            thread.join(SECONDS)
        until(lambda: in_flight() == 0)
        assert held.begun == THREADS


async def leave(server: Server, path: str, number: int) -> None:
    """Ask, and hang up within some milliseconds."""
    _, writer = await asyncio.open_connection(*address(server))
    body = json.dumps({**QUESTION, "message": f"{QUESTION['message']}？{number % WORDINGS}"}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    await asyncio.sleep(number % 20 / 1000)
    writer.transport.abort()


@pytest.mark.parametrize("path", ["/api/v1/chat", "/api/v1/chat/stream"])
def test_many_clients_leave(serving: Serving, path: str) -> None:
    """After 500 clients that hung up in the middle of an answer no task, thread, connection or object is left over."""

    async def leaving(server: Server, count: int) -> None:
        for start in range(0, count, AT_ONCE):
            await asyncio.gather(*(leave(server, path, start + n) for n in range(AT_ONCE)))

    def busy(server: Server) -> object:
        return server.server_state.tasks or server.server_state.connections or in_flight()

    def objects(server: Server) -> int:
        until(lambda: not busy(server))
        gc.collect()
        return len(gc.get_objects())

    with serving() as server:
        threads = threading.active_count()
        asyncio.run(leaving(server, LEAVING // 2))  # what is kept of each wording is kept now
        before = objects(server)
        asyncio.run(leaving(server, LEAVING))
        assert objects(server) - before < 2 * LEAVING  # a task that stays is half a dozen for each of them
        assert threading.active_count() <= threads + POOLS
        assert httpx.post(url(server), json=QUESTION, trust_env=False, timeout=SECONDS).status_code == 200


def test_stop_lets_answers_finish(serving: Serving, held: Held) -> None:
    """Told to stop, the server takes nothing new, answers what it has, and ends."""
    with serving() as server:
        where = address(server)
        got, threads = ask_at_once(server, THREADS + 1)
        with connected(server) as idle:
            until(lambda: in_flight() == THREADS + 1)
            server.should_exit = True
            assert everything(idle) == b""
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://{where[0]}:{where[1]}/healthz", trust_env=False, timeout=1)
        held.let_go()
        for thread in threads:
            thread.join(SECONDS)
        assert [response.status_code for response in got] == [200] * (THREADS + 1)
