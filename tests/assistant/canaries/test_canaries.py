"""Made-up personal data sent through every door turns up nowhere: no file of the home, no log, no answer, no error, no
request to a chat model.

A new door is one more function in DOORS.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from assistant.chain import Assistant
from assistant.logs import JsonLines
from assistant.wiring import open_assistant
from knowledge.settings import Settings
from tests.assistant.canaries import by_command, by_http, by_protocol
from tests.assistant.canaries.scene import CANARIES, Door, Scene, canaries, texts

DOORS: Mapping[str, Door] = {
    "ask": by_command.ask,
    "wrong words": by_command.wrong_words,
    "chat": by_command.chat,
    "batch": by_command.batch,
    "evaluation": by_command.evaluation,
    "http": by_http.http,
    "http errors": by_http.http_errors,
    "stream": by_http.stream,
    "conversations": by_http.conversations,
    "feedback": by_http.feedback,
    "library": by_http.library,
    "completions": by_protocol.completions,
    "mcp": by_protocol.mcp,
    "calls": by_protocol.calls,
    "chat model": by_protocol.chat_model,
}
CLIENTS = ("httpx", "mcp.client")
"""Loggers of those that ask here."""


@pytest.fixture(scope="module")
def home(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own: conversations are kept in it."""
    return Path(shutil.copytree(built_home, tmp_path_factory.mktemp("canaries") / "home"))


@pytest.fixture(scope="module")
def keeping(home: Path) -> Assistant:
    """The assistant as a server has it."""
    return open_assistant(Settings(home=home, builtin=True, region=None, embedding_model=None), keep=True)


@pytest.fixture
def scene(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    keeping: Assistant,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Scene]:
    """Everything that a door needs; every log is listened to."""
    monkeypatch.setenv("HOTLINE_HOME", str(home))
    monkeypatch.setenv("HOTLINE_REGION", "")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    yield Scene(home, tmp_path, capsys, monkeypatch, keeping)


def left_behind(home: Path) -> dict[Path, tuple[int, int]]:
    """Every file below a home with its size and time."""
    stats = ((path, path.stat()) for path in home.rglob("*") if path.is_file())
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in stats}


@pytest.mark.parametrize("door", DOORS)
def test_no_canary_comes_through(door: str, scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing that tells who somebody is stands in what came out, in a log or figure, or in what was written to the home."""
    sent = canaries()
    assert len(sent) == CANARIES
    before = left_behind(scene.home)
    back = DOORS[door](scene, texts(sent))
    said = "\n".join(JsonLines().format(record) for record in caplog.records if not record.name.startswith(CLIENTS))
    written = [path for path, stat in left_behind(scene.home).items() if before.get(path) != stat]
    assert back
    places = {"answer": back, "log": said, "figures": generate_latest().decode()} | {
        path.name: path.read_bytes().decode("utf-8", "replace") for path in written
    }
    found = [
        (place, form) for canary in sent for form in canary.forms for place, text in places.items() if form in text
    ]
    assert not found, sorted(set(found))


def test_no_log_holds_the_id_of_a_conversation(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads the logs cannot read on in somebody's conversation."""
    with scene.client() as client:
        reply = client.post("/api/v1/chat", json={"message": "门诊能报多少"}).json()
        client.post("/api/v1/chat", json={"message": "那住院呢", "conversation_id": reply["conversation_id"]})
    assert reply["conversation_id"] not in caplog.text
