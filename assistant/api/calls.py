"""Text streamed into a running call from outside, and read by the console of whoever takes the call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Path, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from assistant.access.principal import Principal
from assistant.api.access import Caller
from assistant.api.exact import ExactRoute
from assistant.api.problems import described
from assistant.api.service import service_of
from assistant.api.values import whole
from assistant.calls import Listener, UnknownCall, Utterance
from assistant.steps.guard import storable

router = APIRouter(prefix="/api/v1", tags=["通话"], route_class=ExactRoute)

_LONGEST = 4000
_LOOK_AGAIN = 0.25
"""Seconds between two looks at what other workers heard."""
CallId = Annotated[str, Path(pattern="^[A-Za-z0-9._-]{1,64}$", description="通话编号：字母、数字和 . _ -，最多 64 个")]


class UtteranceRequest(BaseModel):
    """What was said."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=_LONGEST, description="识别出的一句话"), AfterValidator(whole)]
    final: Annotated[
        StrictBool, Field(description="false：还在识别，下一次送来的替换这一句；true：这一句已经确定，下一次另起一句")
    ] = True


class UtteranceShown(BaseModel):
    """The same as it is kept, personal data masked; `index` counts the utterances of the call from 0."""

    index: int
    text: str
    final: bool
    shared: Annotated[
        bool, Field(description="false：会话数据库暂时不可用，这句话只有收到它的那个进程知道，恢复以后再写入")
    ] = True


Hear = Callable[[], Awaitable[list[UtteranceShown]]]


def _listener(caller: Principal) -> Listener:
    return Listener(caller.owner, program="key:console" in caller.roles)


@router.post(
    "/calls/{id}/utterances", summary="送入通话里的一句话", responses=described(401, 403, 404, 413, 422, 429, 500, 503)
)
async def utterance(id: CallId, body: UtteranceRequest, request: Request, caller: Caller) -> UtteranceShown:
    """语音识别边听边送，控制台边听边答。遮盖个人信息后保存，一小时没有新的话就删除。"""

    def keep() -> UtteranceShown:
        calls = service_of(request).calls()
        said, shared = calls.say(id, storable(body.text), body.final, _listener(caller))
        return _shown(said, shared)

    return await anyio.to_thread.run_sync(keep)


def _shown(said: Utterance, shared: bool) -> UtteranceShown:
    return UtteranceShown(index=said.index, text=said.text, final=said.final, shared=shared)


async def _said(id: CallId, request: Request, caller: Caller) -> Hear:
    """Hears what was said so far; whoever may not read the call is told so before anything is sent."""

    def now() -> list[UtteranceShown]:
        said, shared = service_of(request).calls().said(id, _listener(caller))
        return [_shown(one, shared) for one in said]

    await anyio.to_thread.run_sync(now)
    return lambda: anyio.to_thread.run_sync(now)


@router.get(
    "/calls/{id}",
    summary="边听边看一通电话",
    response_class=EventSourceResponse,
    responses={
        **described(401, 403, 404, 422, 429, 500, 503),
        200: {"content": {"text/event-stream": {"itemSchema": UtteranceShown.model_json_schema()}}},
    },
)
async def call(hear: Annotated[Hear, Depends(_said)]) -> AsyncIterator[ServerSentEvent]:
    """服务器推送事件 `utterance`：先是已经说的，以后说一句来一句；没有确定的一句会以同一 index 再来。"""
    told: list[UtteranceShown] = []
    with suppress(UnknownCall):  # silent for so long that it is gone
        while True:
            said = await hear()
            for one in said:
                if one not in told[one.index : one.index + 1]:
                    yield ServerSentEvent(event="utterance", raw_data=one.model_dump_json())
            told = said
            await anyio.sleep(_LOOK_AGAIN)
