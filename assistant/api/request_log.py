"""One log line and one count for every request."""

from __future__ import annotations

import logging
import secrets
import time

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.metrics import REQUESTS
from assistant.logs import REQUEST

_LOG = logging.getLogger("hotline.request")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestLog:
    """ASGI middleware, the outermost: logs and counts every request when its answer is done or its client has left."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app and tell how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, done, started = 0, False, time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status, done
            if message["type"] == "http.response.start":
                status = message["status"]
            done = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        REQUEST.set(secrets.token_hex(6))
        try:
            await self._app(scope, receive, watched)
        finally:
            route = _route(scope)
            REQUESTS.labels(scope["method"] if scope["method"] in _METHODS else "other", route, status).inc()
            _LOG.info(
                "request",
                extra={
                    "fields": {
                        "method": scope["method"][:16],
                        "route": route,
                        "status": status,
                        "left": not done,
                        "ms": round((time.perf_counter() - started) * 1000, 1),
                    }
                },
            )


def _route(scope: Scope) -> str:
    """The route's pattern: a path may hold the id of a conversation, which is a secret."""
    route: BaseRoute | None = scope.get("route")
    return str(getattr(route, "path", None) or "none")
