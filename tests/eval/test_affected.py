"""Which cases a difference between two generations can touch."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

import knowledge
from eval.affected import Affected, Reason, affected
from eval.evidence import SOURCES, Evidence
from eval.suite import load_suites
from knowledge.clause import Clause, Span
from knowledge.document import read_document

TEXT = "第一句。第二句有数字200元。第三句没有条款。\n"
CASES = """
  - {id: cited, turns: 问, expect: answer, cite: d.one}
  - {id: by-sentence, turns: 问, expect: answer, source: '009', evidence: [{at: 4-15, sentences: [2]}], gate: true}
  - {id: by-span, turns: 问, expect: answer, source: '009', evidence: [4-15]}
  - {id: computed, turns: 问, expect: answer, cite: d.two, calc: 700元}
  - {id: computed-there, turns: 问, expect: answer, region: '510704', calc: 700元}
  - {id: computed-elsewhere, turns: 问, expect: answer, region: '110101', calc: 700元}
  - {id: open-end, turns: 问, expect: no_basis}
"""
ONE, TWO, OTHER = (
    Clause(id=i, document_id="d", text="条文") for i in ("d.one", "d.two", "d.other")
)  # fmt: skip
ALL = {c.id: c for c in (ONE, TWO, OTHER)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An open and a sealed suite over one source, with its coverage table."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "009_ab.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "009.yaml").write_text(
        "source: 009_ab.txt\nsha256: x\ndigest: d\nsentences:\n  1: [one]\n  2: [two]\n  3: 寒暄\n", encoding="utf-8"
    )
    (tmp_path / "suites" / "sealed").mkdir(parents=True)
    (tmp_path / "suites" / "open.yaml").write_text(f"suite: open\nkind: faq\ncases:{CASES}", encoding="utf-8")
    (tmp_path / "suites" / "sealed" / "closed.yaml").write_text(
        "suite: closed\nkind: faq\nsealed: true\ncases:\n"
        "  - {id: secret-case, turns: 密, expect: answer, cite: d.one}\n"
        "  - {id: secret-other, turns: 密, expect: answer, cite: d.other, source: '777'}\n",
        encoding="utf-8",
    )
    return tmp_path


def found(
    folder: Path,
    *clauses: str,
    documents: Collection[str] = (),
    rules: Mapping[str, Collection[str]] | None = None,
    before: Mapping[str, Clause] = ALL,
    after: Mapping[str, Clause] = ALL,
    sources: str = "sources",
) -> Affected:
    """What a difference in these clauses, documents and rules touches."""
    return affected(
        clauses=clauses,
        documents=documents,
        rules=rules or {},
        before=before,
        after=after,
        suites=folder / "suites",
        tables=folder / "tables",
        sources=folder / sources,
    )


def reasons(result: Affected) -> dict[str, tuple[Reason, ...]]:
    """Case id → why."""
    return {case.case: case.reasons for case in result.cases}


def test_cases_of_a_changed_clause_are_named(folder: Path) -> None:
    """A case is touched where it cites a changed clause, or its evidence stands for one."""
    because = (Reason("clause", "d.two"),)
    assert reasons(found(folder, "d.two")) == {"by-sentence": because, "by-span": because, "computed": because}
    assert reasons(found(folder, "d.one")) == {"cited": (Reason("clause", "d.one"),)}


def test_cases_of_a_changed_document_are_named(folder: Path) -> None:
    """A document whose header or standing changed touches every case that rests on one of its clauses."""
    touched = reasons(found(folder, documents=["d"]))
    assert set(touched) == {"cited", "by-sentence", "by-span", "computed"}
    assert touched["cited"] == (Reason("document", "d"),)


def test_cases_that_compute_by_a_changed_rule_are_named(folder: Path) -> None:
    """A computing case is tied to a rule by a clause of the rule, or without evidence by the rule's place."""
    result = found(folder, rules={"510700.x": ["d.two"]})
    because = (Reason("rule", "510700.x"),)
    assert reasons(result) == {"computed": because, "computed-there": because}


