"""The server's side of one connection, with an end to every wait: uvicorn has none but for idle connections.

A client that is slow to send its head or its body, or that does not take what it is sent, would hold its
connection for ever, and some hundreds of them the whole server.
"""

from __future__ import annotations

import asyncio
import json
import time
from enum import Enum, auto
from typing import Any, NamedTuple, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MAX_HEAD = 32_768
"""Bytes of one request's line and headers."""
DRAINED = 16_000_000
"""Bytes of a body that are still read and thrown away where it is too large, so that the sender hears the answer."""

_LOOKS = 4
"""How often within the shortest limit a connection is looked at, and at least once a second."""


class Patience(NamedTuple):
    """Seconds that a client has: for a request's head, for its body, for taking what it was sent."""

    head: float
    body: float
    unread: float


class _Phase(Enum):
    HEAD = auto()
    BODY = auto()
    ANSWER = auto()


_MOST = {_Phase.HEAD: MAX_HEAD, _Phase.BODY: 2 * DRAINED}
"""The most bytes that may come in a phase. Of a body the gate counts what it is made of; here counts also what it
never sees: extensions of chunks, headers behind the body."""


class TimedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1, each phase of which ends in time; what is left unread too long is dropped."""

    def __init__(self, *given: Any, patience: Patience, **named: Any) -> None:
        super().__init__(*given, **named)
        self._patience = patience
        self._every = min(1.0, min(patience) / _LOOKS)
        self._unread_since: float | None = None

    # --- what uvicorn and the parser call

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request: who connects and says nothing is no better than who says it slowly."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._enter(_Phase.HEAD)
        self._looking = self.loop.call_later(self._every, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop looking."""
        self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser, no more in each phase than may come."""
        if self._phase is _Phase.HEAD and not self._size:
            self._enter(_Phase.HEAD)  # it was idle until now
        while data and not self.transport.is_closing():
            limit = _MOST.get(self._phase)
            if limit is not None and self._size >= limit:
                self._refuse(431, "请求头太长；请去掉多余的内容后再试")
                return
            taken = data if limit is None else data[: limit - self._size]
            data = data[len(taken) :]
            self._size += len(taken)
            super().data_received(taken)

    def on_message_begin(self) -> None:
        """A request begins, perhaps behind another one in the same piece of data."""
        super().on_message_begin()
        if self._phase is not _Phase.HEAD:
            self._enter(_Phase.HEAD)

    def on_headers_complete(self) -> None:
        """The body comes next."""
        self._enter(_Phase.BODY)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All was said; perhaps it was answered before, because it was too much."""
        super().on_message_complete()
        self._enter(_Phase.HEAD if self.cycle.response_complete else _Phase.ANSWER)

    def on_response_complete(self) -> None:
        """The next request may come; uvicorn itself closes a connection that stays idle."""
        if self._phase is _Phase.ANSWER:
            self._enter(_Phase.HEAD)
        self._since = time.monotonic()  # what came behind it may not have been read until now
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Enough was taken to send more."""
        self._unread_since = None
        super().resume_writing()

    # --- what ends in time

    def _enter(self, phase: _Phase) -> None:
        self._phase, self._since, self._size = phase, time.monotonic(), 0

    def _look(self) -> None:
        now = time.monotonic()
        if self.transport.get_write_buffer_size() == 0:
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        elif now - self._unread_since > self._patience.unread:
            self.transport.abort()
            return
        # Reading is paused where an earlier request of the connection is still being answered: no fault of the client.
        waited = 0.0 if self.flow.read_paused else now - self._since
        if self._phase is _Phase.HEAD and waited > self._patience.head:
            if self._size:
                self._refuse(408, "请求头迟迟没有发完，连接已关闭；请检查网络后再试")
            self.transport.close()
        elif self._phase is _Phase.BODY and waited > self._patience.body:
            self._refuse(408, "请求正文迟迟没有发完，连接已关闭；请检查网络后再试")
        self._looking = self.loop.call_later(self._every, self._look)

    def _refuse(self, status: int, detail: str) -> None:
        """Say why, where no answer was begun, and close; a request that was begun counts as left by its client."""
        cycle = self.cycle
        under_way = cycle is not None and not cycle.response_complete
        begun = under_way if self._phase is _Phase.HEAD else cycle.response_started
        if not begun and not self.transport.is_closing():
            self.transport.write(_problem(status, detail))
        if under_way:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()


def _problem(status: int, detail: str) -> bytes:
    # Imported here: a worker process has to answer its parent before all that answers people is loaded.
    from assistant.api.problems import MEDIA_TYPE, Problem, title_of

    problem = Problem(title=title_of(status), status=status, detail=detail)
    body = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False).encode()
    head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return STATUS_LINE[status] + head.encode() + body
