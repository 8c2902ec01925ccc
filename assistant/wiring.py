"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.store import MemoryStore, SqliteStore
from knowledge.finding import open_retriever
from knowledge.home import Home
from knowledge.settings import Settings


def open_assistant(settings: Settings | None = None, *, keep: bool = False) -> Assistant:
    """The whole product. `keep`: conversations and gaps are stored in the home; else nothing is written."""
    settings = settings or Settings.load()
    retriever = open_retriever(settings)  # first: without an index nothing is written
    store = SqliteStore(Home(settings.home).database) if keep else MemoryStore()
    return Assistant(retriever, store, home_region=settings.region)
