"""What is sent and what a door needs."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.cli import run
from tests.assistant.api.api_in_thread import address, listening
from tests.assistant.understanding.private_messages import messages

CANARIES = 200
AT_ONCE = 40
"""Messages that a door which starts anew each time gets as one."""
WHERE = {"region": "510704", "as_of": "2023-06-15"}
"""A place and a day on which much is answered."""


@dataclass(frozen=True)
class Canary:
    """One person's datum, in the message that holds it, and every form in which it could turn up."""

    message: str
    forms: frozenset[str]


@dataclass(frozen=True)
class Scene:
    """A home of its own and what a door needs."""

    home: Path
    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    assistant: Assistant

    def command(self, *words: str, heard: str = "") -> str:
        """What a command prints."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO(heard))
        run(words)
        captured = self.capsys.readouterr()
        return captured.out + captured.err

    @contextmanager
    def server(self, assistant: Assistant | None = None) -> Iterator[str]:
        """The address of an open server on a real socket; `assistant`: another one than the scene's."""
        with listening(create_app(assistant or self.assistant)) as server:
            host, port = address(server)
            yield f"http://{host}:{port}"

    @contextmanager
    def client(self) -> Iterator[TestClient]:
        """The application of an open server, as its callers see it."""
        with TestClient(create_app(self.assistant), base_url="http://127.0.0.1:8000") as client:
            yield client


Door = Callable[[Scene, list[str]], str]
"""Sends the messages its own way and gives back everything that came out of it."""


def canaries() -> list[Canary]:
    """The first data of the generated messages that are long enough to be told from anything else."""
    found: list[Canary] = []
    for message in messages(seed=77, count=CANARIES * 3):
        for label in message.spans:
            said = message.text[label.start : label.end]
            plain = re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", said))
            if len(plain) >= (2 if label.kind == "name" else 6):
                forms = {said, plain, json.dumps(said)[1:-1], quote(said)}
                found.append(Canary(message.text, frozenset(forms)))
    return found[:CANARIES]


def texts(sent: list[Canary]) -> list[str]:
    """The messages, each once."""
    return list(dict.fromkeys(canary.message for canary in sent))


def bundled(sent: list[str], each: int = AT_ONCE) -> list[str]:
    """The messages, some of them as one."""
    return ["\n".join(sent[at : at + each]) for at in range(0, len(sent), each)]
