"""The database: made, migrated, shared, of either kind."""

from __future__ import annotations

import importlib
import pkgutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import inspect, text

import assistant.store
from assistant.store.database import Database, open_database
from assistant.store.interface import StoreUnavailable
from assistant.store.schema import metadata
from knowledge.errors import InputError
from knowledge.home import Home
from knowledge.settings import Settings
from tests.postgres import Postgres


def test_migrations_make_what_the_code_says(database: Database) -> None:
    """Tables, columns, constraints and indexes of a migrated database are those of the code."""
    for module in pkgutil.iter_modules(assistant.store.__path__, "assistant.store."):
        importlib.import_module(module.name)
    with database.reading() as at:
        assert compare_metadata(MigrationContext.configure(at), metadata) == []
        assert set(inspect(at).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_several_may_prepare_at_once(database_settings: Settings) -> None:
    """Workers that start at the same moment find the tables made once."""
    databases = [open_database(database_settings) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Database.prepare, databases))
    for database in databases:
        with database.reading() as at:
            assert at.execute(text("select version_num from alembic_version")).scalars().all() == ["0003"]
        database.close()


def test_what_fails_is_undone(database: Database) -> None:
    """Nothing is left of a transaction that an error leaves."""
    with pytest.raises(KeyError), database.writing() as at:
        at.execute(text("insert into conversation values ('c', '{}', 0, null, '', '', null)"))
        raise KeyError
    with database.reading() as at:
        assert at.execute(text("select count(*) from conversation")).scalar_one() == 0


def test_a_newer_database_is_refused(database: Database) -> None:
    """A product that was put back to an older version says so instead of touching the tables."""
    with database.writing() as at:
        at.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(InputError, match="更新的版本写成（9999）"):
        database.prepare()


def test_errors_say_nothing_of_what_people_wrote(database: Database) -> None:
    """An error names the database and the reason, never a statement, a value or a password."""
    with pytest.raises(StoreUnavailable) as caught, database.writing() as at:
        at.execute(text("insert into nowhere values (:said)"), {"said": "我叫张三"})
    assert "张三" not in f"{caught.value}{caught.value.__cause__}"


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "postgresql://u:secret@h", "nonsense", "postgresql://h:x/d"])
def test_an_address_that_cannot_be_one(database_settings: Settings, url: str) -> None:
    """Only PostgreSQL's addresses pass, and a password is not repeated."""
    with pytest.raises(InputError, match="HOTLINE_DATABASE_URL") as caught:
        open_database(database_settings.model_copy(update={"database_url": SecretStr(url)}))
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_answer(database_settings: Settings) -> None:
    """A database that cannot be reached is one line with its address and without its password."""
    away = database_settings.model_copy(update={"database_url": SecretStr("postgresql://u:secret@127.0.0.1:1/d")})
    with closing(open_database(away)) as database, pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:1/d") as caught:
        database.prepare()
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there(postgres: Postgres, tmp_path: Path) -> None:
    """PostgreSQL's own refusal is told in a few words."""
    nowhere = Settings(home=tmp_path, database_url=SecretStr(postgres.url("nowhere")))
    with closing(open_database(nowhere)) as database, pytest.raises(StoreUnavailable, match="没有这个数据库"):
        database.prepare()


def test_a_file_that_is_no_database(database_settings: Settings) -> None:
    """A broken file is named with the reason."""
    settings = database_settings.model_copy(update={"database_url": None})
    path = Home(settings.home).database
    path.parent.mkdir()
    path.write_bytes(b"not a database at all" * 100)
    with closing(open_database(settings)) as database, pytest.raises(StoreUnavailable, match=r"sqlite .*不是数据库"):
        database.prepare()
