"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.store.interface import Store
from assistant.store.memory import MemoryStore
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
    return Assistant(knowledge, _store(settings) if keep else MemoryStore(), home_region=settings.region)


def _store(settings: Settings) -> Store:
    from assistant.store.steady import open_store  # SQLAlchemy is not loaded for a single question

    return open_store(settings)
