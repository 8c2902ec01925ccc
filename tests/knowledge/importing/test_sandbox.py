"""The child that reads packed files: limited, replaced when it dies, and never left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from knowledge.errors import DocumentError
from knowledge.importing import sandbox
from knowledge.importing.loaders import _source
from knowledge.importing.sandbox import Allowance, Sandbox
from tests.knowledge.importing.papers import word_file

MB = 1024 * 1024
WORD = word_file("起付标准为500元。")
# Stands in for the worker: does with each request what the kind says.
PRETENDER = """
import json, os, resource, sys, time
memory = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
while head := sys.stdin.buffer.readline():
    request = json.loads(head)
    sys.stdin.buffer.read(request["size"])
    def say(data, size=None):
        sys.stdout.buffer.write((len(data) if size is None else size).to_bytes(8, "big") + data)
        sys.stdout.buffer.flush()
    kind = request["kind"]
    if kind == "die": os.abort()
    if kind == "sleep": time.sleep(60)
    if kind == "half": say(b'{"text"', 500); time.sleep(60)
    if kind == "endless": say(b"x", 1 << 60); time.sleep(60)
    if kind == "nonsense": say(b"[1, 2")
    if kind == "deep": say(b"[" * 200_000)
    if kind == "leave": os._exit(0)
    if kind == "error": say(json.dumps({"error": "a\\n" * 400}).encode())
    if kind == "good": say(json.dumps({"pid": os.getpid()}).encode())
"""


@pytest.fixture
def pretender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox whose child misbehaves on demand."""
    (tmp_path / "pretender.py").write_text(PRETENDER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sandbox, "_WORKER", "pretender")
    own = Sandbox(Allowance(wall=1.5))
    yield own
    own.close()


@pytest.fixture
def own() -> Iterator[Sandbox]:
    """A sandbox of the test's own."""
    made = Sandbox(Allowance(idle=20.0))
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["die", "sleep", "half", "endless", "nonsense", "deep", "leave"])
def test_misbehaving_child(pretender: Sandbox, kind: str) -> None:
    """A child that dies, hangs, lies or babbles is a refusal of one line, and the next file gets a new child."""
    started = time.monotonic()
    with pytest.raises(DocumentError, match="请") as caught:
        pretender.ask(kind, b"x" * MB, "a.docx")
    assert time.monotonic() - started < 8 and "\n" not in str(caught.value)
    assert ("秒" in str(caught.value)) == (kind in ("sleep", "half"))
    assert psutil.pid_exists(pretender.ask("good", b"", "b.docx")["pid"])


def test_refusal_of_the_child_is_one_line(pretender: Sandbox) -> None:
    """Whatever the child says of a file becomes one line of bounded length."""
    with pytest.raises(DocumentError) as caught:
        pretender.ask("error", b"", "a.docx")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_one_child_for_many_files(own: Sandbox) -> None:
    """Files share a child, and cost little each."""
    own.ask("docx", WORD, "a.docx")
    first = own.pid
    started = time.monotonic()
    for _ in range(20):
        assert own.ask("docx", WORD, "a.docx")["text"] == "起付标准为500元。"
    assert own.pid == first and time.monotonic() - started < 4


def test_killed_child_is_replaced(own: Sandbox) -> None:
    """A child that somebody kills between two files is replaced without a word."""
    own.ask("docx", WORD, "a.docx")
    first = own.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    psutil.Process(first).wait(5) if psutil.pid_exists(first) else None
    assert own.ask("docx", WORD, "a.docx")["text"] and own.pid != first


def test_idle_child_goes() -> None:
    """A child without work goes by itself, and the next file is read all the same."""
    own = Sandbox(Allowance(idle=0.2))
    own.ask("docx", WORD, "a.docx")
    deadline = time.monotonic() + 5
    while own.pid is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert own.pid is None
    assert own.ask("docx", WORD, "a.docx")["text"]
    own.close()


def test_close_leaves_nothing(own: Sandbox) -> None:
    """After close no process and no zombie is left; closing twice does no harm."""
    own.ask("docx", WORD, "a.docx")
    pid = own.pid
    assert pid is not None
    own.close()
    own.close()
    assert not psutil.pid_exists(pid)


def test_limits_of_the_child(own: Sandbox) -> None:
    """The child's memory, CPU time, files and core are limited, and it holds far less than its limit."""
    own.ask("docx", WORD, "a.docx")
    child = psutil.Process(own.pid)
    assert child.rlimit(psutil.RLIMIT_AS)[1] == Allowance().memory
    assert 0 < child.rlimit(psutil.RLIMIT_CPU)[0] <= Allowance().cpu + 5
    assert child.rlimit(psutil.RLIMIT_FSIZE)[1] == child.rlimit(psutil.RLIMIT_CORE)[1] == 0
    assert child.memory_info().rss < 150 * MB
    assert not [c for c in child.net_connections() if c.status != "NONE"]


def test_cpu_time_ends() -> None:
    """A file that computes for ever ends with its CPU time, said as what it is."""
    tight = Sandbox(Allowance(cpu=1, wall=20.0))
    page = "<table>" + "<tr>" * 3 + "<td>" * 3_000 + "x" * 10
    started = time.monotonic()
    try:
        with pytest.raises(DocumentError, match="请"):
            tight.ask("html", (page * 400).encode(), "a.html")
    finally:
        tight.close()
    assert time.monotonic() - started < 15


def test_threads_take_turns(own: Sandbox) -> None:
    """Answers of several threads are not mixed up."""
    found: dict[int, str] = {}

    def work(n: int) -> None:
        for _ in range(5):
            found[n] = own.ask("docx", WORDS[n], "a.docx")["text"]

    WORDS = [word_file(f"第{n}号文件的正文。") for n in range(4)]
    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: f"第{n}号文件的正文。" for n in range(4)}


def test_end_of_the_parent_ends_the_child(tmp_path: Path) -> None:
    """A parent that ends, or is killed, leaves no child behind."""
    (tmp_path / "a.docx").write_bytes(WORD)
    code = (
        "import sys, time; from pathlib import Path; from knowledge.importing.loaders import read_source;"
        "from knowledge.importing.sandbox import shared; read_source(Path(sys.argv[1]));"
        "print(shared().pid, flush=True); time.sleep(float(sys.argv[2]))"
    )
    for wait in ("0", "60"):
        parent = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "a.docx"), wait], stdout=subprocess.PIPE, text=True
        )
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        if wait != "0":
            parent.kill()
        parent.stdout.close()
        parent.wait()
        deadline = time.monotonic() + 5
        while psutil.pid_exists(child) and psutil.Process(child).status() != "zombie" and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie"


def test_answers_are_checked() -> None:
    """Fields of the wrong kind refuse the answer; spans outside the text and unknown hints are dropped."""
    good = {
        "text": "项目：住院。",
        "hints": {"title": "甲", "id": "../x"},
        "rows": [[0, 6], [5, 99], ["a"], 3],
        "warnings": ["乙"],
    }
    source = _source(json.loads(json.dumps(good)), "a.docx")
    assert (source.rows, source.hints, source.warnings) == (((0, 6),), {"title": "甲"}, ("乙",))
    for key in good:
        with pytest.raises(DocumentError, match="不完整"):
            _source({**good, key: 5}, "a.docx")
