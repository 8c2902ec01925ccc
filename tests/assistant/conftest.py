"""One assistant over the shipped knowledge, and one message walked through the first steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.chain import Assistant, Message
from assistant.reply import Reply
from assistant.steps.compose import compose
from assistant.steps.compute import compute
from assistant.steps.guard import guard
from assistant.steps.judge import judge
from assistant.steps.retrieve import retrieve
from assistant.steps.route import route
from assistant.steps.understand import understand
from assistant.turn import Turn
from assistant.wiring import open_assistant
from knowledge.generation import Generation
from knowledge.search import Retriever
from knowledge.settings import Settings

DAY = date(2023, 6, 1)
"""A day on which the shipped rule is in force and its source is fresh."""

Ask = Callable[..., Reply]
Converse = Callable[..., list[Reply]]
Walk = Callable[..., Turn]


@pytest.fixture(scope="session")
def assistant(built_home: Path) -> Assistant:
    """The product as wired, over the shipped knowledge; keeps nothing on disk."""
    return open_assistant(Settings(home=built_home, builtin=True, region=None, embedding_model=None))


@pytest.fixture(scope="session")
def retriever(assistant: Assistant) -> Retriever:
    """The retriever behind the assistant."""
    return assistant.retriever


@pytest.fixture(scope="session")
def generation(retriever: Retriever) -> Generation:
    """The generation behind the assistant."""
    return retriever.generation


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """`ask(text, region, day)` → the Reply to a first message."""

    def one(text: str, region: str | None = "游仙区", day: date = DAY, **more: object) -> Reply:
        return assistant.answer(Message(text, region=region, as_of=day, **more))  # type: ignore[arg-type]

    return one


@pytest.fixture(scope="session")
def converse(assistant: Assistant) -> Converse:
    """`converse(text, text, …, region=, day=)` → the Replies of one conversation."""

    def all_(*texts: str, region: str | None = "游仙区", day: date = DAY) -> list[Reply]:
        return assistant.converse(texts, region=region, as_of=day)

    return all_


@pytest.fixture(scope="session")
def walk(assistant: Assistant, retriever: Retriever) -> Walk:
    """`walk(text, last_step, region, day)` → the Turn as it stands after that step."""

    def to(text: str, last: str, region: str | None = "游仙区", day: date = DAY, **more: object) -> Turn:
        turn = assistant.begin(Message(text, region=region, as_of=day, **more))  # type: ignore[arg-type]
        for name, step in (
            ("guard", lambda: guard(turn)),
            ("route", lambda: route(turn)),
            ("understand", lambda: understand(turn, retriever)),
            ("retrieve", lambda: retrieve(turn, retriever)),
            ("judge", lambda: judge(turn, retriever)),
            ("compute", lambda: compute(turn, retriever)),
            ("compose", lambda: compose(turn, retriever)),
        ):
            step()
            if name == last:
                break
        return turn

    return to
