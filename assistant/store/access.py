"""The tables of who may what: accounts and their logins, keys of programs, tokens of widgets.

Nothing here can be used to log in: passwords are argon2 hashes, everything else is the SHA-256 of a random secret.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from assistant.store.schema import metadata

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),  # administrator, operator
    Column("password", Text, nullable=False),  # argon2, with its parameters and salt
    Column("disabled", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
    UniqueConstraint("name"),
)

login = Table(
    "login",
    metadata,
    Column("digest", Text, primary_key=True),  # of the secret in the cookie
    Column("account_id", Integer, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Index("ix_login_account_id", "account_id"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("subject", Text, primary_key=True),  # digest of the name or address that logins failed for
    Column("failures", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # separated by spaces
    Column("created_at", Text, nullable=False),
    Column("revoked_at", Text),
    UniqueConstraint("digest"),
)

widget_token = Table(
    "widget_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("origins", Text, nullable=False),  # separated by spaces
    Column("created_at", Text, nullable=False),
    Column("revoked_at", Text),
    UniqueConstraint("digest"),
)
