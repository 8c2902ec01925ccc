"""A store of either kind over a fresh database."""

from __future__ import annotations

import pytest

from assistant.store.database import Database
from assistant.store.turns import DatabaseStore


@pytest.fixture
def store(database: Database) -> DatabaseStore:
    """A store over a fresh database."""
    return DatabaseStore(database)
