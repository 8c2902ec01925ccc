"""A real assistant over a real index, built once, and the server as a real process."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from api_process import HOTLINE, Serve, environment_of, free_port, settings_of, wait_until_ready
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.wiring import open_assistant
from knowledge.build import build


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


@pytest.fixture(scope="session")
def serve_here(assistant: Assistant) -> Iterator[str]:
    """The address of the application on a real socket in this process, so that a test can look behind the door."""
    config = uvicorn.Config(create_app(assistant), port=0, ws="none", log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a process that serves the home."""
    return environment_of(home)


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
