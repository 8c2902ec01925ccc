"""POST /api/v1/chat: one message in, one Reply out."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.api.access import Caller
from assistant.api.exact import ExactRoute
from assistant.api.problems import described
from assistant.api.service import Service, service_of
from assistant.api.values import Day, Fact, Name
from assistant.chain import Message
from assistant.reply import Reply
from knowledge.errors import AmbiguousRegion, UnknownRegion
from knowledge.region import places

router = APIRouter(prefix="/api/v1", tags=["问答"], route_class=ExactRoute)


def _place(value: str) -> str:
    """A name that several places bear passes: the chain asks back."""
    if not value:
        return value
    try:
        places().resolve(value)
    except AmbiguousRegion:
        pass
    except UnknownRegion as error:
        raise ValueError(f"不能用：{error}") from None
    return value


Place = Annotated[Name, AfterValidator(_place)]


class ChatRequest(BaseModel):
    """What a person says, and what is known of where and when."""

    model_config = ConfigDict(extra="forbid")

    message: Annotated[str, Field(description="问题，最多 32000 个字符")]
    conversation_id: Annotated[Name | None, Field(description="接着哪次对话；不写则开始新的对话")] = None
    region: Annotated[Place | None, Field(description="适用哪里的政策：地名或六位代码")] = None
    as_of: Annotated[Day | None, Field(description="提问的日期，默认今天（北京时间）")] = None
    channel: Annotated[Literal["citizen", "operator"] | None, Field(description="群众或话务员")] = None
    facts: Annotated[
        dict[Name, Fact] | None, Field(max_length=50, description="在屏幕上选定或更正的事实，名称同 slots")
    ] = None
    request_id: Annotated[Name | None, Field(description="同一编号发两次，只回答一次")] = None

    def as_message(self, owner: str | None) -> Message:
        """The same for the chain; `owner` asks."""
        return Message(
            text=self.message,
            conversation_id=self.conversation_id,
            region=self.region,
            as_of=self.as_of,
            channel=self.channel or "citizen",
            facts=self.facts,
            request_id=self.request_id,
            owner=owner,
        )


@router.post("/chat", summary="问一个问题", responses=described(401, 403, 404, 413, 422, 429, 500, 503))
async def chat(body: ChatRequest, service: Annotated[Service, Depends(service_of)], caller: Caller) -> Reply:
    """一条消息，一份带出处的回答。"""
    return await service.answer(body.as_message(caller.owner))
