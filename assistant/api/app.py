"""The FastAPI application: routers by job, gates around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI

from assistant.api import (
    calculator,
    chat,
    completion_errors,
    completions,
    conversations,
    greeting,
    health,
    library,
    mcp_door,
    origins,
    pages,
    problems,
    search,
    stream,
)
from assistant.api.description import DescribedAPI
from assistant.api.gates import BodyLimit, NoProxy, SafeHeaders
from assistant.api.service import Service
from assistant.chain import Assistant


def create_app(assistant: Assistant | None = None, *, widget_origins: str = "") -> FastAPI:
    """The application over this assistant, or over the one that the environment's settings describe.

    `widget_origins`: the sites whose pages may ask, separated by spaces.
    Without a usable index it starts all the same: alive, not ready, and it tries again when asked.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.service = service = Service(assistant)
        await anyio.to_thread.run_sync(service.warm_up)
        expiring = asyncio.create_task(service.expire_for_ever())
        yield
        expiring.cancel()

    app = DescribedAPI(
        title="12345 热线医保政策助手",
        version=version("policy-hotline"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app)
    pages.install(app)
    app.include_router(health.router)
    app.include_router(chat.router)
    app.include_router(stream.router)
    app.include_router(greeting.router)
    app.include_router(search.router)
    app.include_router(library.router)
    app.include_router(conversations.router)
    app.include_router(calculator.router)
    app.include_router(completions.router)
    mcp_door.install(app)
    # The last one added is the outermost.
    origins.install(app, widget_origins.split())
    app.add_middleware(BodyLimit)
    app.add_middleware(NoProxy)
    app.add_middleware(problems.Unexpected)
    app.add_middleware(completion_errors.InOpenAIShape)
    app.add_middleware(SafeHeaders)
    return app
