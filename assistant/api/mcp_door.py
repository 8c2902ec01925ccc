"""/mcp: the Model Context Protocol, streamable HTTP. Its library takes most of a second to load: the first caller waits."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import anyio.to_thread
from fastapi import FastAPI, Request
from starlette.types import Receive, Scope, Send

from assistant.api.service import service_of


class _Door:
    """An ASGI app, so that the protocol's library reads the request and writes the answer itself."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        server = await anyio.to_thread.run_sync(partial(import_module, "assistant.api.mcp_server"))
        await server.serve(service_of(Request(scope)), scope, receive, send)


def install(app: FastAPI) -> None:
    """Add the route; there are no sessions, so there is nothing to GET or DELETE."""
    app.add_route("/mcp", _Door(), methods=["POST"], include_in_schema=False)  # type: ignore[arg-type]
