"""`hotline user|key|widget-token`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from assistant.cli import run

PASSWORD = "eine lange Zeile 7"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


def test_users(piped: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Added with a password that nobody sees, listed, changed; the last administrator cannot be disabled."""
    assert run(["user", "add", "wang"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "已添加管理员 wang。\n"
    assert PASSWORD not in shown.out + shown.err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert run(["user", "add", "li", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"name": "li", "role": "operator"}
    assert run(["user", "list"]) == 0
    assert [line.split("　")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["li", "话务员"],
        ["wang", "管理员"],
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("another long one\n"))
    assert run(["user", "passwd", "li"]) == 0
    assert run(["user", "disable", "wang"]) == 2
    assert "没有管理员" in capsys.readouterr().err
    assert run(["user", "disable", "li"]) == 0
    assert run(["user", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 1)[1])[0]["disabled"] is True


def test_a_password_must_come_from_somewhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing on standard input is one clear line, and the command line takes no password."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["user", "add", "wang"]) == 2
    assert "标准输入" in capsys.readouterr().err
    assert run(["user", "add", "wang", "--password", PASSWORD]) == 2
    assert PASSWORD not in capsys.readouterr().err


def test_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """The key alone on standard output, never again; scopes from the list."""
    assert run(["key", "add", "网站", "--scope", "chat", "--scope", "search"]) == 0
    shown = capsys.readouterr()
    secret = shown.out.strip()
    assert secret.startswith("hlk_") and "一次" in shown.err
    assert run(["key", "list"]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith("1　网站　chat search　") and secret not in listed
    assert run(["key", "revoke", "1"]) == 0
    assert run(["key", "revoke", "1"]) == 2
    assert "hotline key list" in capsys.readouterr().err
    assert run(["key", "add", "网站", "--scope", "alles"]) == 2
    assert "chat" in capsys.readouterr().err
    assert run(["key", "add", "网站"]) == 2


def test_widget_tokens(capsys: pytest.CaptureFixture[str]) -> None:
    """Bound to the sites that are named; what is no site is refused."""
    add = ["widget-token", "add", "门户", "--origin"]
    assert run([*add, "https://www.example.gov.cn", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["token"].startswith("hlw_")
    assert run([*add, "www.example.gov.cn"]) == 2
    assert "--origin" in capsys.readouterr().err
    assert run(["widget-token", "list"]) == 0
    assert "https://www.example.gov.cn" in capsys.readouterr().out
    assert run(["widget-token", "revoke", "1"]) == 0
