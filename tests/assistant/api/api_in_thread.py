"""An ASGI application behind the product's own protocol, on a real socket of this process; and raw clients for it."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

import uvicorn
from starlette.types import ASGIApp

from assistant.api.protocol import Patience, TimedProtocol

PATIENT = Patience(30, 30, 30)
SECONDS = 20
"""A test that waits longer than this for anything has failed."""


@contextmanager
def listening(app: ASGIApp, patience: Patience = PATIENT, *, stop_seconds: int = 10) -> Iterator[uvicorn.Server]:
    """The server, running in a thread; stopped as SIGTERM would stop it."""
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=cast(type[asyncio.Protocol], partial(TimedProtocol, patience=patience)),
        ws="none",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=stop_seconds,
        timeout_keep_alive=SECONDS,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        thread = threading.Thread(target=server.run, args=([taken],))
        thread.start()
        try:
            until(lambda: server.started)
            yield server
        finally:
            server.should_exit = True
            thread.join(SECONDS)
            assert not thread.is_alive()


def address(server: uvicorn.Server) -> tuple[str, int]:
    """Where it listens."""
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    return str(host), int(port)


@contextmanager
def connected(server: uvicorn.Server, *, room: int | None = None) -> Iterator[socket.socket]:
    """A connection to it; `room`: bytes that the client's side of it holds unread."""
    with socket.socket() as client:
        client.settimeout(SECONDS)
        if room is not None:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        client.connect(address(server))
        yield client


def everything(client: socket.socket) -> bytes:
    """All that comes until the server closes; fails where it does not."""
    said = b""
    while piece := client.recv(65_536):
        said += piece
    return said


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; fails after a while."""
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it never held"
        time.sleep(0.01)
