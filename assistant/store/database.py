"""One database: SQLite in the home, or PostgreSQL. Nothing else knows which."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, SQLAlchemyError, TimeoutError

from assistant.store.interface import StoreUnavailable
from knowledge.errors import InputError
from knowledge.home import Home
from knowledge.settings import Settings

SERVING = 1.0
"""Seconds that an answer may wait for the database; a lock is held for milliseconds."""
WORKING = 60.0
"""Seconds that a command may wait, which works on many rows."""
_MIGRATING = 600.0
"""Seconds that a process waits for the one that migrates."""
_MIGRATION_LOCK = 0x686F746C696E65
"""The advisory lock under which one process migrates a PostgreSQL database ("hotline" as a number)."""

_REASONS = {
    "SQLITE_FULL": "磁盘写满了",
    "SQLITE_READONLY": "文件是只读的",
    "SQLITE_BUSY": "文件被别的程序占着",
    "SQLITE_CANTOPEN": "文件打不开",
    "SQLITE_NOTADB": "文件不是数据库",
    "SQLITE_CORRUPT": "文件已损坏",
    "SQLITE_IOERR": "磁盘读写出错",
}


class Database:
    """Connections to one database; safe to share between threads.

    What goes wrong there is StoreUnavailable; only what the database refuses to hold stays SQLAlchemy's own error.
    """

    def __init__(self, url: URL, *, patience: float = SERVING) -> None:
        self._url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        """For the few statements that differ."""
        # Values are what people wrote: they stay out of the text of errors.
        self._engine = create_engine(
            url,
            connect_args={"timeout": patience} if self.sqlite else _timeouts(patience),
            pool_pre_ping=not self.sqlite,
            pool_timeout=patience,
            hide_parameters=True,
        )
        if self.sqlite:
            event.listen(self._engine, "connect", _set_up_sqlite)
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        # Whoever waits for SQLite's own lock sleeps and tries again; among threads a lock is fair and quicker.
        self._one_writer: AbstractContextManager[object] = threading.Lock() if self.sqlite else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for reading; each statement sees what is committed by then."""
        with self._translated(), self._reading.connect() as at:
            yield at

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that is committed at the end, or undone where an error leaves."""
        with self._translated(), self._one_writer, self._engine.begin() as at:
            if self.sqlite:
                # Begun as a reader, it could not become the writer once another one has written.
                at.exec_driver_sql("begin immediate")
            yield at

    def prepare(self) -> None:
        """Bring the tables to what this product needs; several processes may do so at once.

        Raises InputError where a newer product wrote them, StoreUnavailable.
        """
        from assistant.store import migrate  # Alembic is loaded only here

        if self.sqlite:
            with self._translated():
                Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
        with self.reading() as at:
            if migrate.is_current(at):
                return
        with closing(Database(self._url, patience=_MIGRATING)) as patient, patient.writing() as at:
            if not self.sqlite:
                at.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
            if not migrate.is_current(at):
                migrate.upgrade(at)

    def close(self) -> None:
        """Let all connections go."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, DataError):
            raise
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(
                f"会话数据库 {_shown(self._url)} 眼下用不了（{_reason(error)}）；请检查它是否在运行，以及权限和磁盘空间"
            ) from error


def open_database(settings: Settings, *, patience: float = SERVING) -> Database:
    """The database that the settings name; nothing is connected to or made yet.

    Raises InputError for an address that cannot be one.
    """
    if settings.database_url is None:
        return Database(URL.create("sqlite", database=str(Home(settings.home).database)), patience=patience)
    try:
        url = make_url(settings.database_url.get_secret_value())
    except (ArgumentError, ValueError):
        url = None
    # The value itself is not said: a password stands in it.
    if url is None or url.drivername not in ("postgresql", "postgres", "postgresql+psycopg") or not url.database:
        raise InputError("设置 HOTLINE_DATABASE_URL 的值不能用；须形如 postgresql://用户:密码@主机:5432/数据库名")
    return Database(url.set(drivername="postgresql+psycopg"), patience=patience)


def open_kept(settings: Settings) -> Database | None:
    """The database for a command, with its tables; None where nothing was ever kept, and then nothing is made.

    Raises InputError, StoreUnavailable.
    """
    if settings.database_url is None and not Home(settings.home).database.exists():
        return None
    database = open_database(settings, patience=WORKING)
    database.prepare()
    return database


def _timeouts(patience: float) -> dict[str, Any]:
    """A server that is gone without a word is noticed about as soon as one that is slow."""
    seconds, milliseconds = max(2, round(patience)), round(patience * 1000)
    return {
        "application_name": "policy-hotline",
        "connect_timeout": min(seconds, 5),
        "options": f"-c statement_timeout={milliseconds} -c idle_in_transaction_session_timeout={2 * milliseconds}",
        "tcp_user_timeout": 2 * milliseconds,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 2,
    }


def _set_up_sqlite(connection: sqlite3.Connection, record: object) -> None:
    # The file keeps the mode; while another connection is just changing it this one may not.
    with suppress(sqlite3.OperationalError):
        connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma foreign_keys = on")


def _shown(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _reason(error: Exception) -> str:
    """What is wrong in a few words, without the statement and its values."""
    if isinstance(error, TimeoutError):
        return "连接都在用着"
    original = getattr(error, "orig", None)
    name = getattr(original, "sqlite_errorname", None)
    if name:
        return next((reason for code, reason in _REASONS.items() if name.startswith(code)), name)
    state = getattr(original, "sqlstate", None)
    return f"PostgreSQL 报 {state}" if state else "连不上，或没有在限定时间内答复"
