"""`hotline serve`: the address is taken before anything is loaded, so that a wrong one is one clear line."""

from __future__ import annotations

import asyncio
import errno
import http.client
import os
import socket
import threading
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from functools import partial
from typing import cast

import click
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.supervisors import Multiprocess

from assistant import logs
from assistant.access.users import has_administrator
from assistant.api import metrics
from assistant.api.addresses import is_loopback
from assistant.api.app import create_app
from assistant.api.protocol import Patience, TimedProtocol
from assistant.store.database import open_kept
from assistant.wiring import open_assistant
from knowledge.errors import InputError
from knowledge.home import Home
from knowledge.opening import published
from knowledge.region import places
from knowledge.settings import Settings

_BACKLOG = 2048
_SILENT_S = 20
"""Seconds after which a worker that does not answer its parent is replaced; with uvicorn's 5 a busy machine never
gets through the start of one."""
_LAST_S = 3
"""Seconds that a process has to end after it was shut down."""
_PATIENCE = 120
"""Seconds within which the workers must have started for their addresses to be shown."""


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve until interrupted; of several workers each reads the settings from the environment.

    Raises InputError where the address or the settings cannot be used, IndexUnusable where there is
    nothing to answer from.
    """
    if workers < 1:
        raise InputError(f"--workers 不能是 {workers}；至少是 1")
    with _listen(settings, host, port) as listening, _counted(workers):
        config = uvicorn.Config(
            _application(settings, workers),
            factory=workers > 1,
            workers=workers,
            loop="uvloop",
            http=cast(type[asyncio.Protocol], partial(TimedProtocol, patience=_patience(settings))),
            ws="none",
            backlog=_BACKLOG,
            log_config=logs.config(settings.log),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=settings.stop_seconds,
            timeout_worker_healthcheck=_SILENT_S,
        )
        threading.Thread(target=_announce, args=listening.getsockname()[:2], daemon=True).start()
        with suppress(KeyboardInterrupt):
            if workers == 1:
                uvicorn.Server(config).run(sockets=[listening])
            else:
                Multiprocess(config, sockets=[listening]).run()


def worker() -> ASGIApp:
    """What one of several worker processes runs."""
    return ends_in_time(create_app())


def _application(settings: Settings, workers: int) -> ASGIApp | str:
    """What uvicorn runs; that there is nothing to answer from, or to keep it in, shows here, before the workers start."""
    database = open_kept(settings)
    if database is not None:
        database.close()
    if workers == 1:
        return ends_in_time(create_app(open_assistant(settings, keep=True), settings))
    published(Home(settings.home))
    if settings.region:
        places().resolve(settings.region)
    return "assistant.api.server:worker"


def ends_in_time(app: ASGIApp) -> ASGIApp:
    """The app, whose process ends a moment after it was shut down, also where a thread of it hangs.

    uvicorn lets what is at work finish for as long as `stop_seconds`; what no thread can be made to leave then
    would keep the process for ever.
    """

    async def ending(scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.shutdown.complete":
                last = threading.Timer(_LAST_S, os._exit, (1,))
                last.daemon = True
                last.start()

        await app(scope, receive, watched if scope["type"] == "lifespan" else send)

    return ending


def _counted(workers: int) -> AbstractContextManager[None]:
    """Several workers count together; one alone has no need to."""
    return metrics.shared_between_workers() if workers > 1 else nullcontext()


def _patience(settings: Settings) -> Patience:
    return Patience(settings.head_seconds, settings.body_seconds, settings.unread_seconds)


def _listen(settings: Settings, host: str, port: int) -> socket.socket:
    """The listening socket; whoever connects before the server is up waits for it."""
    family, address = _resolve(host, port)
    if not is_loopback(address[0].partition("%")[0]):
        _demand_administrator(settings, host)
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise InputError(f"不能在 {host} 的 {port} 端口提供服务：{_reason(error)}") from error
    return listening


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, tuple[str, int]]:
    if not 0 <= port <= 65535:
        raise InputError(f"--port 不能是 {port}；端口在 0 到 65535 之间")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InputError(f"--host 不能是“{host}”：没有这个地址；本机试用请写 127.0.0.1") from None
    family, _, _, _, address = min(found, key=lambda a: a[0] != socket.AF_INET)
    return family, (str(address[0]), port)


def _demand_administrator(settings: Settings, host: str) -> None:
    database = open_kept(settings)
    if database is not None:
        with closing(database):
            if has_administrator(database):
                return
    raise InputError(
        f"--host 不能是 {host}：对外提供服务须先设置管理员，请运行 hotline user add 用户名；本机试用请写 127.0.0.1"
    )


def _reason(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "端口已被占用；请用 --port 换一个端口，或停掉占用它的程序"
    if error.errno == errno.EACCES:
        return "没有权限；1024 以下的端口须由管理员启动，请用 --port 换一个端口"
    return f"{error.strerror or error}；请检查 --host 和 --port"


def _announce(host: str, port: int) -> None:
    """Show the addresses once a worker answers."""
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        click.echo(f"演示页面　{base}/\n控制台　　{base}/console\n接口文档　{base}/docs\n按 Ctrl+C 停止")
    connection.close()