def test_sealed_cases_are_only_counted(folder: Path) -> None:
    """Nothing of a sealed suite leaves but the number of its cases that are touched."""
    result = found(folder, "d.one", "d.other")
    assert result.sealed == 2
    assert result.sources_missing == ()
    written = json.dumps(result.as_json(), ensure_ascii=False) + "\n".join(result.lines())
    assert not any(word in written for word in ("secret", "closed", "777"))


def test_what_cannot_be_told_is_counted(folder: Path) -> None:
    """Answerable cases that lead to no clause are counted, so that nobody takes silence for safety."""
    assert found(folder, "d.one").untold == 2


def test_without_the_source_sentence_numbers_and_ids_decide(folder: Path) -> None:
    """A source that is not at hand is named, and cases that need its text are counted as untold."""
    result = found(folder, "d.two", sources="nowhere")
    assert set(reasons(result)) == {"by-sentence", "computed"}
    assert (result.sources_missing, result.untold) == (("009",), 3)
    assert "来源 009 的原文不在手边" in click.unstyle(result.lines()[-1])


def imported(name: str, start: int, end: int, text: str | None = None) -> Clause:
    """A clause of a document imported from the source."""
    return Clause(id=f"o.{name}", document_id="o", text=text or TEXT[start:end], span=Span(start=start, end=end))


def test_an_imported_original_is_tied_by_its_spans(folder: Path) -> None:
    """Where evidence lies in the span of a changed clause that was imported from the source, the case is touched."""
    before = {c.id: c for c in (imported("1", 0, 4), imported("2", 4, 15), imported("3", 15, 23))}
    after = {**before, "o.2": imported("2", 4, 15, "第二句有数字300元。")}
    because = (Reason("clause", "o.2"),)
    assert reasons(found(folder, "o.2", before=before, after=after)) == {"by-sentence": because, "by-span": because}
    assert reasons(found(folder, "o.2", before={}, after=after)) == {"by-sentence": because, "by-span": because}
    assert reasons(found(folder, "o.3", before=before, after=after)) == {}


def test_a_document_of_another_source_is_not_tied(folder: Path) -> None:
    """Spans count in their own source only: another document with the same offsets touches nothing."""
    other = {c.id: c for c in (imported("1", 0, 4, "别的话"), imported("2", 4, 15, "又一句别的话"))}
    assert reasons(found(folder, "o.2", before=other, after=other)) == {}


def test_lines_name_the_case_and_why(folder: Path) -> None:
    """The terminal shows totals first, then a line a case with its reason; a gate is marked."""
    text = [click.unstyle(line) for line in found(folder, "d.two").lines()]
    assert text[0] == "可能受影响的用例：公开 3 例，密封 0 例（密封用例只计数）"
    assert text[1] == "  open by-sentence（门禁）：所依据的条款 d.two 有差别"


@pytest.fixture(scope="session")
def shipped() -> dict[str, Clause]:
    """Every shipped clause by id."""
    documents = (Path(knowledge.__file__).parent / "documents").glob("*.md")
    return {c.id: c for path in sorted(documents) for c in read_document(path).clauses}


def test_the_shipped_suites_are_searched_quickly(shipped: dict[str, Clause]) -> None:
    """Over the shipped suites exactly the open cases that rest on a changed clause are named for it, without a wait."""
    changed = "youxian-interview-2023.outpatient-cap"
    fields: dict[str, Any] = {"documents": (), "rules": {}, "before": shipped, "after": shipped}
    start = time.process_time()
    result = affected(clauses=[changed], **fields)
    # Half a second by itself; the allowance is for a busy machine and the large heap of a whole test run.
    assert time.process_time() - start < 5
    evidence = Evidence.shipped(sources=SOURCES)
    expected = {
        case.id
        for suite in load_suites()
        if not suite.sealed
        for case in suite.cases
        if changed in (evidence.clauses(case) or ())
    }
    assert {c.case for c in result.cases if Reason("clause", changed) in c.reasons} == expected
    assert expected
