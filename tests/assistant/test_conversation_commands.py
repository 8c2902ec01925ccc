"""`hotline conversations|gaps|feedback` over a database of either kind."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import run
from assistant.store.feedback import add_feedback
from assistant.store.interface import Unanswered
from assistant.store.steady import open_store
from knowledge import clock
from knowledge.home import Home
from knowledge.settings import Settings
from tests.assistant.replies import small_reply, small_turn

Captured = pytest.CaptureFixture[str]
Told = Callable[..., Any]


@pytest.fixture
def home(database_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """A home, empty, that the commands run in."""
    for name in [name for name in os.environ if name.upper().startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOTLINE_HOME", str(database_settings.home))
    if database_settings.database_url is not None:
        monkeypatch.setenv("HOTLINE_DATABASE_URL", database_settings.database_url.get_secret_value())
    monkeypatch.chdir(tmp_path)
    return database_settings


@pytest.fixture
def talks(home: Settings) -> Iterator[None]:
    """Two conversations, one of two turns with feedback, one long ago that told of a gap."""
    now = clock.now().isoformat(timespec="seconds")
    gap = Unanswered("试管婴儿能报吗", "试管婴儿", "510704")
    with closing(open_store(home)) as store:
        store.keep(small_turn(small_reply("c1", "t1", "第一句。"), asked_at=now))
        store.keep(small_turn(small_reply("c1", "t2"), after=1, asked_at=now))
        store.keep(small_turn(small_reply("c2", "t3"), asked_at="2023-06-01T08:00:00+08:00", unanswered=(gap,)))
        add_feedback(store.database, "t2", "wrong", given_at=now, comment="金额不对", rating=2)
    yield


@pytest.fixture
def told(capsys: Captured) -> Told:
    """`told("gaps", …)` → what the command prints as JSON; it must have succeeded."""

    def one(*words: str) -> Any:
        assert run([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return one


def said(capsys: Captured, *words: str) -> str:
    """What the command prints for people; it must have succeeded."""
    assert run(words) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("talks")
def test_list_and_show(capsys: Captured, told: Told) -> None:
    """Conversations are listed with their place and turns, and shown as they went."""
    assert [(one["conversation_id"], one["turns"]) for one in told("conversations", "list")] == [("c1", 2), ("c2", 1)]
    assert [one["conversation_id"] for one in told("conversations", "list", "--limit", "1")] == ["c1"]
    assert told("conversations", "list", "--region", "秦安县") == []
    assert "2 轮　四川省绵阳市游仙区" in said(capsys, "conversations", "list", "--region", "游仙区")
    assert [turn["turn_id"] for turn in told("conversations", "show", "c1")["turns"]] == ["t1", "t2"]
    shown = said(capsys, "conversations", "show", "c1")
    assert "问：您好\n答：第一句。" in shown and "反馈：有误　金额不对" in shown


@pytest.mark.usefixtures("talks")
def test_export(capsys: Captured, told: Told, tmp_path: Path) -> None:
    """All conversations, or those named, come out whole, one line each."""
    lines = said(capsys, "conversations", "export").splitlines()
    assert [json.loads(line)["conversation_id"] for line in lines] == ["c2", "c1"]
    assert [json.loads(line) for line in lines] == [told("conversations", "show", id) for id in ("c2", "c1")]
    assert said(capsys, "conversations", "export", "c1").splitlines() == lines[1:]
    out = tmp_path / "all.jsonl"
    assert told("conversations", "export", "--out", str(out)) == {"exported": 2, "file": str(out)}
    assert out.read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.usefixtures("talks")
def test_delete(capsys: Captured, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deleting is asked back; what is not there is named, the rest is deleted all the same."""
    monkeypatch.setattr("click.confirm", lambda *arguments, **more: pytest.fail("asked"))
    assert told("conversations", "delete", "c1", "--yes") == {"deleted": ["c1"]}
    assert run(["conversations", "delete", "c1", "c2", "--yes"]) == 2
    out, err = capsys.readouterr()
    assert out == "已删除 1 个会话。\n"
    assert err == "没有这些会话：c1；现有的会话见 hotline conversations list\n"
    assert told("conversations", "list") == told("gaps") == told("feedback", "list") == []


