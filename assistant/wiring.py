"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.store import MemoryStore, SqliteStore
from knowledge.embed import load_embedder
from knowledge.home import Home
from knowledge.live import Fixed, Knowledge, Live
from knowledge.opening import open_generation, open_retriever
from knowledge.search import Retriever
from knowledge.settings import Settings


def open_assistant(settings: Settings | None = None, *, keep: bool = False, generation: int | None = None) -> Assistant:
    """The whole product. `keep`: as a server has it, following what is published, conversations and gaps stored.

    Else one generation answers to the end, the published one or `generation`, and nothing is written.
    """
    settings = settings or Settings.load()
    # First the knowledge: without an index nothing is written.
    knowledge: Knowledge = Live(settings) if keep else Fixed(_retriever(settings, generation))
    store = SqliteStore(Home(settings.home).database) if keep else MemoryStore()
    return Assistant(knowledge, store, home_region=settings.region)


def _retriever(settings: Settings, generation: int | None) -> Retriever:
    if generation is None:
        return open_retriever(settings)
    return open_generation(settings, generation, load_embedder(settings.embedding_model))
