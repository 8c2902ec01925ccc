"""A real assistant over a real index, built once, and the server as a real process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.wiring import open_assistant
from knowledge.build import build
from knowledge.settings import Settings

HOTLINE = Path(sys.executable).with_name("hotline")
STARTUP = 60
"""Seconds that a server may take before a test gives up."""


def settings_of(home: Path) -> Settings:
    """Settings of a home, whatever the environment says."""
    return Settings(home=home, builtin=True, region=None, embedding_model=None)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a published generation of the shipped documents."""
    home = tmp_path_factory.mktemp("home")
    build(settings_of(home), lambda step, done, total: None, publish=True)
    return home


@pytest.fixture(scope="session")
def assistant(home: Path) -> Assistant:
    """The whole product over that home, conversations kept."""
    return open_assistant(settings_of(home), keep=True)


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    """The application as its callers see it."""
    with TestClient(create_app(assistant), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a process that serves the home."""
    return environment_of(home)


def environment_of(home: Path) -> dict[str, str]:
    """This process's environment without its own settings, with that home."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("HOTLINE_")}
    return {**kept, "HOTLINE_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Serve = Callable[[int], AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]


@pytest.fixture(scope="session")
def serve(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """`with serve(workers) as (url, process)`: `hotline serve`, ready, and stopped by its pid afterwards."""
    folder = tmp_path_factory.mktemp("elsewhere")  # no .env of the checkout is read here

    @contextmanager
    def start(workers: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        port = free_port()
        process = subprocess.Popen(
            [HOTLINE, "serve", "--port", str(port), "--workers", str(workers)],
            env=environment_of(home),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(url, process)
            yield url, process
        finally:
            process.terminate()
            process.communicate(timeout=30)

    return start


def wait_until_ready(url: str, process: subprocess.Popen[str]) -> None:
    """Until /readyz says 200; fails with what the process said where it ended."""
    deadline = time.monotonic() + STARTUP
    while time.monotonic() < deadline:
        if process.poll() is not None:
            _, said = process.communicate()
            pytest.fail(f"hotline serve ended with {process.returncode}: {said}")
        try:
            if httpx.get(f"{url}/readyz", trust_env=False, timeout=STARTUP).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail(f"hotline serve was not ready after {STARTUP} seconds")
