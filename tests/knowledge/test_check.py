"""`check` finds what must not be in the knowledge, one line for each."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import policy, put

from knowledge.check import check
from knowledge.settings import Settings


def problems(home: Path, *documents: str) -> list[str]:
    """What is wrong with a home that holds these documents."""
    put(home, *documents)
    return [str(problem) for problem in check(Settings(home=home, builtin=False))]


def test_shipped_knowledge(tmp_path: Path) -> None:
    """Nothing is wrong with the shipped knowledge."""
    assert check(Settings(home=tmp_path, builtin=True)) == []


def test_nothing_wrong(tmp_path: Path) -> None:
    """A good document has no problem; equal texts in two documents are none."""
    assert problems(tmp_path, policy("a", "甲。", "乙。"), policy("b", "甲。")) == []


def test_same_text_twice(tmp_path: Path) -> None:
    """Two clauses of one document with the same text are named."""
    assert problems(tmp_path, policy("own", "甲。", "乙。", "甲。")) == [
        f"{tmp_path}/documents/own.md:11: own.c3：正文与 own.c1 相同；请删去一条"
    ]


def test_days_reversed(tmp_path: Path) -> None:
    """A clause that ends before it begins is named with both days; one that lasts a day is right."""
    wrong = "@from: 2023-02-01\n@to: 2023-01-31\n\n甲。"
    right = "@from: 2023-02-01\n@to: 2023-02-01\n\n乙。"
    assert problems(tmp_path, policy("own", wrong, right)) == [
        f"{tmp_path}/documents/own.md:9: own.c1 @to：起始日 2023-02-01 晚于终止日 2023-01-31；请改正其一"
    ]


@pytest.mark.parametrize("phone", ["0816-234567", "010-123456789", "028123456"])
def test_wrong_phone(tmp_path: Path, phone: str) -> None:
    """A phone that cannot be dialled is named."""
    told = problems(tmp_path, policy("own", f"电话{phone}。"))
    assert len(told) == 1
    assert told[0].startswith(f"{tmp_path}/documents/own.md:7: own.c1：电话 0")
    assert told[0].endswith("位；请核对")


@pytest.mark.parametrize(
    "text", ["0816-2345678", "010-12345678", "02812345678", "0816-12345", "13800138000", "400-123-4567", "2023-01-05"]
)
def test_right_phone(tmp_path: Path, text: str) -> None:
    """A phone that can be dialled, a hotline of another place or a date is no problem."""
    assert problems(tmp_path, policy("own", f"电话{text}。")) == []


def test_unreadable_document(tmp_path: Path) -> None:
    """A document that cannot be read is one line with file and line."""
    told = problems(tmp_path, policy("own", "甲。", kind="通知"))
    assert told == [
        f"{tmp_path}/documents/own.md:5: 文头 kind：“通知”不在可用值之内：policy、notice、interview、news、report"
    ]


def test_example_of_a_rule(tmp_path: Path, package: Path) -> None:
    """A rule whose worked example comes to another amount is named with the example."""
    (tmp_path / "rules").mkdir()
    text = (package / "rules" / "510700.employee-outpatient.yaml").read_text(encoding="utf-8")
    assert "expect: {fund: 700, self: 900}" in text
    wrong = text.replace("expect: {fund: 700, self: 900}", "expect: {fund: 701, self: 899}")
    (tmp_path / "rules" / "own.yaml").write_text(wrong, encoding="utf-8")
    put(tmp_path)
    shutil.copy(package / "documents" / "youxian-interview-2023.md", tmp_path / "documents")
    told = list(map(str, check(Settings(home=tmp_path, builtin=False))))
    assert len(told) == 1
    key = "examples.在职、三级医院、今年第一次"
    assert told[0].startswith(f"{tmp_path}/rules/own.yaml: {key}：例子“在职、三级医院、今年第一次”不对：")
    assert "701" in told[0]


def test_rule_without_its_clauses(tmp_path: Path, package: Path) -> None:
    """A rule that quotes clauses which are not there is one line with its file."""
    (tmp_path / "rules").mkdir()
    shutil.copy(package / "rules" / "510700.employee-outpatient.yaml", tmp_path / "rules" / "own.yaml")
    told = problems(tmp_path)
    assert len(told) == 1
    assert told[0].startswith(f"{tmp_path}/rules/own.yaml: parameters.")


def test_all_broken_files_at_once(tmp_path: Path) -> None:
    """One file that cannot be read hides neither another one nor what is wrong with the good ones."""
    told = problems(
        tmp_path, policy("a", "甲。", kind="通知"), policy("b", "甲。", regoin="510704"), policy("c", "甲。", "甲。")
    )
    assert [line.removeprefix(f"{tmp_path}/documents/")[:6] for line in told] == ["a.md:5", "b.md:5", "c.md:9"]


def test_errors_come_first(tmp_path: Path) -> None:
    """Errors stand before reminders, and a reminder says that it is one."""
    put(tmp_path, policy("a", "甲。", review_by="2023-01-01"), policy("b", "甲。", "甲。"))
    found = check(Settings(home=tmp_path, builtin=False), today=date(2023, 6, 1))
    assert [(p.severity, p.key) for p in found] == [("error", "b.c2"), ("warning", "a.review_by")]
    assert (
        str(found[1])
        == f"{tmp_path}/documents/a.md:5: 提醒：a.review_by：复核日 2023-01-01 已过；请核对内容后改写复核日"
    )


def test_fields(tmp_path: Path) -> None:
    """As JSON a problem has its fields, the path as text."""
    put(tmp_path, policy("own", "甲。", "甲。"))
    (found,) = check(Settings(home=tmp_path, builtin=False))
    assert found.as_json() == {
        "severity": "error", "file": f"{tmp_path}/documents/own.md", "line": 9, "key": "own.c2",
        "message": "正文与 own.c1 相同", "remedy": "请删去一条",
    }  # fmt: skip


def test_broken_directory_and_retired(tmp_path: Path) -> None:
    """A hospital directory or a list of ended documents that cannot be used is named with its line."""
    (tmp_path / "hospitals.csv").write_text("名称,等级,地区\n游仙区人民医院,二级,火星\n", encoding="utf-8")
    (tmp_path / "retired.yaml").write_text("nobody:\n  effective_to: 2023-01-31\n", encoding="utf-8")
    told = problems(tmp_path)
    assert told[0].startswith(f"{tmp_path}/hospitals.csv:2: 没有找到地名“火星”")
    assert told[1] == f"{tmp_path}/retired.yaml:1: 没有随产品发布的文档 nobody；请删去这一项"
