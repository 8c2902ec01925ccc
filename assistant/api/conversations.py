"""Conversations and feedback over HTTP, and the lists of the console."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from assistant.api.exact import ExactRoute
from assistant.api.problems import described
from assistant.api.service import Service, service_of
from assistant.api.values import Name, digits, whole
from assistant.reply import Reply
from assistant.steps.guard import storable
from assistant.store.conversations import conversation_as_data, delete_conversation
from assistant.store.database import Database
from assistant.store.feedback import Feedback, FeedbackVerdict, add_feedback, list_feedback
from assistant.store.gaps import Gap, GapState, list_gaps, set_gap_state
from assistant.store.interface import UnknownConversation
from assistant.store.turns import DatabaseStore
from knowledge import clock
from knowledge.region import places

router = APIRouter(prefix="/api/v1", tags=["会话"], route_class=ExactRoute)

_LONGEST_COMMENT = 2000
_MOST = 1000

Worker = Annotated[Service, Depends(service_of)]
Limit = Annotated[int, Query(ge=1, le=_MOST, description="最多列出多少条")]
Skip = Annotated[int, Query(ge=0, le=1_000_000, description="跳过前面多少条")]


class TurnShown(BaseModel):
    """One message, masked, and what was answered."""

    turn_id: str
    asked_at: str
    message: str
    reply: Reply


class ConversationShown(BaseModel):
    """A conversation with its turns in order; `region` is the code of the place that the first message was for."""

    conversation_id: str
    region: str | None
    created_at: str
    turns: list[TurnShown]


def _stars(value: Any) -> int | None:
    if value is None:
        return None
    text = digits(value)
    if isinstance(value, bool) or text not in ("1", "2", "3", "4", "5"):
        raise ValueError("须是 1 到 5 的整数")
    return int(str(text))


class FeedbackRequest(BaseModel):
    """What a person says of an answer."""

    model_config = ConfigDict(extra="forbid")

    turn_id: Annotated[Name, Field(description="Reply 里的 turn_id")]
    verdict: Annotated[FeedbackVerdict, Field(description="有用、有误、过时、不全、不清楚")]
    comment: Annotated[
        Annotated[str, Field(max_length=_LONGEST_COMMENT), AfterValidator(whole)] | None,
        Field(description="说明；个人信息遮盖后保存"),
    ] = None
    clause_id: Annotated[Name | None, Field(description="说的是回答里的哪个条款，citations 里的 clause_id")] = None
    rating: Annotated[
        int | None,
        BeforeValidator(_stars),
        WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"type": "null"}]}),
        Field(description="1 到 5 分"),
    ] = None


class GapChange(BaseModel):
    """What becomes of a gap."""

    model_config = ConfigDict(extra="forbid")

    state: Annotated[GapState, Field(description="open 待补，answered 已补，dismissed 不补")]


@router.get("/conversations/{id}", summary="一个会话", responses=described(403, 404, 500, 503))
async def conversation(id: str, service: Worker) -> ConversationShown:
    """每一轮的问题（已遮盖个人信息）和回答。"""
    data = await service.with_database(lambda database: conversation_as_data(database, id))
    if data is None:
        raise UnknownConversation
    return ConversationShown.model_validate(data)


@router.delete("/conversations/{id}", summary="删除一个会话", status_code=204, responses=described(403, 404, 500, 503))
async def delete(id: str, service: Worker) -> None:
    """连同每一轮、反馈和它在空缺里的记录；不能恢复。"""
    if not await service.with_database(lambda database: delete_conversation(database, id)):
        raise UnknownConversation
    service.forget(id)


@router.post(
    "/feedback", summary="对一次回答的反馈", status_code=204, responses=described(403, 404, 413, 422, 500, 503)
)
async def feedback(body: FeedbackRequest, service: Worker) -> None:
    """回答是否有用，哪里不对。"""
    await service.with_database(lambda database: _give(database, body))


def _give(database: Database, body: FeedbackRequest) -> None:
    turn = DatabaseStore(database).turn(body.turn_id)
    if turn is not None and body.clause_id is not None:
        cited = Reply.model_validate_json(turn.reply).citations
        if body.clause_id not in {citation.clause_id for citation in cited}:
            raise HTTPException(422, "clause_id 不在这次回答的 citations 里；不针对哪个条款就不要写")
    given = turn is not None and add_feedback(
        database,
        body.turn_id,
        body.verdict,
        given_at=clock.now().isoformat(timespec="seconds"),
        comment=storable(body.comment) or None if body.comment else None,
        clause_id=body.clause_id,
        rating=body.rating,
    )
    if not given:
        raise HTTPException(404, "没有这次回答，或者它已被删除；turn_id 见 Reply")


@router.get("/feedback", summary="反馈列表", responses=described(403, 422, 500, 503))
async def all_feedback(
    service: Worker, verdict: FeedbackVerdict | None = None, limit: Limit = 100, skip: Skip = 0
) -> list[Feedback]:
    """最近的在前。"""
    return await service.with_database(
        lambda database: list_feedback(database, verdict=verdict, limit=limit, skip=skip)
    )


@router.get("/gaps", summary="没有答上的问题", responses=described(403, 422, 500, 503))
async def all_gaps(
    service: Worker,
    region: Annotated[Name | None, Query(description="地名或六位代码")] = None,
    state: GapState | None = None,
    limit: Limit = 100,
    skip: Skip = 0,
) -> list[Gap]:
    """问得多的在前；同一件事的不同问法算作一条。"""
    code = places().resolve(region) if region else None
    return await service.with_database(
        lambda database: list_gaps(database, region=code, state=state, limit=limit, skip=skip)
    )


@router.patch("/gaps/{id}", summary="改一个空缺的状态", responses=described(403, 404, 413, 422, 500, 503))
async def change_gap(id: Annotated[int, Path(ge=1, le=2**31 - 1)], body: GapChange, service: Worker) -> Gap:
    """已补的空缺如果又有人问而答不上，会自己变回 open。"""
    gap = await service.with_database(lambda database: set_gap_state(database, id, body.state))
    if gap is None:
        raise HTTPException(404, "没有这个空缺；现有的见 GET /api/v1/gaps")
    return gap
