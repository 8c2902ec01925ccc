"""Who is logged in: a random secret in the person's cookie, its digest here."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from assistant.access.principal import Principal, user_principal
from assistant.access.secret import digest, new_secret
from assistant.store.access import account, login
from assistant.store.database import Database
from knowledge import clock

IDLE = timedelta(hours=1)
"""A login ends so long after its last request."""
LONGEST = timedelta(hours=12)
"""It ends after this in any case: a shift."""
_NOTED = timedelta(minutes=1)
"""A request is noted once in so long, so that reading writes nothing."""


def log_in(database: Database, person: Principal) -> str:
    """The secret of a new login; logins that ran out go."""
    secret, now = new_secret(), clock.now()
    with database.writing() as at:
        at.execute(
            delete(login).where((login.c.created_at < _text(now - LONGEST)) | (login.c.seen_at < _text(now - IDLE)))
        )
        at.execute(
            insert(login).values(
                digest=digest(secret),
                account_id=int(str(person.owner).removeprefix("user:")),
                created_at=_text(now),
                seen_at=_text(now),
            )
        )
    return secret


def logged_in(database: Database, secret: str, now: datetime | None = None) -> Principal | None:
    """The person of this login, or None where it ran out, was ended or never was."""
    now = now or clock.now()
    query = (
        select(account.c.id, account.c.name, account.c.role, login.c.seen_at)
        .join(login, login.c.account_id == account.c.id)
        .where(
            login.c.digest == digest(secret),
            login.c.created_at >= _text(now - LONGEST),
            login.c.seen_at >= _text(now - IDLE),
            account.c.disabled.is_(False),
        )
    )
    with database.reading() as at:
        found = at.execute(query).first()
    if found is None:
        return None
    if found.seen_at < _text(now - _NOTED):
        with database.writing() as at:
            at.execute(update(login).where(login.c.digest == digest(secret)).values(seen_at=_text(now)))
    return user_principal(found.id, found.name, found.role)


def log_out(database: Database, secret: str) -> None:
    """End a login."""
    with database.writing() as at:
        at.execute(delete(login).where(login.c.digest == digest(secret)))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
