"""`hotline eval run` from the outside, against a server that speaks the contract."""

import json
import threading
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from eval_fakes import reply

from assistant.cli import run

SUITE = """\
suite: {name}
kind: faq
sealed: {sealed}
cases:
  - id: first-case
    turns: [封顶, 再说一遍]
    region: 游仙区
    as_of: 2023-06-01
    expect: [answer]
    must: [2000元]
    gate: {gate}
"""


class Server(ThreadingHTTPServer):
    """Answers every message with 2000元 and remembers what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies: list[dict[str, Any]] = []


class Handler(BaseHTTPRequestHandler):
    """One POST of the contract."""

    server: Server

    def do_POST(self) -> None:
        """Answer a chat message."""
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        body = reply("answer", "一年2000元。", ["d.cap"]).model_dump_json().encode()
        self.send_response(200 if self.path == "/api/v1/chat" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server."""
    with Server() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


def write(folder: Path, name: str, gate: bool = False, sealed: bool = False) -> None:
    """One suite file."""
    text = SUITE.format(name=name, sealed=str(sealed).lower(), gate=str(gate).lower())
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


class Result(NamedTuple):
    """What a run of the script printed and returned."""

    exit_code: int
    stdout: str
    stderr: str


def hotline(folder: Path, *arguments: str) -> Result:
    """Run the script on a folder of suites."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run(["eval", "run", "--folder", str(folder), *arguments])
    return Result(code, out.getvalue(), err.getvalue())


def test_a_run_over_http(server: Server, tmp_path: Path) -> None:
    """A conversation is carried on over HTTP, the table is printed and the record written."""
    write(tmp_path, "one", gate=True)
    out = tmp_path / "out.json"
    result = hotline(tmp_path, "--url", f"http://127.0.0.1:{server.server_port}", "--json", str(out))
    assert result.exit_code == 0, result.stderr
    assert "正确率" in result.stdout
    assert server.bodies == [
        {"message": "封顶", "region": "510704", "as_of": "2023-06-01"},
        {"message": "再说一遍", "region": "510704", "as_of": "2023-06-01", "conversation_id": "c"},
    ]
    assert json.loads(out.read_text(encoding="utf-8"))["results"][0]["verdict"] == "right"


def test_a_failed_gate_fails_the_run(server: Server, tmp_path: Path) -> None:
    """Only a gate makes the exit code 1; without one the same failure is a number in the table."""
    write(tmp_path, "one", gate=True)
    text = (tmp_path / "one.yaml").read_text(encoding="utf-8").replace("2000元", "2500元")
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    url = f"http://127.0.0.1:{server.server_port}"
    failed = hotline(tmp_path, "--url", url)
    assert failed.exit_code == 1
    assert "first-case" in failed.stdout
    (tmp_path / "one.yaml").write_text(text.replace("gate: true", "gate: false"), encoding="utf-8")
    assert hotline(tmp_path, "--url", url).exit_code == 0


def test_a_sealed_run_prints_and_writes_totals_only(server: Server, tmp_path: Path) -> None:
    """Neither the terminal nor the file shows anything of a sealed case."""
    write(tmp_path, "shut", sealed=True, gate=True)
    out = tmp_path / "out.json"
    result = hotline(tmp_path, "--url", f"http://127.0.0.1:{server.server_port}", "--json", str(out))
    everything = result.stdout + result.stderr + out.read_text(encoding="utf-8")
    assert "shut" in everything
    for secret in ("first-case", "封顶", "再说一遍", "2000元"):
        assert secret not in everything


def test_a_bad_suite_is_one_line(tmp_path: Path) -> None:
    """A mistake in a suite ends with exit code 2 and one line that names file, line and key."""
    write(tmp_path, "one")
    path = tmp_path / "one.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("expect", "expects"), encoding="utf-8")
    result = hotline(tmp_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}:")
    assert result.stderr.count("\n") == 1
    assert hotline(tmp_path / "none").exit_code == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "nonsense", "http://[::"])
def test_a_server_that_is_not_there_is_one_line(tmp_path: Path, url: str) -> None:
    """An address where nothing answers ends the run at once, with what to do."""
    write(tmp_path, "one")
    result = hotline(tmp_path, "--url", url)
    assert result.exit_code == 2
    assert result.stderr.strip().splitlines()[-1].startswith(("连不上", url))


def test_an_unwritable_record_is_one_line(server: Server, tmp_path: Path) -> None:
    """A record that cannot be written is said in one line after the totals."""
    write(tmp_path, "one")
    out = tmp_path / "no" / "out.json"
    result = hotline(tmp_path, "--url", f"http://127.0.0.1:{server.server_port}", "--json", str(out))
    assert result.exit_code == 2
    assert "写不进去" in result.stderr
