"""What a server knows of keys and tokens without asking the database each time.

It is read anew each second, so a revoked key is refused a moment later; while the database is away what was read last
holds, so that nobody's answer hangs on it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from sqlalchemy import select

from assistant.access.logins import logged_in
from assistant.access.principal import Principal, key_principal, widget_principal
from assistant.access.secret import digest
from assistant.store.access import account, api_key, widget_token
from assistant.store.database import Database
from assistant.store.interface import StoreUnavailable

_REMEMBERED = 1000
_TRUSTED = 600.0
"""Seconds for which a login is believed while the database cannot be asked."""


@dataclass(frozen=True, slots=True)
class _Read:
    users: bool = False
    keys: dict[str, Principal] = field(default_factory=dict)
    widgets: dict[str, tuple[Principal, frozenset[str]]] = field(default_factory=dict)


class Directory:
    """Keys, tokens and logins over a database; None: nobody was set up, nor can be."""

    def __init__(self, database: Database | None) -> None:
        self._database = database
        self._read = _Read() if database is None else None
        self._seen: OrderedDict[str, tuple[Principal, float]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether it was ever read: before that nobody can be told from anybody."""
        return self._read is not None

    @property
    def users(self) -> bool:
        """Whether a user was ever set up."""
        return self._now.users

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may ask."""
        return frozenset().union(*(origins for _, origins in self._now.widgets.values()))

    def refresh(self) -> None:
        """Read what is good now; raises StoreUnavailable and keeps what was read."""
        if self._database is None:
            return
        if self._read is None:
            self._database.prepare()
        with self._database.reading() as at:
            users = at.execute(select(account.c.id).limit(1)).first() is not None
            keys = at.execute(select(api_key).where(api_key.c.revoked_at.is_(None))).all()
            widgets = at.execute(select(widget_token).where(widget_token.c.revoked_at.is_(None))).all()
        self._read = _Read(
            users,
            {row.digest: key_principal(row.id, row.scopes) for row in keys},
            {row.digest: (widget_principal(row.id), frozenset(row.origins.split())) for row in widgets},
        )

    def close(self) -> None:
        """Let the database go."""
        if self._database is not None:
            self._database.close()

    def key(self, secret: str) -> Principal | None:
        """The program that this key belongs to."""
        return self._now.keys.get(digest(secret))

    def widget(self, secret: str) -> tuple[Principal, frozenset[str]] | None:
        """The widget that this token belongs to, and the origins that it may be sent from."""
        return self._now.widgets.get(digest(secret))

    def person(self, secret: str) -> Principal | None:
        """The person who is logged in by this secret; raises StoreUnavailable where nobody can tell."""
        if self._database is None:
            return None
        try:
            person = logged_in(self._database, secret)
        except StoreUnavailable:
            with self._lock:
                known = self._seen.get(digest(secret))
            if known is None or time.monotonic() - known[1] > _TRUSTED:
                raise
            return known[0]
        self._remember(digest(secret), person)
        return person

    @property
    def database(self) -> Database:
        """The database; raises StoreUnavailable where there is none."""
        if self._database is None:
            raise StoreUnavailable("这个服务没有数据库，不能登录")
        return self._database

    @property
    def _now(self) -> _Read:
        return self._read or _Read()

    def _remember(self, key: str, person: Principal | None) -> None:
        with self._lock:
            self._seen.pop(key, None)
            if person is not None:
                self._seen[key] = person, time.monotonic()
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
