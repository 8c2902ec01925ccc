"""Over real sockets: whoever is slow to speak or to listen loses the connection, and nobody else is touched."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from api_in_thread import address, connected, everything, listening, until
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from assistant.api.gates import BodyLimit
from assistant.api.protocol import MAX_HEAD, Patience

SHORT = 0.3
LARGE = 30_000_000
"""Bytes that no socket's buffers hold."""


def an_app() -> FastAPI:
    """Echoes the size of a body, and sends more than anybody's buffers hold."""
    app = FastAPI()
    app.add_middleware(BodyLimit)

    @app.post("/size")
    async def size(request: Request) -> int:
        return len(await request.body())

    @app.get("/large")
    async def large() -> StreamingResponse:
        async def pieces() -> Iterator[bytes]:
            for _ in range(LARGE // 10_000):
                yield b"x" * 10_000

        return StreamingResponse(pieces())

    return app


@pytest.fixture(scope="module")
def server() -> Iterator[uvicorn.Server]:
    """Impatient in everything."""
    with listening(an_app(), Patience(SHORT, SHORT, SHORT)) as server:
        yield server


def url(server: uvicorn.Server) -> str:
    """The server's address."""
    host, port = address(server)
    return f"http://{host}:{port}"


def test_silent_connection_is_closed(server: uvicorn.Server) -> None:
    """Who connects and says nothing is let go without a word."""
    with connected(server) as client:
        assert everything(client) == b""


@pytest.mark.parametrize("trickled", [b"GET /large HTTP/1.1\r\nHost: a\r\n" + b"X-A: b\r\n" * 500, b"\r\n" * 2_000])
def test_slow_head(server: uvicorn.Server, trickled: bytes) -> None:
    """A head that never ends is 408, however steadily it comes, also where it has not begun."""
    with connected(server) as client:
        said = b""
        client.settimeout(0.01)
        started = time.monotonic()
        for n in range(len(trickled)):
            try:
                client.sendall(trickled[n : n + 1])
                said = client.recv(65_536)
                break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - started < 10 * SHORT
    assert said.startswith(b"HTTP/1.1 408 ")
    assert "请求头".encode() in said
    assert b"application/problem+json" in said


def test_slow_body(server: uvicorn.Server) -> None:
    """A body that stops in the middle is 408."""
    with connected(server) as client:
        client.sendall(b"POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
        said = everything(client)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert "请求正文".encode() in said
    until(lambda: not server.server_state.tasks)


def test_reader_that_never_reads(server: uvicorn.Server) -> None:
    """An answer that nobody takes is dropped, and the work for it ends."""
    with connected(server, room=4_096) as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        until(lambda: server.server_state.connections)
        until(lambda: not server.server_state.connections and not server.server_state.tasks)


def test_steady_reader_gets_all(server: uvicorn.Server) -> None:
    """An answer that takes longer than the limits is not cut as long as it is read."""
    got = 0
    with httpx.stream("GET", f"{url(server)}/large", trust_env=False) as response:
        for piece in response.iter_bytes(3_000_000):
            got += len(piece)
            time.sleep(SHORT / 4)
    assert got == LARGE


@pytest.mark.parametrize("endless", [b"X-A: " + b"b" * 2 * MAX_HEAD, b"X-A: b\r\n" * MAX_HEAD])
def test_head_too_large(server: uvicorn.Server, endless: bytes) -> None:
    """One long header or many short ones are 431 before they are all taken in."""
    with connected(server) as client:
        client.sendall((b"POST /size HTTP/1.1\r\nHost: a\r\n" + endless)[: 2 * MAX_HEAD])
        said = client.recv(65_536)
    assert said.startswith(b"HTTP/1.1 431 ")


def test_one_connection_many_requests(server: uvicorn.Server) -> None:
    """Kept connections work as ever, with bodies larger than a head may be and pauses between the requests."""
    with httpx.Client(base_url=url(server), trust_env=False) as client:
        for size in (0, 10, 3 * MAX_HEAD, 500_000, 7):
            assert client.post("/size", content=b"x" * size).json() == size
            time.sleep(SHORT / 3)


def test_pipelined_requests(server: uvicorn.Server) -> None:
    """Requests sent without waiting for the answers are all answered in turn."""
    many = 2 * MAX_HEAD // 60
    one = b"POST /size HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
    with connected(server) as client:
        client.sendall(one * many + one.replace(b"Host", b"Connection: close\r\nHost"))
        said = everything(client)
    assert said.count(b"HTTP/1.1 200 OK") == many + 1
