"""Connections to PostgreSQL that give up: a server that is frozen neither answers nor breaks the connection."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, event

T = TypeVar("T")


class _PatientConnection(psycopg.Connection[Any]):
    patience: float

    def wait(self, gen: Generator[Any, Any, T], *arguments: Any, **more: Any) -> T:
        try:
            return super().wait(gen, *arguments, **{"timeout": self.patience, **more})
        except psycopg.OperationalError:
            self.close()  # what was asked may still be under way there
            raise


def be_patient(engine: Engine, seconds: float) -> None:
    """Let every connection of the engine wait no longer than that for any one answer."""

    def connect(dialect: object, record: object, arguments: list[Any], more: dict[str, Any]) -> _PatientConnection:
        connection = _PatientConnection.connect(*arguments, **more)
        connection.patience = seconds
        return connection

    event.listen(engine, "do_connect", connect)
