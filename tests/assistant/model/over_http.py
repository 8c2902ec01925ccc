"""A real server with the stand-in as its chat model, asked over a socket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from assistant.chain import Message
from assistant.reply import Reply
from assistant.store.database import Database, open_database
from assistant.store.turns import DatabaseStore
from knowledge.settings import Settings
from tests.assistant.api.api_process import served
from tests.assistant.model.stand_in import StandIn

SECONDS = 5
"""The model's deadline."""


class OverHttp:
    """Asks `/chat` and `/chat/stream` in turn; what stands in the server's database can be looked at."""

    def __init__(self, client: httpx.Client, database: Database) -> None:
        self._client, self._store, self._asked = client, DatabaseStore(database), 0

    def answer(self, message: Message) -> tuple[Reply, list[str]]:
        """The Reply, and what was shown before it otherwise than it stands there."""
        self._asked += 1
        body = {"message": message.text, "region": message.region, "as_of": message.as_of and str(message.as_of)}
        if self._asked % 2:
            return Reply.model_validate(self._client.post("/api/v1/chat", json=body).raise_for_status().json()), []
        told = self._client.post("/api/v1/chat/stream", json=body).raise_for_status().text
        events = [dict(line.split(": ", 1) for line in part.splitlines()) for part in told.split("\n\n") if part]
        reply = Reply.model_validate_json(events[-1]["data"])
        shown = [json.loads(event["data"]) for event in events if event["event"] == "block"]
        blocks = [{"index": n, **block.model_dump(mode="json")} for n, block in enumerate(reply.blocks)]
        return reply, [f"withdrawn: {one}" for one in shown if one not in blocks]

    def order(self, reply: Reply) -> list[Any]:
        """The passages of an answer in their order, each with the words that were taken from the model."""
        turn = self._store.turn(reply.turn_id)
        assert turn is not None
        found: list[Any] = json.loads(turn.trace)["model"]["order"]
        return found


@contextmanager
def asked_over_http(home: Path, folder: Path, stand_in: StandIn) -> Iterator[OverHttp]:
    """A server over this home, which it writes to; `folder` is scratch space."""
    model = {"HOTLINE_MODEL_URL": stand_in.url, "HOTLINE_MODEL_NAME": "stand-in", "HOTLINE_MODEL_TIMEOUT": str(SECONDS)}
    with (
        served(home, folder, **model) as (url, _, _),
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
        closing(open_database(Settings(home=home))) as database,
    ):
        yield OverHttp(client, database)
