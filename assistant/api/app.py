"""The FastAPI application: routers by job, gates around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI

from assistant.access.directory import Directory
from assistant.api import (
    calculator,
    calls,
    chat,
    completion_errors,
    completions,
    conversations,
    greeting,
    health,
    library,
    login,
    mcp_door,
    metrics,
    pages,
    problems,
    search,
    stream,
)
from assistant.api.access import Access, follow, look
from assistant.api.cors import WidgetOrigins
from assistant.api.description import DescribedAPI
from assistant.api.gates import BodyLimit, SafeHeaders
from assistant.api.request_log import RequestLog
from assistant.api.service import Service
from assistant.api.waiting import ClientGone
from assistant.chain import Assistant
from assistant.store.database import open_database
from knowledge.settings import Settings


def create_app(assistant: Assistant | None = None, settings: Settings | None = None) -> FastAPI:
    """The application over this assistant, or over the one that the settings describe (those of the environment).

    Without a usable index it starts all the same: alive, not ready, and it tries again when asked.
    """
    settings = settings or Settings.load()
    directory = Directory(assistant.store.database if assistant else open_database(settings))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        worded = settings.model_at_once if settings.model_url else 0
        app.state.service = service = Service(assistant, most_waiting=settings.most_waiting, worded_at_once=worded)
        app.state.directory = directory
        await look(directory)
        following = asyncio.create_task(follow(directory))
        await anyio.to_thread.run_sync(service.warm_up)
        expiring = asyncio.create_task(service.expire_for_ever())
        yield
        expiring.cancel()
        following.cancel()
        if assistant is None:
            directory.close()

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
    app.include_router(login.router)
    app.include_router(metrics.router)
    app.include_router(chat.router)
    app.include_router(stream.router)
    app.include_router(greeting.router)
    app.include_router(search.router)
    app.include_router(library.router)
    app.include_router(conversations.router)
    app.include_router(calculator.router)
    app.include_router(completions.router)
    app.include_router(calls.router)
    mcp_door.install(app)
    # The last one added is the outermost.
    app.add_middleware(ClientGone)
    app.add_middleware(BodyLimit)
    app.add_middleware(Access, directory=directory, settings=settings)
    app.add_middleware(WidgetOrigins, directory=directory)
    app.add_middleware(problems.Unexpected)
    app.add_middleware(completion_errors.InOpenAIShape)
    app.add_middleware(SafeHeaders)
    app.add_middleware(RequestLog)
    return app
