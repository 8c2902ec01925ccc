"""Accounts of persons; their passwords are kept as argon2 hashes."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.access.principal import Principal, UserRole, user_principal
from assistant.store.access import account, login
from assistant.store.database import Database
from knowledge import clock
from knowledge.errors import InputError

SHORTEST, LONGEST = 8, 1000
"""Characters of a password."""
_NAME = re.compile(r"[\w.@-]{1,64}")
_HASHER = PasswordHasher()


class User(BaseModel):
    """An account as lists show it."""

    name: str
    role: UserRole
    disabled: bool
    created_at: str


def add_user(database: Database, name: str, password: str, role: UserRole | None = None) -> UserRole:
    """Make an account and return its role: the first one's is `administrator`, any other's `operator` unless given.

    Raises InputError for a name or password that cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"用户名“{name[:64]}”不能用；只能有文字、数字和 . _ @ -，最多 64 个字符")
    hashed = _hashed(password)
    try:
        with database.writing() as at:
            first = at.execute(select(func.count()).select_from(account)).scalar_one() == 0
            if first and role == "operator":
                raise InputError("第一个用户须是管理员；请去掉 --role，或写 --role administrator")
            given = role or ("administrator" if first else "operator")
            created = clock.now().isoformat(timespec="seconds")
            at.execute(
                insert(account).values(name=name, role=given, password=hashed, disabled=False, created_at=created)
            )
    except IntegrityError:
        raise InputError(f"已有用户 {name}；改密码用 hotline user passwd {name}") from None
    return given


def list_users(database: Database) -> list[User]:
    """All accounts by name."""
    query = select(account.c.name, account.c.role, account.c.disabled, account.c.created_at).order_by(account.c.name)
    with database.reading() as at:
        return [User.model_validate(dict(row._mapping)) for row in at.execute(query)]


def set_password(database: Database, name: str, password: str) -> None:
    """Change a password and end that account's logins; raises InputError."""
    _change(database, name, password=_hashed(password))


def disable_user(database: Database, name: str) -> None:
    """Nobody logs in by this account any more, and whoever is logged in by it is logged out; raises InputError."""
    others = select(account.c.id).where(
        account.c.role == "administrator", account.c.disabled.is_(False), account.c.name != name
    )
    with database.reading() as at:
        last = at.execute(others.limit(1)).first() is None
    if last:
        raise InputError(f"{name} 停用后就没有管理员了；请先添加另一个：hotline user add NAME --role administrator")
    _change(database, name, disabled=True)


def has_administrator(database: Database) -> bool:
    """Whether somebody can look after a server that others reach."""
    query = select(account.c.id).where(account.c.role == "administrator", account.c.disabled.is_(False))
    with database.reading() as at:
        return at.execute(query.limit(1)).first() is not None


def verified(database: Database, name: str, password: str) -> Principal | None:
    """The person of this name where the password is right; as long in coming for a name that nobody bears."""
    with database.reading() as at:
        found = at.execute(select(account).where(account.c.name == name)).first() if _NAME.fullmatch(name) else None
    hashed = cast(str, found.password) if found else _nobody()
    try:
        _HASHER.verify(hashed, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return None
    if found is None or found.disabled:
        return None
    return user_principal(found.id, found.name, found.role)


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"密码须有 {SHORTEST} 到 {LONGEST} 个字符")
    return _HASHER.hash(password)


@cache
def _nobody() -> str:
    return _HASHER.hash("")


def _change(database: Database, name: str, **values: object) -> None:
    with database.writing() as at:
        id = at.execute(update(account).where(account.c.name == name).values(**values).returning(account.c.id)).scalar()
        if id is None:
            raise InputError(f"没有用户 {name[:64]}；现有的见 hotline user list")
        at.execute(delete(login).where(login.c.account_id == id))
