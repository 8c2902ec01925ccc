"""/v1/chat/completions and /v1/models: the assistant for programs that speak OpenAI's protocol.

Nothing is remembered between requests: the messages in the body are the conversation. What the person said before
is worked through again, so that the answer is the one that a kept conversation would get; what a system message or an
earlier answer says changes nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StrictBool, WithJsonSchema

from assistant.api.chat import Place
from assistant.api.completion_errors import DESCRIBED
from assistant.api.exact import ExactRoute
from assistant.api.fields import FieldError, plain_name
from assistant.api.problems import problem
from assistant.api.service import Service, service_of
from assistant.api.values import Day
from assistant.chain import Message
from assistant.reply import Reply

router = APIRouter(prefix="/v1", tags=["OpenAI 兼容"], route_class=ExactRoute, responses=DESCRIBED)

MODEL = "hotline"
_REPLAYED = 30
"""So many earlier messages of the person are worked through; what lies before them has left the memory long ago."""
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")


def _text(content: object) -> object:
    """Content as text; it may come in parts."""
    if not isinstance(content, list):
        return "" if content is None else content
    if not all(isinstance(part, dict) and isinstance(part.get("text"), str) for part in content):
        raise ValueError('只能是文字，或 [{"type": "text", "text": "…"}]；不接受图片、声音和文件')
    return "\n".join(part["text"] for part in content)


_PARTS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"type": {"const": "text"}, "text": {"type": "string"}},
        "required": ["type", "text"],
    },
}


class ChatMessage(BaseModel):
    """One message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[
        str, BeforeValidator(_text), WithJsonSchema({"anyOf": [{"type": "string"}, _PARTS, {"type": "null"}]})
    ] = ""


def _asking(messages: list[ChatMessage]) -> list[ChatMessage]:
    if not any(message.role == "user" for message in messages):
        raise ValueError("里没有 role 为 user 的消息；请至少写一条")
    return messages


def _unmet(value: object) -> object:
    if value and value != {"type": "text"}:
        raise ValueError("用不上：hotline 不调用工具，也不按指定的格式输出；请去掉这一项")
    return value


Unmet = Annotated[Any, AfterValidator(_unmet)]


class CompletionRequest(BaseModel):
    """A conversation; fields of OpenAI's that have no meaning here (temperature, max_tokens …) are passed over."""

    model: str
    messages: Annotated[
        list[ChatMessage], AfterValidator(_asking), Field(description="对话；只看 role 为 user 的消息，最后一条是问题")
    ]
    region: Annotated[Place | None, Field(description="适用哪里的政策：地名或六位代码")] = None
    as_of: Annotated[Day | None, Field(description="提问的日期，默认今天（北京时间）")] = None
    stream: StrictBool | None = False
    n: Annotated[int, Field(ge=1, le=1)] | None = 1
    tools: Unmet = None
    functions: Unmet = None
    response_format: Unmet = None


class CompletionMessage(BaseModel):
    """The answer's text."""

    role: Literal["assistant"] = "assistant"
    content: str


class Choice(BaseModel):
    """The one answer."""

    index: Literal[0] = 0
    message: CompletionMessage
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    """As OpenAI has it, and the whole Reply with its citations in `reply`; no tokens are counted."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    system_fingerprint: str
    choices: tuple[Choice]
    usage: None = None
    reply: Reply


class Delta(BaseModel):
    """What a piece adds to the answer."""

    role: Literal["assistant"] | None = None
    content: str | None = None


class ChunkChoice(BaseModel):
    """The one answer, piece by piece."""

    index: Literal[0] = 0
    delta: Delta
    finish_reason: Literal["stop"] | None = None


class Chunk(BaseModel):
    """One piece; the last one carries the whole Reply."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    system_fingerprint: str
    choices: tuple[ChunkChoice]
    reply: Reply | None = None


class Model(BaseModel):
    """The one model; `created` 0: its answers come from whatever knowledge is published."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "policy-hotline"


class Models(BaseModel):
    """The list of one."""

    object: Literal["list"] = "list"
    data: tuple[Model] = (Model(),)


_EVENT = {"type": "object", "properties": {"data": {"type": "string"}}, "required": ["data"]}
_STREAMED = {"content": {"text/event-stream": {"itemSchema": _EVENT}}}


@router.post("/chat/completions", summary="OpenAI 兼容的问答", response_model=Completion, responses={200: _STREAMED})
async def completions(
    body: CompletionRequest, service: Annotated[Service, Depends(service_of)]
) -> Completion | Response:
    """model 写 hotline；`region` 和 `as_of` 是另加的字段，完整的 Reply（引用、计算过程）在 `reply` 里。

    stream 为 true 时逐句送达，最后是 `[DONE]`。回答核对完才开始送出，所以出错时总是错误状态，不会半途而废。
    """
    if body.model != MODEL:
        return _no_model(body.model)
    *earlier, last = [message.content for message in body.messages if message.role == "user"]
    message = Message(last, region=body.region, as_of=body.as_of)
    reply = await service.answer(message, earlier=earlier[-_REPLAYED:])
    shared: dict[str, Any] = {
        "id": f"chatcmpl-{reply.turn_id}",
        "created": int(time.time()),
        "system_fingerprint": f"generation-{reply.generation}",
    }
    if body.stream:
        return EventSourceResponse(_streamed(reply, shared))
    return Completion(choices=(Choice(message=CompletionMessage(content=reply.text)),), reply=reply, **shared)


async def _streamed(reply: Reply, shared: dict[str, Any]) -> AsyncIterator[bytes]:
    deltas = [Delta(role="assistant", content=""), *(Delta(content=s) for s in _SENTENCE.findall(reply.text) if s)]
    chunks = [Chunk(choices=(ChunkChoice(delta=delta),), **shared) for delta in deltas]
    chunks.append(Chunk(choices=(ChunkChoice(delta=Delta(), finish_reason="stop"),), reply=reply, **shared))
    for chunk in chunks:
        unsaid = {"reply"} if chunk.reply is None else None
        yield format_sse_event(data_str=chunk.model_dump_json(exclude=unsaid))
    yield format_sse_event(data_str="[DONE]")


@router.get("/models", summary="可用的模型")
async def models() -> Models:
    """只有 hotline。"""
    return Models()


@router.get("/models/{model}", summary="一个模型", response_model=Model)
async def model_(model: Annotated[str, Path(examples=[MODEL])]) -> Model | Response:
    """hotline。"""
    return Model() if model == MODEL else _no_model(model)


def _no_model(name: str) -> Response:
    said = f"没有名为 {plain_name(name)} 的模型；可用的是 {MODEL}"
    return problem(404, said, errors=[FieldError(field="model", detail=said)])
