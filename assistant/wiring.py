"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.model.writer import Writer
from assistant.store import MemoryStore, SqliteStore
from knowledge.home import Home
from knowledge.live import Fixed, Knowledge, Live
from knowledge.opening import open_retriever
from knowledge.settings import Settings


def open_assistant(settings: Settings | None = None, *, keep: bool = False) -> Assistant:
    """The whole product. `keep`: as a server has it, following what is published, conversations and gaps stored.

    Else one generation answers to the end and nothing is written.
    """
    settings = settings or Settings.load()
    # First the knowledge: without an index nothing is written.
    knowledge: Knowledge = Live(settings) if keep else Fixed(open_retriever(settings))
    store = SqliteStore(Home(settings.home).database) if keep else MemoryStore()
    return Assistant(knowledge, store, home_region=settings.region, writer=_writer(settings))


def _writer(settings: Settings) -> Writer | None:
    """The chat model, where one is configured; what it is made of is imported only then."""
    if settings.model_url is None:
        return None
    from assistant.model.endpoint import Endpoint

    return Writer(Endpoint(settings), seconds=settings.model_timeout)
