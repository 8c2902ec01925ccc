"""Errors below /v1/ in OpenAI's shape: whatever became a problem on the way, at a gate or in a route, is put into it."""

from __future__ import annotations

import json
from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import MEDIA_TYPE

_BELOW = "/v1/"
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


class OpenAIError(BaseModel):
    """What went wrong, by OpenAI's names; `param` is the field that cannot be used."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIErrorBody(BaseModel):
    """The body of every error below /v1/."""

    error: OpenAIError


DESCRIBED: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": OpenAIErrorBody, "description": "请求有误，形状同 OpenAI 的错误"},
    "5XX": {"model": OpenAIErrorBody, "description": "服务器出错或暂时不能服务，形状同 OpenAI 的错误"},
}
"""The errors of a route, for its OpenAPI description."""


class InOpenAIShape:
    """ASGI middleware around everything that answers with problems."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no problem; hold a problem back until it is whole."""
        if scope["type"] != "http" or not scope["path"].startswith(_BELOW):
            await self._app(scope, receive, send)
            return
        begun: Message | None = None
        body = b""

        async def shaped(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start" and _is_problem(message):
                begun = message
            elif begun is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _shaped(begun, body)(scope, receive, send)

        await self._app(scope, receive, shaped)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type") == MEDIA_TYPE


def _shaped(start: Message, body: bytes) -> JSONResponse:
    problem, headers = json.loads(body), Headers(raw=start["headers"])
    # OpenAI's word for a body that cannot be used is 400.
    status = 400 if start["status"] == 422 else start["status"]
    param = next((error["field"] for error in problem.get("errors", []) if error["field"]), None)
    error = OpenAIError(
        message=problem["detail"],
        type=_TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error"),
        param=param,
        code="model_not_found" if (status, param) == (404, "model") else None,
    )
    kept = {name: value for name, value in headers.items() if name not in ("content-type", "content-length")}
    return JSONResponse(OpenAIErrorBody(error=error).model_dump(), status, kept)
