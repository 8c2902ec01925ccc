"""Every error of the HTTP door as application/problem+json (RFC 9457), in words that a person can act on."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.fields import FieldError, in_chinese, plain_name
from assistant.api.waiting import Busy
from assistant.calls import UnknownCall
from assistant.steps.guard import MessageTooLong
from assistant.store.interface import StoreUnavailable, UnknownConversation
from assistant.understanding.privacy import mask
from knowledge.benefit import FactError
from knowledge.errors import CalculationError, HotlineError, IndexUnusable, InputError

MEDIA_TYPE = "application/problem+json"

_LOG = logging.getLogger("hotline.api")
_FRAMES = 8
"""How many of the innermost frames are logged; the outer ones are the framework's."""

_TITLES = {
    400: "请求读不懂",
    401: "须先登录",
    403: "不能这样访问",
    404: "没有找到",
    405: "不支持这个方法",
    408: "等得太久",
    413: "内容太长",
    422: "请求填写有误",
    429: "请求太频繁",
    431: "请求头太长",
    500: "服务器出错",
    503: "暂时不能服务",
}
_STATUS: tuple[tuple[type[HotlineError], int], ...] = (
    (MessageTooLong, 413),
    (UnknownConversation, 404),
    (UnknownCall, 404),
    (InputError, 422),
    (CalculationError, 422),
    (IndexUnusable, 503),
    (StoreUnavailable, 503),
)
# What is missing is told to administrators alone: it names files and addresses here.
_NOT_READY: dict[type[HotlineError], str] = {
    IndexUnusable: "知识库还没有准备好，请稍后再试；管理员请看 /readyz",
    StoreUnavailable: "会话数据库眼下用不了，请稍后再试；管理员请看 /readyz",
}


class Problem(BaseModel):
    """The body of every error; `errors` names the fields that cannot be used, `id` stands in the log."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    id: str | None = None


def problem(
    status: int,
    detail: str,
    *,
    errors: list[FieldError] | None = None,
    id: str | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """The response for one problem; `more` adds members of its own."""
    body = Problem(title=title_of(status), status=status, detail=mask(detail)[0], errors=errors, id=id)
    content = body.model_dump(exclude_none=True) | more
    return JSONResponse(content, status, headers, media_type=MEDIA_TYPE)


def title_of(status: int) -> str:
    """What a status says in two or three words."""
    return _TITLES.get(status, "出错了")


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems of a route, for its OpenAPI description; `description` puts the schema in its place."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _TITLES[status], "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Make every error that a route raises on purpose a problem."""
    app.add_exception_handler(HotlineError, _deliberate)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _deliberate(request: Request, error: Exception) -> JSONResponse:
    return problem_of(error)


def problem_of(error: Exception) -> JSONResponse:
    """The problem that an error of the work itself is answered with."""
    if isinstance(error, Busy):
        return problem(503, str(error), headers={"Retry-After": str(error.retry_after)})
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), None)
    if status is None:  # a broken rule or document of the server's own: its text names files here
        return unexpected(error)
    if status == 503:
        detail = next(detail for kind, detail in _NOT_READY.items() if isinstance(error, kind))
        return problem(503, detail, headers={"Retry-After": "5"})
    return problem(status, str(error), errors=_fields(error))


def _fields(error: Exception) -> list[FieldError] | None:
    """The fact that a calculation cannot use, by its place in the body."""
    if not isinstance(error, FactError):
        return None
    return [FieldError(field=f"facts.{plain_name(error.name)}", detail=mask(str(error))[0])]


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = in_chinese(error.errors())
    return problem(422, "；".join(e.detail for e in errors[:5]), errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status, headers = error.status_code, error.headers
    if status == 400:  # FastAPI's word for a body that its JSON reader gave up on
        return problem(422, "请求正文读不出来；须是 UTF-8 编码的 JSON 对象", headers=headers)
    if error.detail != HTTPStatus(status).phrase:  # said by one of our own routes
        return problem(status, str(error.detail), headers=headers)
    if status == 404:
        return no_route(request.scope["path"])
    if status == 405:
        return no_method(request.method, (headers or {}).get("Allow", ""))
    return problem(status, "请求没有成功；可用的接口见 /docs", headers=headers)


def no_route(path: str) -> JSONResponse:
    """That there is nothing at this address."""
    return problem(404, f"没有 {plain_name(path)} 这个地址；可用的接口见 /docs")


def no_method(method: str, allowed: str) -> JSONResponse:
    """That the address knows other methods, separated by commas."""
    return problem(405, f"这个地址不接受 {method}；可用的方法：{allowed or '见 /docs'}", headers={"Allow": allowed})


def log_unexpected(error: BaseException) -> str:
    """Log an error that nobody foresaw and return its id.

    The error's own text is left out: it may quote what a person wrote.
    """
    id = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-_FRAMES))
    _LOG.error("意外的错误 %s：%s\n%s", id, type(error).__name__, frames)
    return id


def unexpected(error: BaseException) -> JSONResponse:
    """Log the error and answer with its id alone."""
    id = log_unexpected(error)
    return problem(500, f"服务器出了意外的错误（编号 {id}）；请稍后再试，仍不行请把编号告诉管理员", id=id)


class Unexpected:
    """ASGI middleware: what no handler caught becomes a problem with an id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app; answer for it where it fails before it began to answer."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            await unexpected(error)(scope, receive, send)
