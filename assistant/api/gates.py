"""What is settled before a route is looked for: bodies too large, requests through a proxy, headers of every answer."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import problem
from assistant.api.protocol import DRAINED

MAX_BODY = 1_000_000
"""Bytes of one request's body."""

_ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class BodyLimit:
    """Reads a body up to MAX_BODY and hands it on whole; a larger one is answered 413 and never parsed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the body in before the app sees the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body, size, more = bytearray(), 0, True
        while more and size <= DRAINED:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            piece = message.get("body", b"")
            size += len(piece)
            if size <= MAX_BODY:
                body += piece
            more = message.get("more_body", False)
        if size > MAX_BODY:
            await problem(413, f"请求正文超过 {MAX_BODY // 1_000_000} MB；请分几次提问")(scope, receive, send)
            return
        given = False

        async def whole() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, whole, send)


class NoProxy:
    """Refuses requests that came through a proxy: an open server is for the person at this machine alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a direct request pass."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            found = next((n for n in ("Forwarded", "X-Forwarded-For") if n in headers), None)
            if found is not None:
                detail = (
                    f"请求经代理转来（带有 {found}），而这里还没有设置管理员，只供本机试用；"
                    "须先设置管理员才能对外提供服务（用户管理在后续版本提供）"
                )
                await problem(403, detail)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class SafeHeaders:
    """Gives every answer the headers that keep a browser strict, where the route has not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what is missing when the answer begins."""

        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, strict)
