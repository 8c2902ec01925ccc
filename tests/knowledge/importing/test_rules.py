"""Rule files come in with the documents whose clauses prove them."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge
from knowledge.home import Home
from knowledge.importing import ImportResult, import_paths
from knowledge.library import read_library

EXAMPLE = Path(knowledge.__file__).parent.parent / "docs" / "example"
RULE, NOTICE = EXAMPLE / "510822.employee-outpatient.yaml", EXAMPLE / "demo-2024.txt"


def bring(home: Path, *paths: Path, builtin: bool = False) -> list[ImportResult]:
    """Import into a home."""
    return import_paths(paths, home / "documents", builtin=builtin)


def changed(folder: Path, old: str, new: str, name: str = "rule.yaml") -> Path:
    """A copy of the example rule with one change."""
    text = RULE.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = folder / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_rule_and_its_document_together(tmp_path: Path) -> None:
    """Whatever their order, a rule is proved against the clauses of the same import, and stored under its id."""
    rule, document = bring(tmp_path, RULE, NOTICE)
    assert (rule.error, rule.kind, rule.state) == (None, "rule", "new")
    assert (document.kind, document.state) == ("document", "new")
    target = tmp_path / "rules" / "510822.employee-outpatient.yaml"
    assert target.read_bytes() == RULE.read_bytes()
    assert read_library(Home(tmp_path), builtin=False).rule_files == (target,)
    assert [r.state for r in bring(tmp_path, RULE, NOTICE)] == ["same", "same"]


def test_stored_under_its_id(tmp_path: Path) -> None:
    """A file of any name becomes the file of the rule's id; a changed one takes its place and leaves a copy."""
    bring(tmp_path, NOTICE, changed(tmp_path, "id:", "id:", "任意 名称.yaml"))
    (result,) = bring(tmp_path, changed(tmp_path, "title: 职工医保普通门诊统筹", "title: 门诊"))
    assert (result.state, result.rule and result.rule.title) == ("changed", "门诊")
    rules = tmp_path / "rules"
    assert [p.name for p in rules.glob("*.yaml")] == [RULE.name]
    assert [p.read_bytes() for p in (rules / "replaced").iterdir()] == [RULE.read_bytes()]


def test_held_under_another_name(tmp_path: Path) -> None:
    """A rule that lies in the home under a name of its own is replaced there."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_bytes(RULE.read_bytes())
    result = bring(tmp_path, NOTICE, changed(tmp_path, "title: 职工医保普通门诊统筹", "title: 门诊"))[1]
    assert result.state == "changed"
    assert [p.name for p in (tmp_path / "rules").glob("*.yaml")] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "clause: demo-2024.1",
            "clause: demo-2024.9",
            "parameters.deductible.values[0].clause: 没有条款“demo-2024.9”；请",
        ),
        (
            "quote: 在职职工每年300元",
            "quote: 在职职工每年400元",
            "parameters.deductible.values[0].quote: “在职职工每年400元",
        ),
        ("{active: 300, retired: 200}", "{active: 310, retired: 200}", "读不出 310；请"),
        ("expect: {fund: 550, self: 750}", "expect: {fund: 551, self: 749}", "examples.在职、三级医院: "),
        ("period: calendar_year", "perod: calendar_year", "请"),
        ("id: 510822", "id: [510822", "请"),
    ],
)
def test_refused_rule(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A rule that does not hold is refused with file, key and remedy; the document beside it comes in."""
    path = changed(tmp_path, old, new)
    document, rule = bring(tmp_path / "home", NOTICE, path)
    assert document.error is None
    assert rule.error is not None and rule.error.startswith(f"{path}: ") and says in rule.error
    assert rule.error.count(str(path)) == 1
    assert not (tmp_path / "home" / "rules").exists()


def test_without_its_document(tmp_path: Path) -> None:
    """A rule whose clauses nobody knows is refused."""
    (result,) = bring(tmp_path, RULE)
    assert result.error is not None and "没有条款“demo-2024.1”" in result.error


def test_not_utf8(tmp_path: Path) -> None:
    """A rule in another encoding is refused, not guessed."""
    path = tmp_path / "rule.yml"
    path.write_bytes(RULE.read_text(encoding="utf-8").encode("gb18030"))
    assert bring(tmp_path, path)[0].error == f"{path}: 不是 UTF-8 文本；请另存为 UTF-8 编码"


def test_one_rule_twice(tmp_path: Path) -> None:
    """Two files with one rule in one import: the second is refused."""
    results = bring(tmp_path, NOTICE, RULE, changed(tmp_path, "title: 职工医保普通门诊统筹", "title: 门诊"))
    assert [r.error is None for r in results] == [True, True, False]


def test_id_of_a_shipped_rule(tmp_path: Path, package: Path) -> None:
    """A shipped rule is not replaced; without the shipped ones its id is free."""
    shipped = package / "rules" / "510700.employee-outpatient.yaml"
    copy = tmp_path / "rule.yaml"
    copy.write_bytes(shipped.read_bytes())
    (result,) = bring(tmp_path, copy, builtin=True)
    assert result.error is not None and "随产品发布的规则已用“510700.employee-outpatient”" in result.error
    bare = import_paths(
        [package / "documents" / "youxian-interview-2023.md", copy], tmp_path / "documents", builtin=False
    )
    assert [r.error for r in bare] == [None, None]


def test_document_that_breaks_a_rule(tmp_path: Path) -> None:
    """A new version that no longer bears out a rule of the home says which, and where."""
    bring(tmp_path, NOTICE, RULE)
    path = tmp_path / "demo-2024.txt"
    path.write_text(NOTICE.read_text(encoding="utf-8").replace("每年300元", "每年500元"), encoding="utf-8")
    (result,) = bring(tmp_path, path)
    told = [w for w in result.warnings if w.startswith("规则文件 ")]
    assert len(told) == 1
    assert f"{tmp_path}/rules/{RULE.name} 不再成立（parameters.deductible.values[0].quote" in told[0]
    fixed = tmp_path / "rule.yaml"
    text = RULE.read_text(encoding="utf-8").replace(
        "demo-2024.1\n        quote: 在职职工每年300元", "demo-2024.1\n        quote: 在职职工每年500元"
    )
    fixed.write_text(text.replace("{active: 300,", "{active: 500,"), encoding="utf-8")
    assert "examples." in str(bring(tmp_path, fixed)[0].error)
