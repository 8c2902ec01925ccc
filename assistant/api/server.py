"""`hotline serve`: the address is taken before anything is loaded, so that a wrong one is one clear line."""

from __future__ import annotations

import errno
import http.client
import ipaddress
import socket
import threading
from contextlib import closing, suppress

import click
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from assistant.api.app import create_app
from assistant.store.database import open_database
from assistant.wiring import open_assistant
from knowledge.errors import InputError
from knowledge.settings import Settings

_BACKLOG = 2048
_PATIENCE = 120
"""Seconds within which the workers must have started for their addresses to be shown."""


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve until interrupted; of several workers each reads the settings from the environment.

    Raises InputError where the address or the settings cannot be used, IndexUnusable where there is
    nothing to answer from.
    """
    if workers < 1:
        raise InputError(f"--workers 不能是 {workers}；至少是 1")
    with _listen(host, port) as listening:
        config = uvicorn.Config(
            _application(settings, workers),
            factory=workers > 1,
            workers=workers,
            loop="uvloop",
            http="httptools",
            ws="none",
            backlog=_BACKLOG,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=10,
        )
        threading.Thread(target=_announce, args=listening.getsockname()[:2], daemon=True).start()
        with suppress(KeyboardInterrupt):
            if workers == 1:
                uvicorn.Server(config).run(sockets=[listening])
            else:
                Multiprocess(config, sockets=[listening]).run()


def worker() -> FastAPI:
    """What one of several worker processes runs."""
    return create_app(widget_origins=Settings.load().widget_origins)


def _application(settings: Settings, workers: int) -> FastAPI | str:
    """What uvicorn runs; that there is nothing to answer from, or to keep it in, shows here, before the workers start."""
    with closing(open_database(settings)) as database:
        database.prepare()
    assistant = open_assistant(settings, keep=workers == 1)
    # Of several workers each opens its own, and this one is let go.
    if workers > 1:
        return "assistant.api.server:worker"
    return create_app(assistant, widget_origins=settings.widget_origins)


def _listen(host: str, port: int) -> socket.socket:
    """The listening socket; whoever connects before the server is up waits for it."""
    family, address = _resolve(host, port)
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
    if not all(ipaddress.ip_address(str(a[4][0]).partition("%")[0]).is_loopback for a in found):
        raise InputError(
            f"--host 不能是 {host}：对外提供服务须先设置管理员，用户和登录在后续版本提供；本版只能用本机地址 127.0.0.1"
        )
    family, _, _, _, address = min(found, key=lambda a: a[0] != socket.AF_INET)
    return family, (str(address[0]), port)


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
        click.echo(f"演示页面　{base}/\n接口文档　{base}/docs\n按 Ctrl+C 停止")
    connection.close()
