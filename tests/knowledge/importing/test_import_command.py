"""`hotline knowledge import` from the outside: what is shown, what is asked, what is written."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.cli import run

NOTICE = "绵阳市医疗保障局关于门诊待遇的通知\n\n一、起付标准为{}元。\n\n绵阳市医疗保障局\n\n2022年12月5日\n"


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Import = Callable[..., Ended]


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Import:
    """Runs `hotline knowledge import …` in a home, with what a person types."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOTLINE_BUILTIN", "0")

    def call(*arguments: object, typed: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        return Ended(run(["knowledge", "import", *map(str, arguments)]), *capsys.readouterr())

    return call


def put(folder: Path, name: str, text: str = NOTICE.format(200)) -> Path:
    """Write a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def written(folder: Path) -> list[str]:
    """The documents of the home."""
    return sorted(p.name for p in (folder / "home" / "documents").glob("*"))


def test_preview_and_question(bring: Import, tmp_path: Path) -> None:
    """All files are shown before anything is written, and one question is asked."""
    put(tmp_path, "in/a.txt"), put(tmp_path, "in/b.txt", NOTICE.format(300).replace("门诊", "住院"))
    ended = bring("in", typed="y\n")
    assert (ended.code, written(tmp_path)) == (0, ["a.md", "b.md"])
    assert ended.out.count("✓ ") == 2 and ended.err.count("继续吗") == 1
    assert f"将写入 2 个文件到 {tmp_path}/home" in ended.err
    for shown in (
        "✓ in/a.txt（新增）", "标题：绵阳市医疗保障局关于门诊待遇的通知", "发布机关：绵阳市医疗保障局　日期：2022-12-05",
        "地区：四川省绵阳市　条款：1　编号：a　类型：通知",
    ):  # fmt: skip
        assert shown in ended.out
    assert ended.out.endswith("共 2 个文件，成功 2 个，失败 0 个。\n")


def test_declined(bring: Import, tmp_path: Path) -> None:
    """Who says no gets nothing written."""
    put(tmp_path, "a.txt")
    ended = bring("a.txt", typed="n\n")
    assert (ended.code, ended.err.endswith("没有写入。\n")) == (0, True)
    assert not (tmp_path / "home").exists()


def test_nobody_to_ask(bring: Import, tmp_path: Path) -> None:
    """Without a person and without --yes nothing is written, and the message names the option."""
    put(tmp_path, "a.txt")
    ended = bring("a.txt")
    assert ended.code == 2 and ended.err.endswith("没有人可以确认，什么也没有写入；无人值守时请加 --yes\n")
    assert not (tmp_path / "home").exists()


def test_nothing_to_ask(bring: Import, tmp_path: Path) -> None:
    """Where nothing would be written nothing is asked."""
    put(tmp_path, "a.txt")
    bring("a.txt", "--yes")
    ended = bring("a.txt")
    assert (ended.code, ended.err) == (0, "")
    assert "✓ a.txt（未变）" in ended.out


def test_errors_name_the_path_once(bring: Import, tmp_path: Path) -> None:
    """Bad files are told one by one, each path once; the good ones come in."""
    put(tmp_path, "good.txt"), put(tmp_path, "empty.txt", ""), put(tmp_path, "old.doc", "x")
    put(tmp_path, "own.md", "---\nid: own\ntitle: x\nregoin: y\n---\n\n# a {#a}\n\n甲。\n")
    ended = bring("good.txt", "empty.txt", "old.doc", "own.md", "none.txt", "--yes")
    assert ended.code == 0
    lines = [line for line in ended.err.splitlines() if line.startswith("✗")]
    assert [line.removeprefix("✗ ").split(":")[0] for line in lines] == ["empty.txt", "old.doc", "own.md", "none.txt"]
    assert all(
        line.count(name) == 1 for line, name in zip(lines, ("empty.txt", "old.doc", "own.md", "none.txt"), strict=True)
    )
    assert "own.md:4: 文头 regoin" in ended.err
    assert ended.out.endswith("共 5 个文件，成功 1 个，失败 4 个。\n")


def test_all_bad(bring: Import, tmp_path: Path) -> None:
    """Where no file could be used the command ends with 2."""
    put(tmp_path, "empty.txt", "")
    (tmp_path / "nothing").mkdir()
    assert bring("empty.txt", "--yes").code == 2
    ended = bring("nothing", "--yes")
    assert (ended.code, ended.err) == (2, "所给路径下没有可以导入的文件；请检查路径和后缀\n")


def test_title(bring: Import, tmp_path: Path) -> None:
    """--title names one document; for several it is refused before anything is read."""
    put(tmp_path, "a.txt", "市民诉求\n\n参保人员持身份证到窗口办理登记。\n"), put(tmp_path, "b.txt")
    assert "标题：某市参保指南" in bring("a.txt", "--title", "某市参保指南", "--yes").out
    assert "title: 某市参保指南" in (tmp_path / "home" / "documents" / "a.md").read_text(encoding="utf-8")
    ended = bring("a.txt", "b.txt", "--title", "某市参保指南", "--yes")
    assert (ended.code, ended.out, ended.err) == (2, "", "--title 只能用于一个文件；请逐个导入\n")


def test_json(bring: Import, tmp_path: Path) -> None:
    """--json prints one list, a row a file, whatever else is shown goes to stderr."""
    (
        put(tmp_path, "a.txt"),
        put(tmp_path, "b.txt", ""),
        put(tmp_path, "yy.csv", "名称,等级,地区\n游仙区人民医院,二级,游仙区\n"),
    )
    ended = bring("a.txt", "b.txt", "yy.csv", "--json", typed="y\n")
    first, second, third = json.loads(ended.out)
    assert (first["path"], first["kind"], first["state"], first["clauses"]) == ("a.txt", "document", "new", 1)
    assert (first["region"], first["published"]) == ({"code": "510700", "name": "四川省绵阳市"}, "2022-12-05")
    assert {"id", "title", "document_number", "issuer", "effective_from", "warnings", "error"} <= set(first)
    assert second["kind"] is None and second["error"].startswith("b.txt: 文件是空的")
    assert (third["kind"], third["hospitals"]) == ("hospitals", 1)
    assert "标题：" in ended.err


def test_original_of_a_digest(bring: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is shown that an original takes the place of a shipped digest."""
    monkeypatch.setenv("HOTLINE_BUILTIN", "1")
    text = "增强医疗保障功能 严守百姓“救命钱”\n\n发布时间：2023-05-31\n\n参保人员持身份证到窗口办理登记。\n"
    put(tmp_path, "yx.txt", text)
    monkeypatch.setenv("HOTLINE_BUILTIN", "1")
    ended = bring("yx.txt", "--region", "510704", "--published", "2023-05-31", "--yes")
    assert "注意：检索和引用将改用这份原文，不再用编写要点 youxian-interview-2023" in ended.out


def test_one_text_twice(bring: Import, tmp_path: Path) -> None:
    """Two files with the same bytes are one document; two texts of one 文号 are told."""
    put(tmp_path, "a.txt"), put(tmp_path, "b.txt")
    ended = bring("a.txt", "b.txt", "--yes")
    assert written(tmp_path) == ["a.md"] and "与本次导入的 a.txt 内容完全相同" in ended.out
    put(tmp_path, "c.txt", NOTICE.format(300))
    assert "与文档 a 是同一份文件" in bring("c.txt", "--yes").out


def test_changed_between_look_and_yes(tmp_path: Path) -> None:
    """A file that changes after it was shown is not written."""
    from knowledge.home import Home
    from knowledge.importing.importer import carry_out, prepare

    path = put(tmp_path, "a.txt")
    plans = prepare([path], Home(tmp_path / "home"))
    put(tmp_path, "a.txt", NOTICE.format(900))
    (result,) = carry_out(plans)
    assert result.error == f"{path}: 文件在确认期间有了改动，没有导入；请重新导入"
    assert not (tmp_path / "home").exists()


def test_id_of_a_shipped_document(bring: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named as a shipped document gets an id of its own; a document that claims the id is refused."""
    monkeypatch.setenv("HOTLINE_BUILTIN", "1")
    (
        put(tmp_path, "qinan-notice-2018.txt"),
        put(tmp_path, "x.md", "---\nid: qinan-notice-2018\ntitle: 甲\n---\n\n# a {#a}\n\n甲。\n"),
    )
    ended = bring("qinan-notice-2018.txt", "x.md", "--yes")
    assert len(written(tmp_path)) == 1 and written(tmp_path)[0].startswith("qinan-notice-2018-")
    assert "✗ x.md: 编号 qinan-notice-2018 已用于随产品发布的文档" in ended.err


def test_link_out_of_a_folder(bring: Import, tmp_path: Path) -> None:
    """A folder's member that leads out of it is refused, of any format."""
    put(tmp_path, "in/a.txt"), put(tmp_path, "secret.yaml", "x"), put(tmp_path, "secret.txt")
    for name in ("secret.yaml", "secret.txt"):
        (tmp_path / "in" / name).symlink_to(tmp_path / name)
    ended = bring("in", "--yes")
    assert ended.err.count("指向所导入文件夹之外的链接") == 2
    assert written(tmp_path) == ["a.md"]
