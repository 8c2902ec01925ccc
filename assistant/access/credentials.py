"""Keys of programs and tokens of widgets: made, listed, revoked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel
from sqlalchemy import Table, insert, select, update

from assistant.access.principal import Scope
from assistant.access.secret import KEY, WIDGET, digest, new_secret
from assistant.store.access import api_key, widget_token
from assistant.store.database import Database
from knowledge import clock
from knowledge.errors import InputError

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9-]+(\.[a-z0-9-]+)*)(:[1-9][0-9]{0,4})?")


class ApiKey(BaseModel):
    """A key as lists show it."""

    id: int
    name: str
    scopes: str
    created_at: str
    revoked_at: str | None


class WidgetToken(BaseModel):
    """A widget's token as lists show it."""

    id: int
    name: str
    origins: str
    created_at: str
    revoked_at: str | None


def add_key(database: Database, name: str, scopes: Sequence[Scope]) -> str:
    """Make a key and return it: it is not to be had again."""
    return _add(database, api_key, KEY, name=name, scopes=" ".join(sorted(set(scopes))))


def add_widget_token(database: Database, name: str, origins: Sequence[str]) -> str:
    """Make a token for pages of these origins and return it.

    Raises InputError for what is no origin.
    """
    return _add(database, widget_token, WIDGET, name=name, origins=" ".join(sorted({_origin(o) for o in origins})))


def list_keys(database: Database) -> list[ApiKey]:
    """All keys, the oldest first."""
    return [ApiKey.model_validate(row) for row in _listed(database, api_key)]


def list_widget_tokens(database: Database) -> list[WidgetToken]:
    """All tokens, the oldest first."""
    return [WidgetToken.model_validate(row) for row in _listed(database, widget_token)]


def revoke_key(database: Database, id: int) -> bool:
    """End a key; False where there is none of this id that is still good."""
    return _revoke(database, api_key, id)


def revoke_widget_token(database: Database, id: int) -> bool:
    """End a token; False where there is none of this id that is still good."""
    return _revoke(database, widget_token, id)


def _origin(text: str) -> str:
    """As browsers send it: lower case, no path, no port that the scheme has anyway."""
    origin = text.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise InputError(f"--origin 不能是“{text[:100]}”；写到域名和端口为止，例如 https://www.example.gov.cn")
    default = ":443" if origin.startswith("https:") else ":80"
    return origin.removesuffix(default)


def _add(database: Database, table: Table, prefix: str, **values: str) -> str:
    secret = new_secret(prefix)
    with database.writing() as at:
        at.execute(
            insert(table).values(digest=digest(secret), created_at=clock.now().isoformat(timespec="seconds"), **values)
        )
    return secret


def _listed(database: Database, table: Table) -> list[dict[str, object]]:
    with database.reading() as at:
        return [dict(row._mapping) for row in at.execute(select(table).order_by(table.c.id))]


def _revoke(database: Database, table: Table, id: int) -> bool:
    now = clock.now().isoformat(timespec="seconds")
    with database.writing() as at:
        good = (table.c.id == id) & table.c.revoked_at.is_(None)
        return at.execute(update(table).where(good).values(revoked_at=now)).rowcount == 1
