"""The product with a stand-in as its chat model, in this process."""

from __future__ import annotations

from assistant.chain import Assistant
from assistant.model.breaker import Breaker
from assistant.model.endpoint import Endpoint
from assistant.model.writer import Writer
from assistant.store.interface import Store
from assistant.store.memory import MemoryStore
from knowledge.live import Fixed
from knowledge.settings import Settings
from tests.assistant.model.stand_in import StandIn


class NeverOpen(Breaker):
    """Every request reaches the model."""

    def lets_through(self) -> bool:
        """Always."""
        return True


def with_model(assistant: Assistant, stand_in: StandIn, seconds: float = 5.0, store: Store | None = None) -> Assistant:
    """The same knowledge with the stand-in as its chat model."""
    settings = Settings(model_url=stand_in.url, model_name="stand-in", model_timeout=seconds)
    writer = Writer(Endpoint(settings), seconds=seconds, at_once=8, breaker=NeverOpen())
    return Assistant(Fixed(assistant.retriever), store or MemoryStore(), home_region=None, writer=writer)
