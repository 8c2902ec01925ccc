"""The one place where the product is put together."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.model.writer import Writer
from assistant.store.interface import Store
from assistant.store.memory import MemoryStore
from knowledge.embed import load_embedder
from knowledge.live import Fixed, Live
from knowledge.opening import open_generation, open_retriever
from knowledge.search import Retriever
from knowledge.settings import Settings


def open_assistant(settings: Settings | None = None, *, keep: bool = False, generation: int | None = None) -> Assistant:
    """The whole product. `keep`: as a server has it, following what is published, conversations and gaps stored,
    turns told to those who run it.

    Else one generation answers to the end, the published one or `generation`, and nothing is written.
    """
    settings = settings or Settings.load()
    # First the knowledge: without an index nothing is written.
    writer = _writer(settings)
    if not keep:
        knowledge = Fixed(_retriever(settings, generation))
        return Assistant(knowledge, MemoryStore(), home_region=settings.region, writer=writer)
    # Imported here: a single question needs none of it.
    from assistant.telemetry import tell

    live = Live(settings)
    return Assistant(live, _store(settings), home_region=settings.region, writer=writer, told=tell)


def _retriever(settings: Settings, generation: int | None) -> Retriever:
    if generation is None:
        return open_retriever(settings)
    return open_generation(settings, generation, load_embedder(settings.embedding_model))


def _store(settings: Settings) -> Store:
    from assistant.store.steady import open_store  # SQLAlchemy is not loaded for a single question

    return open_store(settings)


def _writer(settings: Settings) -> Writer | None:
    """The chat model, where one is configured; what it is made of is imported only then."""
    if settings.model_url is None:
        return None
    from assistant.model.endpoint import Endpoint

    return Writer(Endpoint(settings), seconds=settings.model_timeout, at_once=settings.model_at_once)
