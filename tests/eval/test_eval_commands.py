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


def test_a_baseline_is_kept_compared_with_and_agreed_on(server: Server, tmp_path: Path) -> None:
    """The first run keeps it; a case that becomes worse fails the next until it is accepted by name."""
    write(tmp_path, "one")
    url = ("--url", f"http://127.0.0.1:{server.server_port}", "--jobs", "1")
    assert "已存为基线" in hotline(tmp_path, *url, "--save-baseline").stdout
    assert "变差 0" in hotline(tmp_path, *url).stdout
    path = tmp_path / "one.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("must: [2000元]", "must: [2500元]"), encoding="utf-8")
    report, xml = tmp_path / "r.html", tmp_path / "r.xml"
    worse = hotline(tmp_path, *url, "--report", str(report), "--junit", str(xml))
    assert worse.exit_code == 1
    assert "变差 one/first-case：right → wrong_clause" in worse.stdout
    assert "hotline eval accept" in worse.stderr
    assert "first-case" in report.read_text(encoding="utf-8")
    assert "<failure" in xml.read_text(encoding="utf-8")
    baseline = tmp_path / "baseline.json"
    assert run(["eval", "accept", "one/first-case", "--why", "标准提高了", "--baseline", str(baseline)]) == 0
    agreed = hotline(tmp_path, *url)
    assert agreed.exit_code == 0
    assert "已接受：标准提高了" in agreed.stdout


@pytest.mark.parametrize(
    "arguments", [["one/nosuch", "--why", "x"], ["one/first-case", "--why", " "], ["one/first-case"]]
)
def test_what_cannot_be_accepted(
    arguments: list[str], server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A case that the baseline does not know, and a reason that is none, are one line each."""
    write(tmp_path, "one")
    hotline(tmp_path, "--url", f"http://127.0.0.1:{server.server_port}", "--save-baseline")
    capsys.readouterr()
    before = (tmp_path / "baseline.json").read_bytes()
    assert run(["eval", "accept", *arguments, "--baseline", str(tmp_path / "baseline.json")]) == 2
    assert capsys.readouterr().err.strip()
    assert (tmp_path / "baseline.json").read_bytes() == before


def test_a_part_is_no_baseline(tmp_path: Path) -> None:
    """Only a whole run is kept."""
    write(tmp_path, "one")
    result = hotline(tmp_path, "--suite", "one", "--save-baseline")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
