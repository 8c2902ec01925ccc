"""Ending a document: its norms stop answering after the day, its facts stay."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import built, open_current, policy, put, silent

from knowledge.benefit import calculate, load_rules
from knowledge.build import build
from knowledge.check import check
from knowledge.clause import Clause
from knowledge.document import Header, read_document
from knowledge.errors import DocumentError, InputError
from knowledge.home import Home
from knowledge.importing import import_paths
from knowledge.layout import layout_of
from knowledge.library import Library, read_library
from knowledge.retired import Retirement, ended_with_clauses, read_retired, successions, write_retired
from knowledge.retiring import Retired, retire_document

TODAY = date(2024, 5, 20)
SHIPPED = "youxian-interview-2023"


def retire(home: Path, id_: str, on: str | None = None, by: str | None = None, *, builtin: bool = False) -> Retired:
    """Retire in a home."""
    day = date.fromisoformat(on) if on else None
    return retire_document(Home(home), library(home, builtin), id_, on=day, superseded_by=by, today=TODAY)


def library(home: Path, builtin: bool = False) -> Library:
    """What the home holds."""
    return read_library(Home(home), builtin=builtin)


def test_home_document(tmp_path: Path) -> None:
    """The header gets the day, norms end with it, facts stay, and no other line changes."""
    text = policy(
        "own", "@question: 怎么办\n\n甲。", "@nature: fact\n@period: 2023\n\n乙。", published="2023-01-01"
    ).replace("published:", "# 由张三整理\npublished:")
    put(tmp_path, text)
    done = retire(tmp_path, "own", "2024-01-31")
    path = tmp_path / "documents" / "own.md"
    assert done == Retired("own", date(2024, 1, 31), None, path)
    after = path.read_text(encoding="utf-8")
    assert after == text.replace("published: 2023-01-01\n", "published: 2023-01-01\neffective_to: 2024-01-31\n")
    norm, fact = read_document(path).clauses
    assert [norm.in_force(day) for day in (date(2024, 1, 31), date(2024, 2, 1))] == [True, False]
    assert fact.in_force(date(2030, 1, 1))


def test_clauses_with_days_of_their_own(tmp_path: Path) -> None:
    """A clause that would last longer ends with the document, one that ends sooner keeps its day."""
    put(
        tmp_path,
        policy(
            "own", "@to: 2030-12-31\n\n甲。", "@to: 2023-06-30\n\n乙。", "@to: null\n\n丙。", effective_to="2029-12-31"
        ),
    )
    retire(tmp_path, "own", "2024-01-31")
    ends = [str(c.effective_to) for c in library(tmp_path).documents["own"].clauses]
    assert ends == ["2024-01-31", "2023-06-30", "2024-01-31"]


def test_again(tmp_path: Path) -> None:
    """A day given once more replaces the first; the header holds one."""
    put(tmp_path, policy("own", "甲。"))
    retire(tmp_path, "own", "2024-01-31")
    retire(tmp_path, "own", "2024-03-31")
    assert (tmp_path / "documents" / "own.md").read_text(encoding="utf-8").count("effective_to") == 1
    assert library(tmp_path).documents["own"].header.effective_to == date(2024, 3, 31)


def test_shipped_document(tmp_path: Path) -> None:
    """A shipped document is ended in the home alone: norms with the day, facts not at all."""
    before = library(tmp_path, True)
    done = retire(tmp_path, SHIPPED, "2023-12-31", builtin=True)
    assert done.file == tmp_path / "retired.yaml"
    after = library(tmp_path, True)
    norms = [c for c in after.documents[SHIPPED].clauses if c.nature == "norm"]
    assert norms and all(c.effective_to and c.effective_to <= date(2023, 12, 31) for c in norms)
    facts = [c for c in after.documents[SHIPPED].clauses if c.nature == "fact"]
    assert facts and facts == [c for c in before.documents[SHIPPED].clauses if c.nature == "fact"]
    assert {k for k in after.digests if after.digests[k] != before.digests.get(k)} == {"retired.yaml"}
    assert library(tmp_path / "other", True).documents == before.documents


def test_left_out_shipped_document(tmp_path: Path) -> None:
    """An entry for a shipped document that is left out here does no harm; one for nobody is refused."""
    retire(tmp_path, SHIPPED, "2023-12-31", builtin=True)
    assert SHIPPED not in library(tmp_path).documents
    (tmp_path / "retired.yaml").write_text("nobody: {effective_to: 2023-12-31}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"retired\.yaml:1: 没有随产品发布的文档 nobody"):
        library(tmp_path)


def test_superseded_by(tmp_path: Path) -> None:
    """What takes its place gives the day, the one before it begins, and names the old one in its header."""
    put(tmp_path, policy("old", "甲。", published="2020-01-01"), policy("new", "乙。", effective_from="2024-01-01"))
    assert retire(tmp_path, "old", by="new").effective_to == date(2023, 12, 31)
    documents = library(tmp_path).documents
    assert (documents["old"].header.effective_to, documents["new"].header.supersedes) == (date(2023, 12, 31), "old")
    put(tmp_path, policy("older", "丙。"))
    retire(tmp_path, "older", by="new")
    assert library(tmp_path).documents["new"].header.supersedes == "old、older"


def test_superseded_by_one_that_names_a_longer_id(tmp_path: Path) -> None:
    """An id that only begins another one is not named by it."""
    put(tmp_path, policy("own", "甲。"), policy("new", "乙。", effective_from="2024-01-01", supersedes="own-2"))
    retire(tmp_path, "own", by="new")
    assert library(tmp_path).documents["new"].header.supersedes == "own-2、own"


def test_later_than_the_succession(tmp_path: Path) -> None:
    """A day later than the one before what supersedes it begins is the last day of every norm."""
    put(tmp_path, policy("own", "@to: 2030-12-31\n\n甲。", published="2020-01-01"))
    put(tmp_path, policy("new", "乙。", effective_from="2023-01-01", supersedes="own"))
    retire(tmp_path, "own", "2023-03-31")
    assert [str(c.effective_to) for c in library(tmp_path).documents["own"].clauses] == ["2023-03-31"]


def test_default_day(tmp_path: Path) -> None:
    """Without a day a document ends today."""
    put(tmp_path, policy("own", "甲。"), policy("new", "乙。"))
    assert retire(tmp_path, "own").effective_to == TODAY
    assert retire(tmp_path, "own", by="new").effective_to == TODAY


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nobody",), "没有编号为 nobody 的文档；可用的文档见 hotline knowledge list"),
        (("own", "2024-01-31", "nobody"), "没有编号为 nobody 的文档"),
        ((SHIPPED,), f"没有编号为 {SHIPPED} 的文档"),
        (("own", "2024-01-31", "own"), "不能由自己取代"),
        (("own", "2022-12-31"), "own 自 2023-01-01 起施行，晚于终止日 2022-12-31"),
        (("late", "2023-06-30"), r"条款 late\.c1 自 2024-01-01 起才施行，晚于终止日"),
    ],
)
def test_refused(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    """Unknown ids and days before the beginning are refused, and nothing is written."""
    put(tmp_path, policy("own", "甲。", published="2023-01-01"), policy("late", "@from: 2024-01-01\n\n乙。"))
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.*")}
    with pytest.raises(InputError, match=says):
        retire(tmp_path, *arguments)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.*")} == before


def test_rules_end_with_their_clauses(tmp_path: Path, package: Path) -> None:
    """What is computed from an ended document ends with it, while days before are computed as ever."""
    example = package.parent / "docs" / "example"
    rule_id = "510822.employee-outpatient"
    import_paths([example / "demo-2024.txt", example / f"{rule_id}.yaml"], tmp_path / "documents", builtin=False)
    settings = built(tmp_path)
    case = {"status": "active", "tier": "tertiary", "amount": "1300"}

    def outcomes() -> list[str]:
        rule = open_current(Home(tmp_path)).rules[rule_id]
        return [calculate(rule, case, date(2024, 12, 31)).outcome, calculate(rule, case, date(2025, 1, 1)).outcome]

    assert outcomes() == ["complete", "complete"]
    retire(tmp_path, "demo-2024", "2024-12-31")
    build(settings, silent, publish=True)
    assert outcomes() == ["complete", "not_in_force"]
    assert check(settings) == []


def test_an_ended_value_does_not_bring_back_the_one_before(tmp_path: Path) -> None:
    """Where the newer value has ended nothing holds, not the older one again."""
    given = library(tmp_path, True)
    rule = load_rules(given.rule_files, given.clauses)["510700.employee-outpatient"]
    cap = rule.parameters["cap"]
    old, new = cap.values[0], cap.values[0].model_copy(update={"from_": date(2024, 1, 1), "clause": "new.c1"})
    rule = rule.model_copy(update={"parameters": {"cap": cap.model_copy(update={"values": (old, new)})}})
    clause = Clause(id="new.c1", document_id="new", text="甲", effective_to=date(2024, 12, 31))
    after = ended_with_clauses(rule, {**given.clauses, clause.id: clause}).parameters["cap"]
    found = [after.on(day) for day in (date(2023, 12, 31), date(2024, 12, 31), date(2025, 1, 1))]
    assert [value and value.clause for value in found] == [old.clause, "new.c1", None]


def test_list_round_trip(tmp_path: Path) -> None:
    """The list of ended documents is read as it was written; a broken one is named with the line."""
    path = tmp_path / "retired.yaml"
    ended = {"a": Retirement(effective_to=TODAY), "b": Retirement(effective_to=TODAY, superseded_by="c")}
    path.write_text(write_retired(ended), encoding="utf-8")
    assert read_retired(path) == ended
    path.write_text("a:\n  effective_to: 2024-05-20\nb:\n  effective_too: 2024-05-20\n", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"retired\.yaml:3: b\.effective_to 不能用"):
        read_retired(path)


def test_layout() -> None:
    """Header keys, clauses and attributes are found on their lines; what looks like one in a text is not."""
    text = policy("own", "@to: 2030-12-31\n\n甲。\n\n@from: 这是正文", "乙。", region="510704")
    layout = layout_of(text)
    lines = text.split("\n")
    assert {key: lines[at - 1] for key, at in layout.items()} == {
        ("", "id"): "id: own", ("", "title"): "title: own", ("", "wording"): "wording: original", ("", "region"): "region: 510704",
        ("c1", ""): "## 第1条 {#c1}", ("c1", "to"): "@to: 2030-12-31", ("c2", ""): "## 第2条 {#c2}",
    }  # fmt: skip


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The command writes, says what is left to do, and refuses unknown ids with 2."""
    from assistant.cli import run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    put(tmp_path, policy("own", "甲。"), policy("new", "乙。"))
    assert run(["knowledge", "retire", "own", "--on", "2024-01-31", "--superseded-by", "new"]) == 0
    assert capsys.readouterr().out == (
        f"own 的规定到 2024-01-31 止，由 new 取代（已写入 {tmp_path}/documents/own.md）。运行 hotline knowledge build 后生效。\n"
    )
    assert run(["knowledge", "retire", SHIPPED, "--on", "2023-12-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "id": SHIPPED, "effective_to": "2023-12-31", "superseded_by": None, "file": f"{tmp_path}/retired.yaml",
    }  # fmt: skip
    assert run(["knowledge", "retire", "nobody"]) == 2
    assert "没有编号为 nobody 的文档" in capsys.readouterr().err


def header(id_: str, **more: object) -> Header:
    """A header of this id."""
    return Header.model_validate({"id": id_, "title": id_, **more})


@pytest.mark.parametrize("named", ["old", "older、old", "县政发〔2020〕1号", "old，older"])
def test_a_document_that_another_supersedes_ends_the_day_before(named: str) -> None:
    """Named by id or by document number, alone or among others, it ends where the newer one begins."""
    old = header("old", document_number="县政发〔2020〕1号")
    new = header("new", supersedes=named, effective_from="2024-07-01")
    assert successions([old, new]) == {"old": date(2024, 6, 30)}


def test_no_succession_without_a_day_or_against_a_day_of_its_own() -> None:
    """A last day that the document names itself stands; a newer one without any day ends nothing."""
    new = header("new", supersedes="old", published="2024-07-01")
    assert successions([header("old", effective_to="2024-12-31"), new]) == {}
    assert successions([header("old"), header("new", supersedes="old")]) == {}
    assert successions([header("old"), new, header("newer", supersedes="old", published="2025-01-01")]) == {
        "old": date(2024, 6, 30)
    }
