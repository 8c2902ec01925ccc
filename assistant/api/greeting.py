"""GET /api/v1/greeting: what a conversation begins with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.chat import Place
from assistant.api.problems import described
from assistant.api.service import Service, service_of
from assistant.api.values import Day
from assistant.openers import openers
from assistant.reply import RegionName, region_name
from knowledge import clock
from knowledge.errors import AmbiguousRegion
from knowledge.finding import Finder
from knowledge.settings import Settings

router = APIRouter(prefix="/api/v1", tags=["问答"])


class GreetingQuery(BaseModel):
    """Where and when."""

    model_config = ConfigDict(extra="forbid")

    region: Annotated[Place | None, Field(description="地名或六位代码；不写则用本部署的地区")] = None
    as_of: Annotated[Day | None, Field(description="哪一天，默认今天（北京时间）")] = None


class Greeting(BaseModel):
    """The place whose policy applies, null where none is known or its name is borne by several; questions to begin with.

    `kept_days`: for how many days after the last question the conversation is kept.
    """

    region: RegionName | None
    questions: tuple[str, ...]
    kept_days: int


@router.get("/greeting", summary="对话的开头", responses=described(403, 422, 500, 503))
async def greeting(
    query: Annotated[GreetingQuery, Query()], service: Annotated[Service, Depends(service_of)]
) -> Greeting:
    """适用哪里的政策，当地可以先问的几个问题，对话保存多少天。"""
    return await service.with_finder(lambda finder: _greeting(finder, query))


def _greeting(finder: Finder, query: GreetingQuery) -> Greeting:
    try:
        code = finder.place(query.region)
    except AmbiguousRegion:
        code = None
    questions = openers(finder.retriever, code, query.as_of or clock.today()) if code else ()
    return Greeting(region=region_name(code), questions=questions, kept_days=Settings.load().retention_days)
