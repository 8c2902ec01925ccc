"""A generation is built from exactly these files; an imported original takes the shipped digest's place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from knowledge_texts import policy, put

from knowledge.document import Document
from knowledge.errors import DocumentError, RuleError
from knowledge.home import Home
from knowledge.library import read_library

NATIONAL = {"national-numbers"}


def test_everything_shipped(tmp_path: Path, package: Path, shipped: dict[str, Document]) -> None:
    """With nothing of its own a home has the shipped documents and rules."""
    library = read_library(Home(tmp_path), builtin=True)
    assert library.documents == shipped
    assert library.rule_files == tuple(sorted((package / "rules").glob("*.yaml")))
    assert library.superseded == set()


def test_builtin_off(tmp_path: Path) -> None:
    """Without the shipped local documents and rules only national documents and the home's own files stay."""
    put(tmp_path, policy("own", "甲。", region="510704"))
    library = read_library(Home(tmp_path), builtin=False)
    assert set(library.documents) == NATIONAL | {"own"}
    assert library.rule_files == ()


def test_own_rules_stay(tmp_path: Path, package: Path) -> None:
    """The home's own rule files count with or without the shipped ones."""
    (tmp_path / "rules").mkdir()
    own = tmp_path / "rules" / "510704.own.yaml"
    shutil.copy(package / "rules" / "510700.employee-outpatient.yaml", own)
    assert read_library(Home(tmp_path), builtin=False).rule_files == (own,)
    shipped = sorted((package / "rules").glob("*.yaml"))
    assert sorted(read_library(Home(tmp_path), builtin=True).rule_files) == sorted([own, *shipped])


def test_one_id_twice(tmp_path: Path) -> None:
    """Two files with one id are refused, the second one is named."""
    put(tmp_path, policy("own", "甲。"))
    (tmp_path / "documents" / "z.md").write_text(policy("own", "乙。"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"z\.md: 文档编号 own 已被另一个文件使用；请换一个 id"):
        read_library(Home(tmp_path), builtin=False)


def test_id_of_a_shipped_document(tmp_path: Path) -> None:
    """An id of a shipped document is free for the home's own only where the shipped ones are left out."""
    put(tmp_path, policy("qinan-notice-2018", "甲。"))
    with pytest.raises(DocumentError, match=r"documents/qinan-notice-2018\.md: 文档编号"):
        read_library(Home(tmp_path), builtin=True)
    assert "qinan-notice-2018" in read_library(Home(tmp_path), builtin=False).documents


def test_one_rule_file_name_twice(tmp_path: Path, package: Path) -> None:
    """A rule file with the name of a shipped one is refused: in a generation they would be one file."""
    (tmp_path / "rules").mkdir()
    shutil.copy(package / "rules" / "510700.employee-outpatient.yaml", tmp_path / "rules")
    with pytest.raises(RuleError, match=r"510700\.employee-outpatient\.yaml: 另一个规则文件已用这个文件名；请改名"):
        read_library(Home(tmp_path), builtin=True)


def test_broken_file_is_named(tmp_path: Path) -> None:
    """A file that cannot be read stops with its name and line."""
    put(tmp_path, policy("own", "甲。", regoin="510704"))
    with pytest.raises(DocumentError, match=r"documents/own\.md:5: 文头 regoin：不认识的键"):
        read_library(Home(tmp_path), builtin=False)


def test_hidden_files_beside_the_word_lists(tmp_path: Path) -> None:
    """What an editor's program leaves beside a word list while it is open is no word list, and changes no digest."""
    (tmp_path / "words").mkdir()
    for name in ("policy.txt", ".policy.txt.swp"):
        (tmp_path / "words" / name).write_text("惠民宝\n", encoding="utf-8")
    taken = read_library(Home(tmp_path), builtin=False).files
    assert [name for name in taken if name.startswith("words/")] == ["words/policy.txt"]


def test_digests_follow_the_files(tmp_path: Path) -> None:
    """Every document, rule and word list has a digest that changes with its content only."""
    put(tmp_path, policy("own", "甲。"))
    before = read_library(Home(tmp_path), builtin=True).digests
    assert {"documents/own.md", "shipped/rules/510700.employee-outpatient.yaml", "shipped/words/said.yaml"} <= set(
        before
    )
    assert read_library(Home(tmp_path), builtin=True).digests == before
    put(tmp_path, policy("own", "乙。"))
    after = read_library(Home(tmp_path), builtin=True).digests
    assert {name for name in after if after[name] != before[name]} == {"documents/own.md"}


SAME = {"title": "关于做好工作的通知", "issuer": "医保局", "published": "2023-01-01"}


@pytest.mark.parametrize(
    ("digest", "original", "superseded"),
    [
        ({"document_number": "绵医保发〔2023〕1号"}, {"document_number": "绵医保发〔2023〕1号"}, True),
        ({"document_number": "绵医保发〔2023〕1号"}, {"document_number": "绵医保发〔2023〕2号"}, False),
        (SAME, SAME, True),
        (SAME, SAME | {"published": "2023-01-02"}, False),
        (SAME, SAME | {"issuer": "民政局"}, False),
        (SAME, SAME | {"title": "关于做好另一项工作的通知"}, False),
        ({}, {}, False),
    ],
)
def test_superseded(tmp_path: Path, digest: dict[str, str], original: dict[str, str], superseded: bool) -> None:
    """A digest gives way to an original of the same 文号, or of the same title, issuer and date."""
    put(tmp_path, policy("short", "甲。", wording="digest", **digest), policy("long", "甲。", **original))
    assert read_library(Home(tmp_path), builtin=False).superseded == ({"short"} if superseded else set())


def test_only_an_original_supersedes(tmp_path: Path) -> None:
    """Two digests of one text, or two originals, do not take each other's place."""
    for wording in ("digest", "original"):
        put(tmp_path, *(policy(name, "甲。", wording=wording, **SAME) for name in ("one", "two")))
        assert read_library(Home(tmp_path), builtin=False).superseded == set()


def test_original_of_a_shipped_digest(tmp_path: Path, shipped: dict[str, Document]) -> None:
    """The original of a shipped digest, imported under an id of its own, supersedes it alone."""
    number = shipped["national-numbers"].header.document_number
    put(tmp_path, policy("original", "甲。", document_number=str(number), region="全国"))
    assert read_library(Home(tmp_path), builtin=True).superseded == {"national-numbers"}
