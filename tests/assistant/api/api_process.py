"""`hotline serve` as a real process, for the tests that need one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from knowledge.settings import Settings

HOTLINE = Path(sys.executable).with_name("hotline")
STARTUP = 60
"""Seconds that a server may take before a test gives up."""
STOP = 30


class Server(NamedTuple):
    """A running server: its address, its process, and the file that its stderr goes to."""

    url: str
    process: subprocess.Popen[str]
    log: Path


Serve = Callable[[int], AbstractContextManager[Server]]


def settings_of(home: Path) -> Settings:
    """Settings of a home, whatever the environment says."""
    return Settings(home=home, builtin=True, region=None, embedding_model=None)


def environment_of(home: Path) -> dict[str, str]:
    """This process's environment without its own settings, with that home."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("HOTLINE_")}
    return {**kept, "HOTLINE_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: Server) -> None:
    """Until /readyz says 200; fails with what the process said where it ended."""
    deadline = time.monotonic() + STARTUP
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            pytest.fail(f"hotline serve ended with {server.process.returncode}: {server.log.read_text('utf-8')}")
        try:
            if httpx.get(f"{server.url}/readyz", trust_env=False, timeout=STARTUP).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"hotline serve was not ready after {STARTUP} seconds")


@contextmanager
def served(home: Path, folder: Path, *, workers: int = 1, host: str = "127.0.0.1", **settings: str) -> Iterator[Server]:
    """`hotline serve` over a home, ready, and stopped by its pid afterwards.

    `folder`: where it is started, so that no `.env` of the checkout is read, and where its log lies; `settings`: of
    its environment.
    """
    port = free_port()
    log = folder / f"serve-{port}.log"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [HOTLINE, "serve", "--host", host, "--port", str(port), "--workers", str(workers)],
            env={**environment_of(home), **settings},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=STOP)
