"""The `hotline` script: one clear line for every error, and the right exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.cli import gather, run

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The commands run over the shipped knowledge, in an empty folder, with no setting of this machine."""
    for name in [name for name in os.environ if name.upper().startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOTLINE_HOME", str(built_home))
    monkeypatch.chdir(tmp_path)
    return built_home


def refused(capsys: Captured, *arguments: str, code: int = 2) -> str:
    """Run what must be refused: nothing on stdout, one line on stderr, the code; returns the line."""
    assert run(list(arguments)) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n") and err.count("\n") == 1
    assert "Traceback" not in err
    return err


def test_gathers_the_commands_of_every_package() -> None:
    """Each package brings its own commands; the script has them all."""
    assert {"ask", "batch", "calculate", "chat", "eval", "knowledge", "serve", "settings"} <= set(gather().commands)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("ask", "--help")])
def test_help_is_no_error(capsys: Captured, arguments: tuple[str, ...]) -> None:
    """Asking for help, or nothing, shows it."""
    assert run(list(arguments)) == 0
    assert "Usage" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("frage",), "没有命令 frage"),
        (("ask",), "缺少参数 QUESTION"),
        (("ask", "起付线", "是多少"), "引号"),
        (("ask", "起付线", "--regoin", "游仙区"), "没有选项 --regoin"),
        (("ask", "起付线", "--region", "没有这个地方"), "没有找到地名“没有这个地方”"),
        (("ask", "起付线", "--region", "999999"), "没有代码为“999999”的行政区划"),
        (("ask", "起付线", "--as-of", "2023-02-30"), "“2023-02-30”不是日期；请写成 2023-01-31 的形式"),
        (("ask", "起付线", "--as-of", "昨天"), "“昨天”不是日期"),
        (("ask", "长" * 32_001), "超过上限 32000"),
        (("batch", "no.jsonl", "out.jsonl"), "no.jsonl：没有这个文件"),
        (("batch", ".", "out.jsonl"), "这是文件夹"),
        (("batch", "in.jsonl"), "缺少参数"),
        (("calculate", "510700.employee-outpatients"), "相近的：510700.employee-outpatient"),
        (("calculate", "000000.x"), "没有规则 000000.x；全部规则见 hotline calculate"),
        (("serve", "--port", "abc"), "参数 port 不能用"),
        (("knowledge", "search", "x", "--top", "0"), "参数 top 不能用"),
        (("knowledge", "show", "nothing"), "没有编号为 nothing 的文档或条款"),
    ],
)
def test_bad_input_is_one_line_that_says_how_to_mend_it(
    capsys: Captured, arguments: tuple[str, ...], says: str
) -> None:
    """Exit 2 and one line on stderr, for whatever cannot be used."""
    assert says in refused(capsys, *arguments)


@pytest.mark.parametrize("command", [("ask", "起付线"), ("calculate",), ("chat",), ("knowledge", "list")])
def test_a_home_without_an_index_names_the_command(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Before the first build every command says how to build, and makes nothing."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "fresh"))
    assert "hotline knowledge build" in refused(capsys, *command)
    assert not (tmp_path / "fresh").exists()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HOTLINE_HOEM", "/tmp", "不认识的设置 HOTLINE_HOEM"),
        ("HOTLINE_BUILTIN", "vielleicht", "HOTLINE_BUILTIN 的值“vielleicht”不能用"),
        ("HOTLINE_REGION", "没有这个地方", "没有找到地名"),
        ("HOTLINE_REGION", "鼓楼区", "不止一个"),
        ("HOTLINE_EMBEDDING_MODEL", "/no/such/folder", "/no/such/folder"),
    ],
)
def test_a_wrong_setting_is_one_line(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    """A setting that cannot be used is named."""
    monkeypatch.setenv(name, value)
    assert says in refused(capsys, "ask", "起付线")
