"""Headers and dates: what contradicts itself, what is due, what stands twice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from knowledge_texts import policy, put

from knowledge.check import check
from knowledge.settings import Settings

TODAY = date(2023, 6, 1)


def keys(home: Path, *documents: str) -> list[tuple[str, str]]:
    """Severity and key of every problem of a home that holds these documents."""
    put(home, *documents)
    return [(p.severity, p.key) for p in check(Settings(home=home, builtin=False), today=TODAY)]


def test_name_of_the_file(tmp_path: Path) -> None:
    """A file that is not named as its document is a reminder."""
    put(tmp_path)
    (tmp_path / "documents" / "other.md").write_text(policy("own", "甲。"), encoding="utf-8")
    assert keys(tmp_path) == [("warning", "own.id")]


def test_superseded_id(tmp_path: Path) -> None:
    """A document that names an unknown one as superseded is a reminder; a known id or a 文号 is none."""
    assert keys(tmp_path, policy("own", "甲。", supersedes="old-notice")) == [("warning", "own.supersedes")]
    assert keys(tmp_path, policy("own", "甲。", supersedes="绵医保发〔2020〕1号")) == []
    assert keys(tmp_path, policy("own", "甲。", supersedes="old-notice"), policy("old-notice", "乙。")) == []


def test_header_days(tmp_path: Path) -> None:
    """A document that ends before it begins is an error, one of tomorrow a reminder."""
    reversed_ = policy("own", "@nature: fact\n\n甲。", effective_from="2023-02-01", effective_to="2023-01-31")
    assert ("error", "own.effective_to") in keys(tmp_path, reversed_)
    assert keys(tmp_path, policy("own", "甲。", published="2023-06-02")) == [("warning", "own.published")]
    assert keys(tmp_path, policy("own", "甲。", published="2023-06-01")) == []


@pytest.mark.parametrize(("review_by", "due"), [("2023-05-31", True), ("2023-06-01", False)])
def test_review(tmp_path: Path, review_by: str, due: bool) -> None:
    """A document is due the day after its review day."""
    found = keys(tmp_path, policy("own", "甲。", review_by=review_by))
    assert found == ([("warning", "own.review_by")] if due else [])


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (60, True), (61, False)])
def test_ends_soon(tmp_path: Path, days: int, told: bool) -> None:
    """Norms that end within 60 days are one reminder at the header; facts and those already over are none."""
    end = str(TODAY + timedelta(days=days))
    found = keys(tmp_path, policy("own", "甲。", "乙。", "@nature: fact\n\n丙。", effective_to=end))
    assert found == ([("warning", "own.effective_to")] if told else [])


def test_one_clause_ends_soon(tmp_path: Path) -> None:
    """A clause with an end of its own is named itself."""
    assert keys(tmp_path, policy("own", "甲。", "@to: 2023-06-30\n\n乙。")) == [("warning", "own.c2 @to")]


def test_region_of_a_clause(tmp_path: Path) -> None:
    """A clause of the city above or of a place inside is right, one of another city a reminder."""
    clauses = [f"@region: {code}\n\n{code}。" for code in ("510700", "100000", "510704", "620522")]
    assert keys(tmp_path, policy("own", *clauses, region="510704")) == [("warning", "own.c4 @region")]


SAME = {"title": "关于做好工作的通知", "issuer": "医保局", "published": "2023-01-01"}


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ({"document_number": "绵医保发〔2023〕1号"}, {"document_number": "绵医保发〔2023〕1号"}, "b.document_number"),
        ({"document_number": "绵医保发〔2023〕1号"}, {"document_number": "绵医保发〔2023〕2号"}, None),
        (SAME, SAME, "b.title"),
        (SAME, SAME | {"published": "2023-01-02"}, None),
        (SAME, SAME | {"wording": "digest"}, None),
        (SAME, SAME | {"kind": "news"}, None),
        ({"title": "通知"}, {"title": "通知"}, None),
    ],
)
def test_one_document_twice(tmp_path: Path, one: dict[str, str], other: dict[str, str], key: str | None) -> None:
    """Two of one 文号, or of one title, issuer and day, are an error; a digest or a news item beside is none."""
    found = keys(tmp_path, policy("a", "甲。", **one), policy("b", "乙。", **other))
    assert found == ([("error", key)] if key else [])


def test_same_title_without_a_day(tmp_path: Path) -> None:
    """Where no day is known the words decide whether two documents of one title are one."""
    assert keys(tmp_path, policy("a", "甲。", "乙。", title="通知"), policy("b", "甲。", "丙。", title="通知")) == [
        ("error", "b.title")
    ]


def test_original_that_repeats_itself(tmp_path: Path) -> None:
    """What an imported original says twice under one heading is only a reminder."""
    spans = ["@span: 0-2\n\n甲。", "@span: 2-4\n\n甲。"]
    text = policy("own", *spans).replace("## 第2条 {#c2}", "## 第1条 {#c2}")
    assert ("warning", "own.c2") in keys(tmp_path, text)
    assert ("error", "own.c2") not in keys(tmp_path, text)
