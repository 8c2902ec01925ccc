"""GET /api/v1/search: the retriever alone, with the reasons for the order and for what was set aside."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.chat import Place
from assistant.api.problems import described
from assistant.api.service import Service, service_of
from assistant.api.values import Day
from assistant.reply import RegionName, region_name
from knowledge import clock
from knowledge.document import Wording
from knowledge.finding import Finder
from knowledge.search import Hit

router = APIRouter(prefix="/api/v1", tags=["知识库"])


class SearchQuery(BaseModel):
    """What is searched for, where and when."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(min_length=1, max_length=1000, description="检索词或问题", examples=["职工门诊起付标准"])]
    region: Annotated[
        Place | None,
        Field(
            description="地名或六位代码，上级地区的一并检索；不写则用本部署的地区，没有设置则检索全部",
            examples=["游仙区"],
        ),
    ] = None
    as_of: Annotated[
        Day | None, Field(description="哪一天有效的规定，默认今天（北京时间）", examples=["2023-06-15"])
    ] = None
    top: Annotated[int, Field(ge=1, le=50, description="最多几条")] = 10
    set_aside: Annotated[bool, Field(description="连同没有采用的条款和原因")] = False


class SearchHit(BaseModel):
    """A clause that was found, named as in a citation; `score` lies in 0..1, `reasons` say what it is made of."""

    clause_id: str
    document_id: str
    title: str
    region: RegionName | None
    effective_from: date | None
    effective_to: date | None
    wording: Wording
    source: str | None
    score: float
    heading: str
    text: str
    reasons: tuple[str, ...]


class SetAside(SearchHit):
    """A clause that was found and not taken; `why` says what spoke against it."""

    why: str


class SearchResult(BaseModel):
    """Hits best first, and the place and day they are for.

    `region` null: all places were searched. `set_aside` null: it was not asked for. `degraded`: the words alone
    were searched, because the vectors did not answer.
    """

    region: RegionName | None
    as_of: date
    generation: int
    degraded: bool
    hits: list[SearchHit]
    set_aside: list[SetAside] | None


@router.get("/search", summary="检索条款", responses=described(403, 422, 500, 503))
async def search(
    query: Annotated[SearchQuery, Query()], service: Annotated[Service, Depends(service_of)]
) -> SearchResult:
    """只检索，不作答：最合适的条款在前，附排序的理由。"""
    return await service.with_finder(lambda finder: searched(finder, query))


def searched(finder: Finder, query: SearchQuery) -> SearchResult:
    """What a query brings."""
    code, day = finder.place(query.region), query.as_of or clock.today()
    found = finder.search(query.q, region=code, day=day, top=query.top)
    return SearchResult(
        region=region_name(code),
        as_of=day,
        generation=finder.retriever.generation.number,
        degraded=found.degraded,
        hits=[SearchHit(**_shown(hit)) for hit in found.hits],
        set_aside=[SetAside(**_shown(hit), why=why) for hit, why in found.rejected] if query.set_aside else None,
    )


def _shown(hit: Hit) -> dict[str, Any]:
    clause, header = hit.clause, hit.header
    return {
        "clause_id": clause.id,
        "document_id": clause.document_id,
        "title": header.title,
        "region": region_name(clause.region),
        "effective_from": clause.effective_from,
        "effective_to": clause.effective_to,
        "wording": header.wording,
        "source": header.source,
        "score": round(hit.score, 4),
        "heading": clause.heading,
        "text": clause.text,
        "reasons": hit.reasons,
    }
