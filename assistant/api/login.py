"""Logging in and out, and who one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

import anyio
import anyio.to_thread
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.access.backoff import TooManyAttempts, begin_attempt, by_address, by_name, forgive
from assistant.access.directory import Directory
from assistant.access.logins import log_in, log_out
from assistant.access.principal import Principal
from assistant.access.users import LONGEST, verified
from assistant.api import cookies
from assistant.api.access import Caller
from assistant.api.exact import ExactRoute
from assistant.api.problems import described
from assistant.api.values import Name, whole
from knowledge import clock

router = APIRouter(prefix="/api/v1", tags=["登录"], route_class=ExactRoute)

T = TypeVar("T")
Role = Literal["open", "anonymous", "widget", "key", "operator", "administrator"]

# A password takes 64 MB and a core for a moment: one at a time, so that answers go on.
_ONE = anyio.CapacityLimiter(1)


class LoginRequest(BaseModel):
    """A name and its password."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    password: Annotated[str, Field(max_length=LONGEST), AfterValidator(whole)]


class Me(BaseModel):
    """Who asks: `open` where nobody logs in; `name` of a person; `scopes` of a key."""

    role: Role
    name: str | None = None
    scopes: list[str] = []


def _me(principal: Principal) -> Me:
    scopes = sorted(role.removeprefix("key:") for role in principal.roles if role.startswith("key:"))
    role = "key" if scopes else next(iter(principal.roles))
    return Me.model_validate({"role": role, "name": principal.name, "scopes": scopes})


@router.post("/login", summary="登录", responses=described(401, 403, 413, 422, 429, 500, 503))
async def login(body: LoginRequest, request: Request, response: Response) -> Me:
    """登录后浏览器带着会话 cookie；一小时不用、或满十二小时须重新登录。失败多次后要等一会儿再试。"""
    if {"origin", "sec-fetch-site"} & set(request.headers) and not cookies.same_origin(request.headers):
        raise HTTPException(403, "请在本站的登录页面上登录")
    directory: Directory = request.app.state.directory
    try:
        found = await _aside(lambda: _log_in(directory, body, request.state.address))
    except TooManyAttempts as error:
        raise HTTPException(429, str(error), {"Retry-After": str(error.seconds)}) from None
    if found is None:
        raise HTTPException(401, "用户名或密码不对")
    person, secret = found
    cookies.give(response, request.headers, secret)
    return _me(person)


@router.post("/logout", summary="退出登录", status_code=204, responses=described(403, 500, 503))
async def logout(request: Request, response: Response) -> None:
    """会话立即失效。"""
    secret = cookies.login_secret(request.headers)
    if secret is not None:
        directory: Directory = request.app.state.directory
        await _aside(lambda: log_out(directory.database, secret))
    cookies.take_back(response, request.headers)


@router.get("/me", summary="当前身份", responses=described(401, 403, 500, 503))
async def me(caller: Caller) -> Me:
    """是谁，能做什么。"""
    return _me(caller)


def _log_in(directory: Directory, body: LoginRequest, address: str) -> tuple[Principal, str] | None:
    directory.refresh()  # the first administrator may have been set up this moment
    database, now = directory.database, clock.now()
    name = by_name(body.name)
    begin_attempt(database, [name, by_address(address)], now)
    person = verified(database, body.name, body.password)
    if person is None:
        return None
    forgive(database, name)
    return person, log_in(database, person)


async def _aside(work: Callable[[], T]) -> T:
    return await anyio.to_thread.run_sync(work, limiter=_ONE)
