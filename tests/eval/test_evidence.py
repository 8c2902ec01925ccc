"""From spans and sentences of a source to the clauses that answer."""

from pathlib import Path
from typing import Any

import pytest

from eval.evidence import Evidence, touched
from eval.suite import Case
from knowledge.clause import Clause, Span

TEXT = "第一句。第二句有数字200元。第三句没有条款。\n"


def case(**fields: Any) -> Case:
    """A case with evidence in source 009."""
    return Case.model_validate({"id": "a", "turns": ["问"], "expect": ["answer"], "source": "009"} | fields)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a source text and the coverage table of its digest."""
    (tmp_path / "009_ab.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "009.yaml").write_text(
        "source: 009_ab.txt\nsha256: x\ndigest: d\nsentences:\n  1: [one]\n  2: [one, two]\n  3: 寒暄\n",
        encoding="utf-8",
    )
    return tmp_path


def test_a_span_leads_to_the_digest_clauses(folder: Path) -> None:
    """With the source at hand a span is enough."""
    evidence = Evidence.shipped(folder, folder)
    start = TEXT.index("200元")
    assert touched(TEXT, Span(start=start, end=start + 4)) == (2,)
    assert evidence.clauses(case(evidence=[f"{start}-{start + 4}"])) == frozenset({"d.one", "d.two"})


def test_sentence_numbers_do_without_the_source(folder: Path, tmp_path: Path) -> None:
    """Where the source is not at hand the stored sentence numbers lead to the same clauses."""
    evidence = Evidence.shipped(folder, tmp_path / "none")
    assert evidence.clauses(case(evidence=[{"at": "4-14", "sentences": ["2"]}])) == frozenset({"d.one", "d.two"})
    assert evidence.clauses(case(evidence=["4-14"])) is None


def test_a_sentence_that_was_left_out_is_a_miss(folder: Path) -> None:
    """Evidence that no clause holds gives an empty set, which every search misses."""
    assert Evidence.shipped(folder, folder).clauses(case(evidence=[{"at": "15-22", "sentences": ["3"]}])) == frozenset()


def test_an_imported_original_is_found_by_its_spans(folder: Path) -> None:
    """In an imported source a clause answers when its span shares a character with the evidence."""
    clauses = [
        Clause(id="o.1", document_id="o", text="第一句。", span=Span(start=0, end=4)),
        Clause(id="o.2", document_id="o", text="第二句有数字200元。", span=Span(start=4, end=15)),
    ]
    evidence = Evidence({}, {"009": clauses}, sources=folder)
    assert evidence.clauses(case(evidence=["4-8"])) == frozenset({"o.2"})
    assert evidence.clauses(case(evidence=["3-5"])) == frozenset({"o.1", "o.2"})


def test_clauses_that_an_editor_names_come_first(folder: Path) -> None:
    """`cite` says the right clauses itself; a case without evidence has none to find."""
    evidence = Evidence.shipped(folder, folder)
    assert evidence.clauses(case(cite=["d.x"], evidence=[{"at": "1-2", "sentences": ["1"]}])) == frozenset({"d.x"})
    assert evidence.clauses(case()) is None
    assert evidence.clauses(case(source="010", evidence=["1-2"])) is None
