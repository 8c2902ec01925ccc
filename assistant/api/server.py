"""`hotline serve`: the socket is taken here, before anything is loaded, so that a wrong address is one clear line."""

from __future__ import annotations

import threading
from contextlib import suppress

import uvicorn
from uvicorn.supervisors import Multiprocess

from assistant.wiring import open_assistant
from knowledge.errors import InputError
from knowledge.settings import Settings

_BACKLOG = 2048


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serve until interrupted; several workers read the settings from the environment, each for itself.

    Raises InputError where the address cannot be used, IndexUnusable where there is nothing to answer from.
    """
    if workers < 1:
        raise InputError(f"--workers {workers} 不能用；至少是 1")
    listening = _listen(host, port)
    with listening:
        assistant = open_assistant(settings, keep=True)
        address = _url(listening)
        app = "assistant.api.app:create_app" if workers > 1 else _single(assistant)
        config = uvicorn.Config(
            app,
            factory=workers > 1,
            workers=workers,
            loop="uvloop",
            http="httptools",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
        threading.Thread(target=_announce, args=(address,), daemon=True).start()
        with suppress(KeyboardInterrupt):
            if workers > 1:
                Multiprocess(config, sockets=[listening]).run()
            else:
                uvicorn.Server(config).run(sockets=[listening])
