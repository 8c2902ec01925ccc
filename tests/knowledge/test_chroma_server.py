"""On a Chroma server the same vectors answer the same, shared by the generations of a home and by nobody else."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest
from knowledge_texts import Counting, policy, put, silent

from knowledge.build import build, is_current
from knowledge.chroma import close, home_prefix, server_client
from knowledge.embed import load_embedder
from knowledge.errors import IndexUnusable, InputError, VectorsUnavailable
from knowledge.home import Home
from knowledge.opening import open_retriever
from knowledge.pointer import publish
from knowledge.retention import collect
from knowledge.search import Days, Found
from knowledge.settings import Settings
from knowledge.vectors import held_ids

DAY = Days.on(date(2023, 6, 1))
STARTUP_S = 60


class Server:
    """`chroma run` on a port of its own, over a folder."""

    def __init__(self, folder: Path) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        chroma = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [chroma, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + STARTUP_S
        while time.monotonic() < until:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False)
                return
            except httpx.TransportError:
                time.sleep(0.05)
        pytest.fail(f"chroma run did not answer within {STARTUP_S} s")

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that do not stop it."""
    server = Server(tmp_path_factory.mktemp("chroma"))
    yield server
    server.stop()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """What builds embed."""
    counting = Counting(load_embedder())
    monkeypatch.setattr("knowledge.build.load_embedder", lambda name: counting)
    return counting


def own(home: Path, url: str | None, *clauses: str) -> Settings:
    """A home with one document of these clauses, built and published."""
    put(home, policy("own", *clauses, region="510704"))
    settings = Settings(home=home, builtin=False, chroma_url=url)
    build(settings, silent, publish=True)
    return settings


def found(settings: Settings, query: str = "门诊起付标准") -> Found:
    """What the published generation finds in 游仙区."""
    retriever = open_retriever(settings)
    return retriever.search(query, scopes=["510704", "100000"], days=DAY)


def test_the_same_as_in_a_folder(server: Server, tmp_path: Path, built_home: Path) -> None:
    """The shipped knowledge answers the same from a server as from a folder, and the folder holds no vectors."""
    settings = Settings(home=tmp_path, chroma_url=server.url)
    build(settings, silent, publish=True)
    for query in ("门诊起付标准", "异地就医备案", "住院报销比例", "举报奖励"):
        here, there = (found(s, query).hits for s in (Settings(home=built_home), settings))
        assert [(h.clause.id, round(h.score, 4)) for h in here] == [(h.clause.id, round(h.score, 4)) for h in there]
    assert not list(Home(tmp_path).generation(1).glob("index-*/vectors"))


def test_only_what_changed_is_embedded(server: Server, tmp_path: Path, counting: Counting) -> None:
    """Generations share the vectors of what they both say; each finds its own clauses only."""
    settings = own(tmp_path, server.url, "门诊起付标准200元。", "门诊报销比例60%。")
    first, counting.texts = counting.texts, 0
    own(tmp_path, server.url, "门诊起付标准300元。", "门诊报销比例60%。")
    assert (first > 1, counting.texts) == (True, 1)
    assert found(settings).hits[0].clause.text == "门诊起付标准300元。"
    publish(Home(tmp_path).pointer, 1)
    texts = [h.clause.text for h in found(settings).hits]
    assert texts[0] == "门诊起付标准200元。" and "门诊起付标准300元。" not in texts


def test_two_homes(server: Server, tmp_path: Path) -> None:
    """Two homes on one server hold vectors of their own, though they say the same."""
    for name in ("one", "other"):
        own(tmp_path / name, server.url, "门诊起付标准200元。")
    prefixes = {home_prefix(Home(tmp_path / name)) for name in ("one", "other")}
    client = server_client(server.url)
    names = [c.name for c in client.list_collections() if c.name.startswith(tuple(prefixes))]
    close(client)
    assert len(prefixes) == 2 and len(names) == 4


def test_lost_vectors_are_made_again(server: Server, tmp_path: Path, counting: Counting) -> None:
    """Vectors that vanished from the server are noticed at opening and made again."""
    settings = own(tmp_path, server.url, "门诊起付标准200元。")
    before = found(settings)
    client = server_client(server.url)
    for collection in client.list_collections():
        if collection.name.startswith(home_prefix(Home(tmp_path))):
            client.delete_collection(collection.name)
    close(client)
    again = found(settings)
    assert not again.degraded
    assert [(h.clause.id, h.score) for h in again.hits] == [(h.clause.id, h.score) for h in before.hits]


def test_collecting(server: Server, tmp_path: Path) -> None:
    """What no kept generation holds any more goes from the server; what one holds stays."""
    put(tmp_path, policy("own", "门诊起付标准100元。", region="510704"))
    settings = Settings(home=tmp_path, builtin=False, chroma_url=server.url, keep_generations=1)
    for amount in (100, 200, 300):
        own(tmp_path, server.url, f"门诊起付标准{amount}元。")
    collect(settings, needed=[])
    client = server_client(server.url)
    held = held_ids(client, home_prefix(Home(tmp_path)))
    close(client)
    assert sum(len(names) for scope, names in held.items() if scope.endswith("510704")) == 2
    assert found(settings).hits[0].clause.text == "门诊起付标准300元。"


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server of a test's own, which it may stop."""
    server = Server(tmp_path / "chroma")
    yield server
    server.stop()


def test_a_server_that_goes(mortal: Server, tmp_path: Path) -> None:
    """Without its server a home answers from the words and says so; a build is refused in one line."""
    settings = own(tmp_path / "home", mortal.url, "门诊起付标准200元。")
    retriever = open_retriever(settings)
    mortal.stop()
    search = ("门诊起付标准", ["510704"])
    gone = retriever.search(search[0], scopes=search[1], days=DAY)
    assert gone.degraded and gone.hits[0].clause.text == "门诊起付标准200元。"
    assert found(settings).degraded
    with pytest.raises(VectorsUnavailable, match=r"^连不上 Chroma 服务 http://127\."):
        build(settings, silent, publish=True)
    assert Home(tmp_path / "home").generation_numbers() == [1]


def test_settings(server: Server, tmp_path: Path) -> None:
    """A home built in a folder is stale once a server is set, and one on a server needs its address."""
    settings = own(tmp_path, None, "门诊起付标准200元。")
    assert is_current(settings)
    moved = settings.model_copy(update={"chroma_url": server.url})
    assert not is_current(moved)
    assert not found(moved).degraded  # the generation in the folder still answers
    build(moved, silent, publish=True)
    assert is_current(moved)
    with pytest.raises(IndexUnusable, match=r"向量在 Chroma 服务里；请设置 HOTLINE_CHROMA_URL"):
        open_retriever(settings)


@pytest.mark.parametrize("url", ["foo", "127.0.0.1:8001", "ftp://127.0.0.1", "http://127.0.0.1:8001/v2", "http://"])
def test_no_address(tmp_path: Path, url: str) -> None:
    """An address that cannot be one is refused with its right form."""
    with pytest.raises(InputError, match=r"HOTLINE_CHROMA_URL 的值.*请写成 http://"):
        own(tmp_path, url, "甲。")
