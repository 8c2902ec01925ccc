"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.store import MemoryStore, SqliteStore
from knowledge.home import Home
from knowledge.live import Fixed, Knowledge, Live
from knowledge.opening import open_retriever
from knowledge.settings import Settings


def open_assistant(settings: Settings | None = None, *, keep: bool = False) -> Assistant:
    """The whole product. `keep`: as a server has it, following what is published, conversations and gaps stored,
    turns told to those who run it.

    Else one generation answers to the end and nothing is written.
    """
    settings = settings or Settings.load()
    # First the knowledge: without an index nothing is written.
    knowledge: Knowledge = Live(settings) if keep else Fixed(open_retriever(settings))
    if not keep:
        return Assistant(knowledge, MemoryStore(), home_region=settings.region)
    # Imported here: a single question needs none of it.
    from assistant.telemetry import tell

    return Assistant(knowledge, SqliteStore(Home(settings.home).database), home_region=settings.region, told=tell)
