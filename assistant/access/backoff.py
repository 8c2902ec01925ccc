"""Waiting after failed logins: for each name and each address, longer each time, never for ever.

An attempt counts as failed before its password is looked at, so that many at once are no way around it; one that
succeeds is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.access.secret import digest
from assistant.store.access import attempt
from assistant.store.database import Database
from knowledge.errors import InputError

_FORGOTTEN = timedelta(hours=1)
"""So long after its last failure a name or an address begins anew."""


class Subject(NamedTuple):
    """What failures are counted for: so many are `free`, then the wait doubles from 1 to `longest` seconds."""

    text: str
    free: int
    longest: int


class TooManyAttempts(InputError):
    """Logins for this name or from this address must wait for `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"登录失败次数太多；请 {seconds} 秒后再试")
        self.seconds = seconds


def by_name(name: str) -> Subject:
    """A name; its wait stays short, for others can make it wait."""
    return Subject(f"name {name.casefold()}", free=5, longest=60)


def by_address(address: str) -> Subject:
    """An address; many persons may share it."""
    return Subject(f"address {address}", free=20, longest=300)


def begin_attempt(database: Database, subjects: Sequence[Subject], now: datetime) -> None:
    """Count an attempt for each subject; raises TooManyAttempts, and then counts nothing."""
    with database.writing() as at:
        at.execute(delete(attempt).where(attempt.c.last_at < _text(now - _FORGOTTEN)))
        upsert = sqlite.insert if database.sqlite else postgresql.insert
        for subject in sorted(subjects):  # always in this order, so that two attempts never wait for one another
            row = attempt.c.subject == digest(subject.text)
            found = at.execute(select(attempt).where(row).with_for_update()).first()
            if found is not None:
                over = found.failures - subject.free
                wait = min(2 ** min(over, 30), subject.longest) if over >= 0 else 0
                left = datetime.fromisoformat(found.last_at) + timedelta(seconds=wait) - now
                if left > timedelta(0):
                    raise TooManyAttempts(int(left.total_seconds()) + 1)
            counted = upsert(attempt).values(subject=digest(subject.text), failures=1, last_at=_text(now))
            again = {"failures": attempt.c.failures + 1, "last_at": _text(now)}
            at.execute(counted.on_conflict_do_update(index_elements=["subject"], set_=again))


def forgive(database: Database, subject: Subject) -> None:
    """Forget the failures of a subject that has just logged in."""
    with database.writing() as at:
        at.execute(delete(attempt).where(attempt.c.subject == digest(subject.text)))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
