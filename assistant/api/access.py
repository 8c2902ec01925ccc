"""The gate that asks who it is and looks into the table of routes; what the table does not allow never gets further."""

from __future__ import annotations

from collections.abc import Set
from typing import Annotated
from urllib.parse import quote, urlsplit

import anyio
import anyio.to_thread
from fastapi import Depends, Request, Response
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.access.directory import Directory
from assistant.access.principal import ANONYMOUS, OPEN, Principal
from assistant.access.table import Row, table
from assistant.api.addresses import client_address, is_address, is_loopback, networks
from assistant.api.cookies import login_secret, same_origin
from assistant.api.problems import log_unexpected, no_method, no_route, problem, problem_of
from assistant.api.rates import Rates
from assistant.store.interface import StoreUnavailable
from knowledge.errors import HotlineError
from knowledge.settings import Settings

WIDGET_TOKEN = "X-Widget-Token"
_ASKING = 4
"""How many logins are looked up at once."""
_AGAIN = 1.0
"""Seconds until a key that was revoked, or the first user, is noticed."""
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORWARDED = ("Forwarded", "X-Forwarded-For")


class Refused(Exception):
    """The request is answered with this."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class Access:
    """ASGI middleware: who asks, whether they may, and how often."""

    def __init__(self, app: ASGIApp, directory: Directory, settings: Settings) -> None:
        self._app = app
        self._directory = directory
        self._trusted = networks(settings.trusted_proxies)
        self._rates = Rates(settings)
        self._asking = anyio.CapacityLimiter(_ASKING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass who may."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            scope.setdefault("state", {}).update(
                address=client_address(scope, self._trusted), principal=await self._admitted(scope)
            )
        except Refused as refused:
            await refused.response(scope, receive, send)
            return
        except StoreUnavailable as error:
            await problem_of(error)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _admitted(self, scope: Scope) -> Principal:
        headers = Headers(scope=scope)
        principal = await self._principal(scope, headers)
        may = _may(scope)
        if principal is not OPEN and "anonymous" not in may:
            wait = self._rates.wait(principal, client_address(scope, self._trusted))
            if wait is not None:
                detail = f"请求太频繁；请 {wait} 秒后再试"
                raise Refused(problem(429, detail, headers={"Retry-After": str(wait)}))
        if principal.roles.isdisjoint(may):
            raise Refused(_refusal(scope, headers, principal))
        return principal

    async def _principal(self, scope: Scope, headers: Headers) -> Principal:
        if not self._directory.ready:
            if "anonymous" in _may(scope):  # whether it lives is told all the same
                return ANONYMOUS
            raise StoreUnavailable("还读不到用户")
        if not self._directory.users and _at_this_machine(scope):
            return _not_forwarded(headers)
        if "authorization" in headers:
            return self._program(headers["authorization"])
        if WIDGET_TOKEN in headers:
            return self._widget(headers)
        secret = login_secret(headers)
        if secret is None:
            return ANONYMOUS
        person = await anyio.to_thread.run_sync(self._directory.person, secret, limiter=self._asking)
        if person is None:
            return ANONYMOUS
        if scope["method"] not in _SAFE and not same_origin(headers):
            raise Refused(problem(403, "这个请求不是从本站的页面发出的；请在本站的页面上操作，程序请用 API 密钥"))
        return person

    def _program(self, authorization: str) -> Principal:
        kind, _, secret = authorization.partition(" ")
        found = self._directory.key(secret.strip()) if kind.lower() == "bearer" else None
        if found is None:
            raise Refused(_unknown("API 密钥不对，或者已经停用；现有的见 hotline key list"))
        return found

    def _widget(self, headers: Headers) -> Principal:
        found = self._directory.widget(headers[WIDGET_TOKEN])
        if found is None:
            raise Refused(_unknown("咨询窗口的令牌不对，或者已经停用；请网站管理员核对"))
        principal, origins = found
        if not _from(headers, origins):
            raise Refused(problem(403, "这个网站没有得到许可，不能用这个咨询窗口的令牌；请网站管理员登记它的地址"))
        return principal


def _may(scope: Scope) -> Set[str]:
    """Who may send this request."""
    row = table().row(scope["path"])
    if row is None:
        raise Refused(no_route(scope["path"]))
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    if method not in row.may:
        raise Refused(no_method(method, _allowed(row)))
    return row.may[method]


def _not_forwarded(headers: Headers) -> Principal:
    """An open server is for the person at this machine alone."""
    found = next((name for name in _FORWARDED if name in headers), None)
    if found is None:
        return OPEN
    detail = (
        f"请求经代理转来（带有 {found}），而这里还没有设置管理员，只供本机试用；"
        "须先设置管理员才能对外提供服务：hotline user add 用户名"
    )
    raise Refused(problem(403, detail))


def _at_this_machine(scope: Scope) -> bool:
    """Whether the connection came in on a loopback address; `hotline serve` starts on no other without users."""
    host = (scope.get("server") or ("",))[0]
    # No address at all: a socket file, or an application that is called directly.
    return is_loopback(host) or not is_address(host)


def _from(headers: Headers, origins: Set[str]) -> bool:
    """Whether a page of these origins sent the request; one of this very host names none where it only reads."""
    if "origin" in headers:
        return headers["origin"] in origins
    own = headers.get("sec-fetch-site") == "same-origin"
    return own and headers.get("host") in {urlsplit(origin).netloc for origin in origins}


def _refusal(scope: Scope, headers: Headers, principal: Principal) -> Response:
    if principal.known:
        return problem(403, "您的身份不能访问这个地址；需要时请管理员开通")
    if scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", ""):
        return RedirectResponse(f"/login?next={quote(scope['path'], safe='/')}", 303)
    return _unknown("请先登录，或带上 API 密钥（Authorization: Bearer …）")


def _unknown(detail: str) -> Response:
    return problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="hotline"'})


def _allowed(row: Row) -> str:
    return ", ".join(sorted({*row.may, *(["HEAD"] if "GET" in row.may else [])}))


async def look(directory: Directory) -> None:
    """Read who is set up; where the database is away, what was read before holds."""
    try:
        await anyio.to_thread.run_sync(directory.refresh)
    except HotlineError:
        pass
    except Exception as error:  # whatever it is: a key that is revoked later must still be noticed
        log_unexpected(error)


async def follow(directory: Directory) -> None:
    """Do so for ever."""
    while True:
        await anyio.sleep(_AGAIN)
        await look(directory)


def principal_of(request: Request) -> Principal:
    """Who asks, for routes."""
    principal = request.state.principal
    assert isinstance(principal, Principal)
    return principal


Caller = Annotated[Principal, Depends(principal_of)]
