"""A real server follows what is published on the command line, every worker of it, without a restart."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
import pytest
from api_process import HOTLINE, environment_of, served

from knowledge.build import build
from knowledge.home import Home
from knowledge.pointer import publish
from tests.assistant.two_states import DEDUCTIBLE, STATES, build_states

WITHIN = 2.0
"""Seconds after which every worker answers from what was published."""
CONNECTIONS, MOST_CONNECTIONS = 6, 60
PATIENCE = 60
QUESTION = {"message": DEDUCTIBLE, "region": "游仙区", "as_of": "2023-06-01"}


class Asker(threading.Thread):
    """One connection that is kept, over which the same question is asked again and again."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE)
        self.failed: list[str] = []
        self.said: tuple[int, frozenset[str]] | None = None
        self.detail: str | None = None
        self.done = threading.Event()

    def run(self) -> None:
        """Ask until told to stop; what is not an answer is kept."""
        while not self.done.wait(0.05):
            try:
                response = self.client.post("/api/v1/chat", json=QUESTION)
                reply = response.raise_for_status().json()
                told = {s for s in (state.deductible for state in STATES) if f"{s}元" in reply["text"]}
                self.said = (reply["generation"], frozenset(told))
                ready = self.client.get("/readyz").raise_for_status().json()
                self.detail = ready["parts"]["index"].get("detail")
            except httpx.HTTPError as error:
                self.failed.append(repr(error))
        self.client.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of the test's own: two generations that answer otherwise, the second answers, and a broken draft."""
    home = tmp_path / "home"
    settings = build_states(home, *STATES)
    extra = home / "documents" / "extra.md"
    extra.write_text("---\nid: extra\ntitle: 另\n---\n# 另\n## 另 {#c}\n另。\n", encoding="utf-8")
    broken = Home(home).generation(build(settings, lambda step, done, total: None, publish=False))
    shutil.rmtree(next(broken.glob("index-*")))
    for path in (extra, broken / "sources" / "documents" / "extra.md"):
        path.unlink()
    return home


def until(true: Callable[[], bool], limit: float) -> float:
    """Wait until something has come true, at most so many seconds; how many it took."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() < started + limit, f"it did not come within {limit} seconds"
        time.sleep(0.01)
    return time.monotonic() - started


@pytest.mark.parametrize("workers", [1, 2])
def test_every_worker_follows(home: Path, tmp_path: Path, workers: int) -> None:
    """A publish and a rollback are answered from within two seconds; one that is broken is told and changes nothing."""
    environment = {**environment_of(home), "HOTLINE_BUILTIN": "0"}
    with ExitStack() as stack:
        url, process, _ = stack.enter_context(served(home, tmp_path, workers=workers, HOTLINE_BUILTIN="0"))
        port = int(url.rpartition(":")[2])
        askers: list[Asker] = []
        while len(askers) < CONNECTIONS or asked_workers(process.pid, port) < workers:
            assert len(askers) < MOST_CONNECTIONS, "a worker takes no connection"
            askers.append(Asker(url))
            stack.callback(askers[-1].join)
            stack.callback(askers[-1].done.set)
            askers[-1].start()
            until(lambda: askers[-1].said is not None, PATIENCE)

        def all_say(generation: int) -> bool:
            return all(a.said == (generation, frozenset({STATES[generation - 1].deductible})) for a in askers)

        def by_command(*arguments: str, now: int) -> None:
            with subprocess.Popen([HOTLINE, "knowledge", *arguments], env=environment, cwd=tmp_path) as changing:
                until(lambda: Home(home).current() == now, PATIENCE)
                until(lambda: all_say(now), WITHIN)
                assert changing.wait(PATIENCE) == 0

        until(lambda: all_say(2), PATIENCE)
        by_command("publish", "1", now=1)
        by_command("rollback", now=2)
        assert all(asker.detail is None for asker in askers)

        publish(Home(home).pointer, 3)
        until(lambda: all(a.detail and "仍由知识库版本 2 作答" in a.detail for a in askers), WITHIN)
        until(lambda: all_say(2), WITHIN)
        by_command("rollback", now=2)
        until(lambda: all(asker.detail is None for asker in askers), WITHIN)
        assert [asker.failed for asker in askers] == [[]] * len(askers)
        assert process.poll() is None


def asked_workers(pid: int, port: int) -> int:
    """How many processes of a server hold connections of ours."""
    server = psutil.Process(pid)
    held = (
        sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port == port for c in one.net_connections("tcp"))
        for one in (server, *server.children(recursive=True))
    )
    return sum(count > 0 for count in held)
