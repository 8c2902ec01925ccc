"""Made-up personal data sent through every door turns up nowhere: no file of the home, no log, no answer, no error.

A new door is one more function in DOORS.
"""

from __future__ import annotations

import io
import itertools
import json
import logging
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.cli import run
from assistant.steps.guard import MAX_MESSAGE
from assistant.wiring import open_assistant
from knowledge.settings import Settings
from tests.assistant.understanding.private_messages import messages

CANARIES = 200
AT_ONCE = 40
"""Messages that a door which starts anew each time gets as one."""


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
    assistant: Callable[[], Assistant]

    def command(self, *words: str, heard: str = "") -> str:
        """What a command prints."""
        self.monkeypatch.setattr("sys.stdin", io.StringIO(heard))
        run(words)
        captured = self.capsys.readouterr()
        return captured.out + captured.err


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


def ask(scene: Scene, sent: list[str]) -> str:
    """`hotline ask`, some messages at once."""
    said = ["\n".join(sent[at : at + AT_ONCE]) for at in range(0, len(sent), AT_ONCE)]
    return "".join(
        scene.command("ask", text, *more) for text, more in zip(said, itertools.cycle([[], ["--json"]]), strict=False)
    )


def wrong_words(scene: Scene, sent: list[str]) -> str:
    """Commands that cannot be carried out and say why."""
    return "".join(scene.command("ask", "你好", "--region", text) for text in sent[:3])


def chat(scene: Scene, sent: list[str]) -> str:
    """`hotline chat`, one conversation."""
    return scene.command("chat", heard="\n".join(text.replace("\n", " ") for text in sent) + "\n\n")


def batch(scene: Scene, sent: list[str]) -> str:
    """`hotline batch`: what it writes, and what it says of lines that it cannot use."""
    source, target = scene.folder / "in.jsonl", scene.folder / "out.jsonl"
    rows: list[dict[str, Any]] = [{"id": str(n), "turns": [text]} for n, text in enumerate(sent)]
    rows += [{"id": "region", "region": text, "turns": ["你好"]} for text in sent[:5]]
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return scene.command("batch", str(source), str(target)) + target.read_text("utf-8")


def http(scene: Scene, sent: list[str]) -> str:
    """POST /api/v1/chat: in the message, in facts, as the id of the request."""
    with TestClient(create_app(scene.assistant()), base_url="http://127.0.0.1:8000") as client:
        back = [
            client.post("/api/v1/chat", json={"message": text, "request_id": text[:200], "facts": {"note": text[:200]}})
            for text in sent
        ]
        assert {reply.status_code for reply in back} == {200}
        return "".join(reply.text for reply in back)


def http_errors(scene: Scene, sent: list[str]) -> str:
    """Requests that the server refuses: it says why, never what was sent."""
    with TestClient(create_app(scene.assistant()), base_url="http://127.0.0.1:8000") as client:
        back = []
        for text in sent[:20]:
            for body in (
                {"message": [text]},
                {"message": "你好", text[:90]: "1"},
                {"message": "你好", "region": text[:200]},
                {"message": "你好", "channel": text},
                {"message": "你好", "as_of": text},
                {"message": "你好", "conversation_id": text[:200]},
                {"message": "你好", "facts": {"insured": text[:200]}},
                {"message": "你好", "facts": {text[:200]: "1"}},
                {"message": text + "字" * MAX_MESSAGE},
            ):
                back.append(client.post("/api/v1/chat", json=body))
            back.append(client.post("/api/v1/chat", content=json.dumps({"message": text})[:-3].encode()))
            back.append(
                client.post("/api/v1/calculate/510704.employee-outpatient", json={"facts": {"amount": text[:200]}})
            )
        assert {reply.status_code // 100 for reply in back} == {4}
        return "".join(reply.text for reply in back)


def evaluation(scene: Scene, sent: list[str]) -> str:
    """`hotline eval run` over a suite that holds real questions: its report."""
    folder, report = scene.folder / "suites", scene.folder / "report.json"
    folder.mkdir()
    cases = [
        {"id": f"case-{n}", "turns": [text], "as_of": "2023-06-01", "expect": ["answer"]} for n, text in enumerate(sent)
    ]
    suite = {"suite": "canaries", "kind": "faq", "cases": cases}
    (folder / "canaries.yaml").write_text(json.dumps(suite, ensure_ascii=False), encoding="utf-8")
    said = scene.command("eval", "run", "--folder", str(folder), "--json", str(report))
    return said + report.read_text("utf-8")


DOORS: dict[str, Callable[[Scene, list[str]], str]] = {
    "ask": ask,
    "wrong words": wrong_words,
    "chat": chat,
    "batch": batch,
    "http": http,
    "http errors": http_errors,
    "evaluation": evaluation,
}


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
    yield Scene(home, tmp_path, capsys, monkeypatch, lambda: keeping)


def left_behind(home: Path) -> dict[Path, tuple[int, int]]:
    """Every file below a home with its size and time."""
    stats = ((path, path.stat()) for path in home.rglob("*") if path.is_file())
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in stats}


@pytest.mark.parametrize("door", DOORS)
def test_no_canary_comes_through(door: str, scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing that tells who somebody is stands in the answers, in a log, or in what was written to the home."""
    sent = canaries()
    assert len(sent) == CANARIES
    before = left_behind(scene.home)
    back = DOORS[door](scene, texts(sent))
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    written = [path for path, stat in left_behind(scene.home).items() if before.get(path) != stat]
    assert back
    places = {"answer": back, "log": said} | {
        path.name: path.read_bytes().decode("utf-8", "replace") for path in written
    }
    found = [
        (place, form) for canary in sent for form in canary.forms for place, text in places.items() if form in text
    ]
    assert not found, sorted(set(found))


def test_no_log_holds_the_id_of_a_conversation(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads the logs cannot read on in somebody's conversation."""
    with TestClient(create_app(scene.assistant()), base_url="http://127.0.0.1:8000") as client:
        reply = client.post("/api/v1/chat", json={"message": "门诊能报多少"}).json()
        client.post("/api/v1/chat", json={"message": "那住院呢", "conversation_id": reply["conversation_id"]})
    assert reply["conversation_id"] not in caplog.text
