"""How much a worker takes on at once: a few answers at work, a bounded number waiting, the rest told to come back."""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.metrics import IN_FLIGHT, REFUSED
from knowledge.errors import HotlineError

T = TypeVar("T")

_SECONDS_EACH = 0.05
"""About how long one answer takes a worker, for the advice when to come back."""


class Busy(HotlineError):
    """So many answers wait that one more would only make all of them late; `retry_after` seconds may help."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("现在提问的人太多，请稍后再试")
        self.retry_after = retry_after


class Room:
    """Work in a few threads, with at most `most` pieces of it waiting for one; Busy beyond that.

    Whoever is cancelled while waiting leaves the queue. What has a thread already is not cut off: it looks itself
    whether it is still wanted. Up to `lending` pieces that wait for somebody else may lend their place to others.
    """

    def __init__(self, threads: int, most: float, *, lending: int = 0) -> None:
        self._limiter, self._most = anyio.CapacityLimiter(threads + lending), most
        self._places = threading.Semaphore(threads)

    @property
    def waiting(self) -> int:
        """How many wait for a thread."""
        return self._limiter.statistics().tasks_waiting

    def check(self) -> None:
        """Raise Busy where a further piece of work would not be taken."""
        if self._limiter.available_tokens < 1 and self.waiting >= self._most:
            REFUSED.inc()
            raise Busy(max(1, math.ceil(self.waiting * _SECONDS_EACH)))

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` makes, from a thread."""
        self.check()
        with IN_FLIGHT.track_inprogress():
            return await anyio.to_thread.run_sync(self._in_place, work, limiter=self._limiter)

    def _in_place(self, work: Callable[[], T]) -> T:
        with self._places:
            return work()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """For work in a thread: another piece has its place meanwhile."""
        self._places.release()
        try:
            yield
        finally:
            self._places.acquire()


class ClientGone:
    """ASGI middleware: whose client left is cancelled. It stands where the whole body has been read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app beside a watch on the connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, gone = await receive(), asyncio.Event()
        left: Message = {"type": "http.disconnect"}
        with anyio.CancelScope() as work:

            async def watch() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                gone.set()
                work.cancel()

            async def answering(message: Message) -> None:
                await send(message)
                if message["type"] == "http.response.body" and not message.get("more_body", False):
                    watching.cancel()  # uvicorn tells of the end of the answer as of a client that left

            async def given() -> Message:
                nonlocal body
                if body is not left:
                    first, body = body, left
                    return first
                await gone.wait()
                return left

            watching = asyncio.create_task(watch())
            try:
                await self._app(scope, given, answering)
            finally:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
