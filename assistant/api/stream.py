"""POST /api/v1/chat/stream: the same answer, and what is being done while it is done, as server-sent events."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator
from typing import Annotated

import anyio
import anyio.from_thread
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from assistant.api.chat import ChatRequest
from assistant.api.exact import ExactRoute
from assistant.api.problems import described, problem_of
from assistant.api.service import Service, service_of
from assistant.chain import Message
from assistant.reply import Reply
from assistant.wording import say

router = APIRouter(prefix="/api/v1", tags=["问答"], route_class=ExactRoute)

_TOLD = {"guard": "understand", "retrieve": "search", "compute": "compute", "verify": "check"}
"""The steps of the chain that a person is told of, and the names they are told by."""


async def _under_way(
    body: ChatRequest, service: Annotated[Service, Depends(service_of)]
) -> AsyncIterator[MemoryObjectReceiveStream[ServerSentEvent]]:
    """The events of one message that is being answered; the work ends with the request, also where the client left."""
    send, receive = anyio.create_memory_object_stream[ServerSentEvent](math.inf)
    async with receive, anyio.create_task_group() as tasks:
        tasks.start_soon(_work, service, body.as_message(), send)
        yield receive
        tasks.cancel_scope.cancel()


async def _work(service: Service, message: Message, send: MemoryObjectSendStream[ServerSentEvent]) -> None:
    def tell(step: str) -> None:
        if step in _TOLD:
            anyio.from_thread.run_sync(send.send_nowait, _status(_TOLD[step]))

    with send:
        try:
            reply = await service.answer_telling(message, tell)
        except Exception as error:
            send.send_nowait(_event("error", bytes(problem_of(error).body).decode()))
            return
        for event in _told(reply):
            send.send_nowait(event)


def _status(step: str) -> ServerSentEvent:
    return _event("status", _json({"step": step, "text": say(f"label_step_{step}")}))


def _told(reply: Reply) -> list[ServerSentEvent]:
    blocks = [{"index": n, **block.model_dump(mode="json")} for n, block in enumerate(reply.blocks)]
    return [*(_event("block", _json(block)) for block in blocks), _event("reply", reply.model_dump_json())]


def _event(name: str, data: str) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=data)


def _json(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False)


@router.post(
    "/chat/stream",
    summary="问一个问题，边答边看",
    response_class=EventSourceResponse,
    responses=described(403, 413, 422, 500, 503),
)
async def chat_stream(
    events: Annotated[MemoryObjectReceiveStream[ServerSentEvent], Depends(_under_way)],
) -> AsyncIterator[ServerSentEvent]:
    """和 /api/v1/chat 同样的问题、同样的回答，以服务器推送事件送达。

    `status` 正在做哪一步；`block` 一个核对过的块，带序号 index；`reply` 完整的 Reply，最后一个；
    `error` 出错时代替 reply，内容同 application/problem+json。
    """
    async for event in events:
        yield event
