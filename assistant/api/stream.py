"""POST /api/v1/chat/stream: the same answer, and what is being done while it is done, as server-sent events."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Any, Literal

import anyio
import anyio.from_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field, StrictBool

from assistant.api.access import Caller
from assistant.api.chat import ChatRequest
from assistant.api.exact import ExactRoute
from assistant.api.problems import described, problem_of
from assistant.api.service import Service, service_of
from assistant.chain import Message
from assistant.reply import Block
from assistant.wording import say

router = APIRouter(prefix="/api/v1", tags=["问答"], route_class=ExactRoute)

_PATIENCE = 1.0
"""Seconds that the first event is waited for before the stream begins."""

Step = Literal["understand", "search", "compute", "check"]

_TOLD: dict[str, Step] = {"guard": "understand", "retrieve": "search", "compute": "compute", "verify": "check"}
"""The steps of the chain that a person is told of, and the names they are told by."""


class StreamRequest(ChatRequest):
    """The same, said at once or still being written."""

    draft: Annotated[
        StrictBool, Field(description="话还没有说完，先看回答：不保存，不计入缺口，turn_id 不能用来反馈")
    ] = False

    def as_message(self, owner: str | None) -> Message:
        """The same for the chain; `owner` asks."""
        return replace(super().as_message(owner), draft=self.draft)


class Status(BaseModel):
    """What is being done; `text` is for people."""

    step: Step
    text: str


def _described(event: str, data: dict[str, Any]) -> dict[str, Any]:
    held = {"type": "string", "contentMediaType": "application/json", "contentSchema": data}
    return {"properties": {"event": {"const": event}, "data": held}, "required": ["event", "data"]}


_EVENTS = {
    "oneOf": [
        _described("status", Status.model_json_schema()),
        _described(
            "block", {"type": "object", "properties": {"index": {"type": "integer"}, "type": {"type": "string"}}}
        ),
        _described("reply", {"$ref": "#/components/schemas/Reply"}),
        _described("error", {"$ref": "#/components/schemas/Problem"}),
    ]
}

Happening = ServerSentEvent | Exception
"""What is told, or what went wrong."""


async def _under_way(
    body: StreamRequest, service: Annotated[Service, Depends(service_of)], caller: Caller
) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
    """The events of one message that is being answered; the work ends with the request, also where the client left.

    What cannot be answered at all is raised before the stream begins, and is a problem as everywhere. A stream that
    has to wait for its turn begins all the same, so that its connection is kept alive.
    """
    first: Happening | None = None
    send, receive = anyio.create_memory_object_stream[Happening](math.inf)
    async with receive, anyio.create_task_group() as tasks:
        tasks.start_soon(_work, service, body.as_message(caller.owner), send)
        with anyio.move_on_after(_PATIENCE):
            first = await receive.receive()
        if not isinstance(first, Exception):
            try:
                yield _events(first, receive)
            except* anyio.BrokenResourceError:  # FastAPI closes a stream that was left before it stops feeding it
                pass
            tasks.cancel_scope.cancel()
    if isinstance(first, Exception):
        raise first


async def _events(
    first: ServerSentEvent | None, others: MemoryObjectReceiveStream[Happening]
) -> AsyncIterator[ServerSentEvent]:
    if first is not None:
        yield first
    async for event in others:
        yield _event("error", bytes(problem_of(event).body).decode()) if isinstance(event, Exception) else event


async def _work(service: Service, message: Message, send: MemoryObjectSendStream[Happening]) -> None:
    def tell(step: str) -> None:
        if step in _TOLD:
            anyio.from_thread.run_sync(send.send_nowait, _status(_TOLD[step]))

    numbers = itertools.count()

    def show(block: Block) -> None:
        shown = {"index": next(numbers), **block.model_dump(mode="json")}
        anyio.from_thread.run_sync(send.send_nowait, _event("block", json.dumps(shown, ensure_ascii=False)))

    with send:
        try:
            reply = await service.answer(message, tell=tell, show=show)
        except Exception as error:
            send.send_nowait(error)
            return
        send.send_nowait(_event("reply", reply.model_dump_json()))


def _status(step: Step) -> ServerSentEvent:
    return _event("status", Status(step=step, text=say(f"label_step_{step}")).model_dump_json())


def _event(name: str, data: str) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=data)


@router.post(
    "/chat/stream",
    summary="问一个问题，边答边看",
    response_class=EventSourceResponse,
    responses={
        **described(401, 403, 404, 413, 422, 429, 500, 503),
        200: {"content": {"text/event-stream": {"itemSchema": _EVENTS}}},
    },
)
async def chat_stream(
    events: Annotated[AsyncIterator[ServerSentEvent], Depends(_under_way)],
) -> AsyncIterator[ServerSentEvent]:
    """和 /api/v1/chat 同样的问题、同样的回答，以服务器推送事件送达。

    `status` 正在做哪一步；`block` 一个核对过的块，带序号 index；`reply` 完整的 Reply，最后一个。
    还没有开始作答就能看出的错误和 /api/v1/chat 一样；中途出错时以 `error` 代替 `reply`，内容同 application/problem+json。
    """
    async for event in events:
        yield event
