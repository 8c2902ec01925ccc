"""One stand-in for a chat model's server, and the assistant that talks to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.chain import Assistant
from tests.assistant.model.stand_in import Answer, StandIn, running
from tests.assistant.model.with_model import with_model


@pytest.fixture(scope="session")
def server() -> Iterator[StandIn]:
    """The server, for the whole session."""
    with running() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(server: StandIn) -> StandIn:
    """The server as it was before anybody asked it."""
    server.behave = lambda system, user: Answer()
    server.asked.clear()
    server.headers.clear()
    return server


@pytest.fixture(scope="session")
def worded(assistant: Assistant, server: StandIn) -> Assistant:
    """The assistant with the stand-in as its chat model; its breaker never opens."""
    return with_model(assistant, server)
