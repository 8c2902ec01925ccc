"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.store.interface import Store
from assistant.store.memory import MemoryStore
from knowledge.live import Fixed, Live
from knowledge.opening import open_quickly, open_retriever
from knowledge.settings import Settings


def open_assistant(settings: Settings | None = None, *, keep: bool = False, quickly: bool = False) -> Assistant:
    """The whole product. `keep`: as a server has it, following what is published, conversations and gaps stored,
    turns told to those who run it.

    Else one generation answers to the end and nothing is written; `quickly`: without Chroma, as one question wants it.
    """
    settings = settings or Settings.load()
    # First the knowledge: without an index nothing is written.
    if not keep:
        knowledge = Fixed((open_quickly(settings) if quickly else None) or open_retriever(settings))
        return Assistant(knowledge, MemoryStore(), home_region=settings.region)
    # Imported here: a single question needs none of it.
    from assistant.telemetry import tell

    live = Live(settings)
    return Assistant(live, _store(settings), home_region=settings.region, told=tell)


def _store(settings: Settings) -> Store:
    from assistant.store.steady import open_store  # SQLAlchemy is not loaded for a single question

    return open_store(settings)
