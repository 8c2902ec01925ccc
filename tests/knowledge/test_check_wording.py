"""Imported documents still say what their originals say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from knowledge_texts import policy, put

from knowledge.check import check
from knowledge.importing import import_paths
from knowledge.settings import Settings

NOTICE = """绵阳市医疗保障局关于门诊待遇的通知

一、起付标准。职工门诊起付标准为每年200元，
    一年只扣一次。

二、报销比例。三级医院报销比例为百分之五十。

绵阳市医疗保障局

2022年12月5日
"""

Told = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Imports the notice, replaces text in its document and gives severity, key and message of every problem."""

    def run(*changes: tuple[str, str], name: str = "mz.txt", text: str = NOTICE) -> list[tuple[str, str, str]]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        (result,) = import_paths([tmp_path / name], tmp_path / "home" / "documents")
        assert result.error is None and result.document is not None
        path = tmp_path / "home" / "documents" / f"{result.document.id}.md"
        edited = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in edited, edited
            edited = edited.replace(old, new)
        path.write_text(edited, encoding="utf-8")
        found = check(Settings(home=tmp_path / "home", builtin=False))
        return [(p.severity, p.key, p.message) for p in found]

    return run


def test_as_imported(told: Told) -> None:
    """What was just imported says what its original says."""
    assert told() == []


def test_page(told: Told) -> None:
    """A web page is read again through its loader."""
    page = "<html><body><h1>某县参保指南</h1><p>参保人员持身份证到窗口办理登记。</p></body></html>"
    assert told(name="zn.html", text=page) == []
    assert told(("身份证", "户口簿"), name="zn.html", text=page)[0][0] == "error"


@pytest.mark.parametrize(
    "change",
    [
        ("一年只扣一次", "一年扣两次"),
        ("200元", "2000元"),
        ("每年200元，", "每年200元。"),
        ("百分之五十。", "百分之五十。另见细则。"),
    ],
)
def test_changed_words(told: Told, change: tuple[str, str]) -> None:
    """One changed, added or lost word is an error at its clause."""
    ((severity, key, message),) = told(change)
    assert (severity, key[:3], message) == ("error", "mz.", "正文与原文不同")


def test_broken_into_other_lines(told: Told) -> None:
    """White space is no wording."""
    assert told(("百分之五十", "百分之\n五十")) == []


def test_corrections_are_no_wording(told: Told) -> None:
    """Attributes, headings and names are the editors'."""
    assert told(("{#2}", "{#ratio}"), ("# 一、起付标准", "# 门槛费"), ("@tier: tertiary", "@question: 报多少")) == []


def test_place_that_is_wrong(told: Told) -> None:
    """Words that stand elsewhere in the original are right, their place is not: a reminder."""
    found = told(("@span: ", "@span: 1"))
    assert {(s, m) for s, _, m in found} == {("warning", "正文见于原文别处")}
    assert {k for _, k, _ in found} == {"mz.1 @span", "mz.2 @span"}


def test_clause_that_an_editor_split(told: Told) -> None:
    """A clause cut in two without places is proved by its words alone."""
    assert told(("一年只扣一次", "\n\n## {#1b}\n一年只扣一次")) == [("warning", "mz.1 @span", "正文见于原文别处")]


def test_original_that_is_gone(told: Told, tmp_path: Path) -> None:
    """Without the original the wording cannot be proved: a reminder."""
    told()
    (tmp_path / "home" / "originals" / "mz" / "mz.txt").unlink()
    (problem,) = check(Settings(home=tmp_path / "home", builtin=False))
    assert (problem.severity, problem.key) == ("warning", "mz.source")
    assert problem.remedy == "请重新导入原文"


def test_original_that_cannot_be_read(told: Told, tmp_path: Path) -> None:
    """An original that was damaged is an error that names it."""
    told()
    original = tmp_path / "home" / "originals" / "mz" / "mz.txt"
    original.write_bytes(b"\x00\x01\x02" * 99)
    (problem,) = check(Settings(home=tmp_path / "home", builtin=False))
    assert problem.severity == "error" and str(original) in problem.message


def test_own_format(told: Told) -> None:
    """An original that was written in the home's own format is compared clause by clause; a digest is free."""
    text = "---\nid: own\ntitle: 通知\nwording: {}\n---\n\n# 起付 {{#a}}\n@span: 3-9\n\n每年200元。\n"
    change = ("200元", "300元")
    assert told(name="own.md", text=text.format("original")) == []
    assert [s for s, *_ in told(change, name="own.md", text=text.format("original"))] == ["error"]
    assert told(change, name="own.md", text=text.format("digest")) == []


def test_written_by_hand(tmp_path: Path) -> None:
    """A document that was never imported has no original to be compared with."""
    put(tmp_path, policy("own", "甲。"))
    assert check(Settings(home=tmp_path, builtin=False)) == []