@pytest.mark.usefixtures("talks")
def test_delete_is_not_done_without_a_yes(capsys: Captured, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever does not confirm deletes nothing."""
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["conversations", "delete", "c1"]) == 130
    capsys.readouterr()
    assert len(told("conversations", "list")) == 2


@pytest.mark.usefixtures("talks")
def test_expire(capsys: Captured, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is older than the setting, or than the days given, goes."""
    monkeypatch.setenv("HOTLINE_RETENTION_DAYS", "36500")
    assert told("conversations", "expire") == {"days": 36500, "expired": 0}
    assert said(capsys, "conversations", "expire", "--days", "30") == "已删除 1 个超过 30 天的会话。\n"
    assert [one["conversation_id"] for one in told("conversations", "list")] == ["c1"]
    assert told("gaps") == []


@pytest.mark.usefixtures("talks")
def test_gaps(capsys: Captured, told: Told) -> None:
    """Gaps are listed by place and state; their state is changed."""
    (gap,) = told("gaps", "--region", "游仙区")
    assert (gap["ask"], gap["count"], gap["state"]) == ("试管婴儿能报吗", 1, "open")
    listed = said(capsys, "gaps")
    assert listed == f"{gap['id']}　1 次　待补　四川省绵阳市游仙区　试管婴儿能报吗（2023-06-01）\n"
    assert told("gaps", "mark", str(gap["id"]), "dismissed") == {**gap, "state": "dismissed"}
    assert told("gaps", "--state", "open") == []
    assert "不补" in said(capsys, "gaps", "--state", "dismissed")
    assert run(["gaps", "mark", "999", "open"]) == 2
    assert capsys.readouterr().err == "没有编号为 999 的缺口；现有的见 hotline gaps\n"


@pytest.mark.usefixtures("talks")
def test_feedback(capsys: Captured, told: Told) -> None:
    """Feedback is listed with what it is about."""
    (one,) = told("feedback", "list", "--verdict", "wrong")
    assert (one["turn_id"], one["comment"], one["rating"]) == ("t2", "金额不对", 2)
    assert told("feedback", "list", "--verdict", "helpful") == []
    assert "有误　2 分　金额不对\n  问：您好\n  答：好的。" in said(capsys, "feedback", "list")


@pytest.mark.usefixtures("talks")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["conversations", "show", "c9"], "没有编号为 c9 的会话"),
        (["conversations", "export", "c9"], "没有编号为 c9 的会话"),
        (["conversations", "list", "--region", "没有这里"], "没有这里"),
        (["conversations", "expire", "--days", "0"], "参数 days 不能用：须是不小于 1 的整数"),
        (["gaps", "mark", "1", "done"], "参数 STATE 不能用：只能是 open、answered、dismissed"),
    ],
)
def test_what_cannot_be_done_is_one_line(capsys: Captured, words: list[str], told: str) -> None:
    """A wrong argument is one line that names it."""
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == "" and told in err and err.count("\n") == 1


def test_nothing_was_kept_yet(home: Settings, capsys: Captured) -> None:
    """Before a server ran there is nothing to look at, and looking makes nothing."""
    if home.database_url is not None:
        assert run(["conversations", "list"]) == 0
        return
    assert run(["conversations", "list"]) == 2
    assert capsys.readouterr().err == "还没有保存过会话；hotline serve 启动后才会保存\n"
    assert not Home(home.home).database.exists()


def test_a_server_does_not_start_without_its_database(
    home: Settings, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was set wrong is one line before anything is loaded."""
    monkeypatch.setenv("HOTLINE_DATABASE_URL", "postgresql://hotline:secret@127.0.0.1:1/hotline")
    assert run(["serve", "--port", "0"]) == 2
    err = capsys.readouterr().err
    assert "会话数据库 postgresql://hotline:***@127.0.0.1:1/hotline 眼下用不了" in err and err.count("\n") == 1
    assert run(["settings"]) == 0
    assert "secret" not in capsys.readouterr().out
