"""Brings a database to the tables of this product; of several processes that start at once, one does it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from knowledge.errors import InputError

_SCRIPTS = Path(__file__).parent / "migrations"


def is_current(at: Connection) -> bool:
    """Whether the database has the tables of this product.

    Raises InputError where it was written by a newer one.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(at).get_current_revision()
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise InputError(f"会话数据库由更新的版本写成（{found}），这个版本读不了；请升级产品，或换一个数据库")
    return found == scripts.get_current_head()


def upgrade(at: Connection) -> None:
    """Run what is missing in the transaction that is open; whoever calls holds the others off."""
    config = _config()
    config.attributes["connection"] = at
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
