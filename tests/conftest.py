"""What every package's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.store.database import WORKING, Database, open_database
from knowledge.build import build
from knowledge.settings import Settings
from tests.postgres import Postgres


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one generation of the shipped knowledge; tests read it and never write to it."""
    root = tmp_path_factory.mktemp("built-home")
    build(Settings(home=root, builtin=True, embedding_model=None), lambda step, done, total: None, publish=True)
    return root


@pytest.fixture
def chroma_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scope counts as large, so that Chroma answers from a private copy, as it does in a large home."""
    monkeypatch.setattr("knowledge.generation.MOST_EXACT", 0)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests; whoever stops it takes one of their own."""
    server = Postgres()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def settings_on(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Settings]:
    """`settings_on("sqlite" | "postgresql")` → settings with a fresh home and an empty database of that kind."""

    def of(kind: str) -> Settings:
        url = None
        if kind == "postgresql":
            url = SecretStr(request.getfixturevalue("postgres").emptied())
        return Settings(home=tmp_path / "home", builtin=True, region=None, embedding_model=None, database_url=url)

    return of


@pytest.fixture(params=["sqlite", "postgresql"])
def database_settings(request: pytest.FixtureRequest, settings_on: Callable[[str], Settings]) -> Settings:
    """Settings with a fresh home, and an empty database of either kind."""
    return settings_on(request.param)


@pytest.fixture
def database(database_settings: Settings) -> Iterator[Database]:
    """A fresh database of either kind with all tables in it."""
    database = open_database(database_settings, patience=WORKING)
    database.prepare()
    yield database
    database.close()
