"""Whether the worker lives, and whether it can answer."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from assistant.api.problems import described, problem
from assistant.api.service import Parts, Service, service_of

router = APIRouter(tags=["状态"])


class Ready(BaseModel):
    """That the worker can answer, and from what."""

    ready: Literal[True]
    parts: Parts


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="进程是否活着")
async def alive() -> dict[str, str]:
    """活着就是 200。"""
    return {"status": "ok"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="能否回答问题", response_model=Ready, responses=described(503))
async def ready(service: Annotated[Service, Depends(service_of)]) -> Response:
    """200 能回答，503 还不能；逐项列出知识库、规则和会话库。"""
    parts = await service.parts()
    shown = parts.model_dump(exclude_none=True)
    if parts.ready:
        return JSONResponse({"ready": True, "parts": shown})
    detail = parts.index.detail or parts.store.detail or "有一项还没有准备好，见 parts"
    return problem(503, detail, headers={"Retry-After": "5"}, ready=False, parts=shown)
