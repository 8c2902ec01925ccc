"""Builds that are killed, that meet, or that find no room: what answered before still answers."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.build import build
from knowledge.errors import IndexUnusable
from knowledge.home import Home
from knowledge.opening import open_retriever
from tests.knowledge.faults import (
    BUILD,
    CHECKOUT,
    KilledBuilds,
    Nursery,
    answers,
    nursery,
    settings_of,
    write_documents,
)
from tests.knowledge.knowledge_texts import policy, put, silent
from tests.knowledge.nursery import KILLED, Command

pytestmark = pytest.mark.usefixtures("chroma_answers")

BUILDING = """
import sys
from pathlib import Path
from knowledge.build import build
from tests.knowledge.faults import settings_of
build(settings_of(Path(sys.argv[1])), lambda *step: (print("building", flush=True), sys.stdin.readline()), publish=True)
"""


@pytest.fixture(scope="module")
def children() -> Iterator[Nursery]:
    """Children that start at once."""
    with nursery() as one:
        yield one


def test_killed_builds(tmp_path: Path, children: Nursery) -> None:
    """Whenever a build is killed, a whole generation answers with its own text, and the next build goes on as usual."""
    builds = KilledBuilds(tmp_path, children)
    builds.kill_spread(10, seed=12345)
    assert builds.killed == 10
    builds.finish()
    assert builds.broken == []


def test_killed_at_every_renaming(tmp_path: Path, children: Nursery) -> None:
    """A build killed just before it names its generation or switches to it changes nothing that answers."""
    builds = KilledBuilds(tmp_path, children)
    builds.kill_at_every_renaming()
    assert builds.killed >= 4  # two copies of the manifest, the folder, the pointer
    builds.finish()
    assert builds.broken == []


def test_killed_repairs(tmp_path: Path, children: Nursery) -> None:
    """A repair that is killed harms nothing, and the next one leaves nothing of it."""
    write_documents(tmp_path, 100)
    took = children.run(Command(BUILD, str(tmp_path))).seconds
    before = answers(tmp_path)
    search = ("knowledge", "search", "起付标准")
    folder = Home(tmp_path).generation(1)
    for hit in ({"kill_after": took * 0.4}, {"kill_after": took * 0.7}, {"kill_at": 1}, {"kill_at": 2}):
        for index in folder.glob("index-*"):
            shutil.rmtree(index)
        assert children.run(Command(search, str(tmp_path), **hit)).code in (0, KILLED)
        assert answers(tmp_path) == before
        assert len(list(folder.glob("index-*"))) == 1


def test_copies_of_dead_readers(tmp_path: Path, children: Nursery) -> None:
    """What a killed reader had copied for itself goes with the next opening; that of a living one stays."""
    write_documents(tmp_path, 100)
    took = children.run(Command(BUILD, str(tmp_path))).seconds
    living = open_retriever(settings_of(tmp_path))
    serving = Home(tmp_path).serving
    before = answers(tmp_path)
    for part in (0.5, 0.75, 1.0, 1.25):
        assert children.run(Command(("chat",), str(tmp_path), kill_after=took * part, chroma=True)).code in (0, KILLED)
    (serving / "died-before-its-lock").mkdir()
    again = open_retriever(settings_of(tmp_path))
    assert len([path for path in serving.iterdir() if path.is_dir()]) == 2
    assert answers(tmp_path) == before
    assert living.generation.vectors is not again.generation.vectors


def test_two_builds_at_once(tmp_path: Path) -> None:
    """A build while another runs is refused at once with its process, machine and start; afterwards it works."""
    write_documents(tmp_path, 100)
    first = subprocess.Popen(
        [sys.executable, "-c", BUILDING, str(tmp_path)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "building\n"
        started = time.monotonic()
        machine = re.escape(socket.gethostname())
        since = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+08:00"
        told = rf"正由进程 {first.pid}（{machine}，{since} 开始）建立或修复索引；请等它结束后再试$"
        with pytest.raises(IndexUnusable, match=told):
            build(settings_of(tmp_path), silent, publish=True)
        assert time.monotonic() - started < 0.5
    finally:
        first.kill()
        first.communicate()
    assert build(settings_of(tmp_path), silent, publish=True) == 1


@pytest.mark.parametrize("room", [20, 60_000, 120_000])
def test_build_on_a_full_disk(tmp_path: Path, children: Nursery, room: int) -> None:
    """A build that finds no room says so in one line; nothing of it is left, and with room the next one works.

    The room ends with the lock, with a source, with the clause store.
    """
    write_documents(tmp_path, 100)
    assert children.run(Command(BUILD, str(tmp_path))).code == 0
    before = answers(tmp_path)
    write_documents(tmp_path, 200)
    put(tmp_path, policy("long", *(f"第{n}类参保人员在乡镇卫生院就诊。" for n in range(40))))
    ended = children.run(Command(BUILD, str(tmp_path), room=room))
    assert (ended.code, ended.said) == (2, "")
    assert re.fullmatch(r".*(写不下了|写不进去).*；请检查路径、权限和磁盘空间\n", ended.complained)
    assert answers(tmp_path) == before
    assert sorted(path.name for path in Home(tmp_path).generations.iterdir()) in (["000001"], ["000001", "000002"])
    assert Home(tmp_path).current() == 1
    assert children.run(Command(BUILD, str(tmp_path))).code == 0
    assert "住院起付标准为200元。" in str(answers(tmp_path).hits)


def test_first_vectors_on_a_full_disk(tmp_path: Path, children: Nursery) -> None:
    """Where Chroma finds no room for a home's first vectors, that too is one line."""
    write_documents(tmp_path, 100)
    ended = children.run(Command(BUILD, str(tmp_path), room=190_000))
    assert (ended.code, ended.said) == (2, "")
    assert re.fullmatch(r".*/vectors：写不进去.*；请检查路径、权限和磁盘空间\n", ended.complained)
    assert list(Home(tmp_path).generations.iterdir()) == []


def test_question_on_a_full_disk(built_home: Path, tmp_path: Path, children: Nursery) -> None:
    """A question about small scopes needs no room: no copy of the vectors is made for it, and the answer is whole."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    ask = ("ask", "在职的门诊统筹一年封顶是多少", "--region", "510704", "--as-of", "2023-06-01", "--json")
    whole = json.loads(children.run(Command(ask, str(home))).said)
    ended = children.run(Command(ask, str(home), room=0))
    assert ended.code == 0
    assert ended.complained == ""
    reply = json.loads(ended.said)
    assert (reply["text"], reply["notices"]) == (whole["text"], whole["notices"])
    assert "degraded" not in [notice["code"] for notice in reply["notices"]]
