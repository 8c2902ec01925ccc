"""Text streamed into a running call from outside, and read by the console of whoever takes the call."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, FastAPI, Path, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from assistant.access.principal import Principal
from assistant.api.access import Caller
from assistant.api.exact import ExactRoute
from assistant.api.problems import described
from assistant.api.values import whole
from assistant.calls import Call, Calls, UnknownCall
from assistant.steps.guard import storable

router = APIRouter(prefix="/api/v1", tags=["通话"], route_class=ExactRoute)

_LONGEST = 4000
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


def install(app: FastAPI) -> None:
    """Add the routes and the calls that they hold."""
    app.state.calls = Calls()
    app.include_router(router)


def _mine(call: Call, caller: Principal) -> bool:
    """Programs write for every operator; a person has the calls that no other person took."""
    if "key:console" in caller.roles:
        return True
    if call.owner is None:
        call.owner = caller.owner
    return call.owner == caller.owner


@router.post(
    "/calls/{id}/utterances", summary="送入通话里的一句话", responses=described(401, 403, 404, 413, 422, 429, 500, 503)
)
async def utterance(id: CallId, body: UtteranceRequest, request: Request, caller: Caller) -> UtteranceShown:
    """语音识别边听边送，控制台边听边答。遮盖个人信息后只放在内存里，一小时没有新的话就丢弃。"""
    text = await anyio.to_thread.run_sync(storable, body.text)
    calls: Calls = request.app.state.calls
    call = calls.begun(id)
    if not _mine(call, caller):
        raise UnknownCall("这个编号的通话由别的话务员接听；请换一个编号")
    return UtteranceShown(**asdict(call.add(text, body.final)))


def _readable(id: CallId, request: Request, caller: Caller) -> Call:
    found = request.app.state.calls.find(id)
    if found is None or not _mine(found, caller):
        raise UnknownCall("没有这个编号的通话；送入第一句话以后才有")
    assert isinstance(found, Call)
    return found


@router.get(
    "/calls/{id}",
    summary="边听边看一通电话",
    response_class=EventSourceResponse,
    responses={
        **described(401, 403, 404, 422, 429, 500, 503),
        200: {"content": {"text/event-stream": {"itemSchema": UtteranceShown.model_json_schema()}}},
    },
)
async def call(found: Annotated[Call, Depends(_readable)]) -> AsyncIterator[ServerSentEvent]:
    """服务器推送事件 `utterance`：先是已经说的，以后说一句来一句；没有确定的一句会以同一 index 再来。"""
    async for said in found.listen():
        yield ServerSentEvent(event="utterance", raw_data=json.dumps(asdict(said), ensure_ascii=False))
