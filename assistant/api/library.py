"""GET /api/v1/regions, /documents and /clauses/{clause_id}: what the knowledge holds, and where each text stands."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.fields import plain_name
from assistant.api.problems import described
from assistant.api.service import Service, service_of
from assistant.reply import RegionName, region_name
from knowledge.clause import Nature
from knowledge.document import Header, Kind, Wording
from knowledge.generation import Generation
from knowledge.region import places

router = APIRouter(prefix="/api/v1", tags=["知识库"])

_MOST_REGIONS = 20
_EXAMPLE = "youxian-interview-2023.outpatient-deductible"


class RegionQuery(BaseModel):
    """What was typed of a place so far."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[
        str,
        Field(
            max_length=50, description="地名或代码，可以只写一部分；不写则列出知识库里有资料的地区", examples=["游仙"]
        ),
    ] = ""


class RegionShown(BaseModel):
    """A place, and how many documents have something to say of it itself (its parents' not counted)."""

    code: str
    name: str
    full_name: str
    documents: int


class DocumentShown(BaseModel):
    """A document's header, named as in a citation; `superseded`: an imported original answers in its place."""

    document_id: str
    title: str
    document_number: str | None
    issuer: str | None
    region: RegionName | None
    kind: Kind
    published: date | None
    effective_from: date | None
    effective_to: date | None
    supersedes: str | None
    source: str | None
    wording: Wording
    topics: tuple[str, ...]
    superseded: bool
    clauses: int


class ClauseShown(BaseModel):
    """A clause named as in a citation: `quote` is its whole text, the days are those on which it is in force."""

    clause_id: str
    document: DocumentShown
    heading: str
    quote: str
    wording: Wording
    region: RegionName | None
    effective_from: date | None
    effective_to: date | None
    nature: Nature
    period: str | None
    notice: str | None
    derived: str | None
    questions: tuple[str, ...]
    digest: str
    previous: str | None
    next: str | None
    generation: int


@router.get("/regions", summary="地区", responses=described(403, 422, 500, 503))
async def regions(
    query: Annotated[RegionQuery, Query()], service: Annotated[Service, Depends(service_of)]
) -> list[RegionShown]:
    """有资料的地区在前；按 q 查找时最多 20 个。"""
    return await service.with_retriever(lambda retriever: _regions(retriever.generation, query.q))


def _regions(generation: Generation, typed: str) -> list[RegionShown]:
    held = Counter(scope for _, scope, _ in generation.store.tally() if scope and scope in places())
    found = sorted(places().matching(typed), key=lambda c: c not in held)[:_MOST_REGIONS] if typed else sorted(held)
    return [
        RegionShown(code=c, name=places()[c].name, full_name=places().full_name(c), documents=held[c]) for c in found
    ]


@router.get("/documents", summary="文件", responses=described(403, 500, 503))
async def documents(service: Annotated[Service, Depends(service_of)]) -> list[DocumentShown]:
    """知识库里的全部文件，按编号排列。"""
    return await service.with_retriever(lambda retriever: _documents(retriever.generation))


def _documents(generation: Generation) -> list[DocumentShown]:
    clauses: Counter[str] = Counter()
    for document_id, _, count in generation.store.tally():
        clauses[document_id] += count
    return [_document(header, clauses[header.id], generation) for header in generation.store.headers.values()]


def _document(header: Header, clauses: int, generation: Generation) -> DocumentShown:
    own = header.model_dump(include=set(DocumentShown.model_fields) - {"region"})
    superseded = header.id in generation.store.superseded
    return DocumentShown(
        **own, document_id=header.id, region=region_name(header.region), superseded=superseded, clauses=clauses
    )


@router.get("/clauses/{clause_id}", summary="一个条款", responses=described(403, 404, 500, 503))
async def clause(
    clause_id: Annotated[str, Path(description="条款编号，见引用和检索结果的 clause_id", examples=[_EXAMPLE])],
    service: Annotated[Service, Depends(service_of)],
) -> ClauseShown:
    """条款全文和所在文件的信息；previous 和 next 是同一文件里的前后条款。"""
    return await service.with_retriever(lambda retriever: _clause(retriever.generation, clause_id))


def _clause(generation: Generation, clause_id: str) -> ClauseShown:
    store = generation.store
    clause = store.get(clause_id)
    if clause is None:
        raise HTTPException(
            404,
            f"当前的知识库版本里没有编号为 {plain_name(clause_id)} 的条款；可用 /api/v1/search 按内容查找，"
            "各文件见 /api/v1/documents",
        )
    header = store.headers[clause.document_id]
    around = [c.id for c in store.of_document(clause.document_id)]
    here = around.index(clause.id)
    return ClauseShown(
        **clause.model_dump(include=set(ClauseShown.model_fields) - {"region"}),
        clause_id=clause.id,
        document=_document(header, len(around), generation),
        heading=clause.heading,
        quote=clause.text,
        wording=header.wording,
        region=region_name(clause.region),
        digest=clause.digest,
        previous=around[here - 1] if here else None,
        next=around[here + 1] if here + 1 < len(around) else None,
        generation=generation.number,
    )
