"""A real assistant over a real index, built once, and the server as a real process."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from api_closed import PASSWORD, SITE, Closed
from api_process import Serve, environment_of, served, settings_of
from fastapi.testclient import TestClient

from assistant.access.credentials import add_key, add_widget_token
from assistant.access.principal import SCOPES
from assistant.access.users import add_user, verified
from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.store.steady import open_store
from assistant.wiring import open_assistant
from knowledge.live import Fixed


@pytest.fixture(scope="session")
def home(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a published generation of the shipped documents; conversations are kept in it."""
    return Path(shutil.copytree(built_home, tmp_path_factory.mktemp("api") / "home"))


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


@pytest.fixture(scope="session")
def closed(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    """The application where users were set up: two persons, a key for each scope, two widget tokens."""
    settings = settings_of(tmp_path_factory.mktemp("closed"))
    generous = settings.model_copy(update={f"rate_{name}": "100000/second" for name in ("address", "widget", "key")})
    store = open_store(settings)
    persons = {}
    for name in ("administrator", "operator"):
        add_user(store.database, name, PASSWORD)
        person = verified(store.database, name, PASSWORD)
        assert person is not None
        persons[name] = person
    keys = {f"key:{scope}": add_key(store.database, scope, [scope]) for scope in SCOPES}
    widgets = [add_widget_token(store.database, name, [SITE]) for name in ("门户", "公众号")]
    app = create_app(Assistant(Fixed(assistant.retriever), store, home_region=None), generous)
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("192.0.2.7", 50000)) as client:
        yield Closed(app, client, store.database, persons, keys, *widgets)
    store.close()


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    """The environment of a process that serves the home."""
    return environment_of(home)


@pytest.fixture(scope="session")
def serve(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """`with serve(workers) as (url, process)`: `hotline serve`, ready, and stopped by its pid afterwards."""
    folder = tmp_path_factory.mktemp("elsewhere")
    return lambda workers: served(home, folder, workers=workers)
