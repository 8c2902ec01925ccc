"""Every sentence of the five sources stands in the digest, or a reason says why not."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge
from knowledge.coverage import Coverage, sentences
from knowledge.document import Document, Wording
from knowledge.errors import DocumentError

CHECKOUT = Path(knowledge.__file__).parents[1]
SOURCES = CHECKOUT.parent / "shared" / "sources"
TABLES = sorted((CHECKOUT / "knowledge" / "documents" / "coverage").glob("*.yaml"))

TEXT = "第一条 起付标准200元。第二条 报销60%！\n\n  “如何办理？”打12345；\n***\n完"
TABLE = """\
source: 009_x.txt
sha256: a1b84b4ec7c76f2e92f5a73eb9b21a3b1f4e34d4a29b18b4a3b0e5a1e0e5a1e0
digest: d
sentences:
  1-2: [a, b]
  3: [b]
  4: 只有电话
  5: 结尾
"""


def table(tmp_path: Path, text: str = TABLE) -> Coverage:
    """The table that the text states."""
    path = tmp_path / "009.yaml"
    path.write_text(text, encoding="utf-8")
    return Coverage(path)


def ids(document: Document) -> set[str]:
    """Ids of the document's clauses."""
    return {clause.id for clause in document.clauses}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_shipped_table_against_its_source(path: Path, shipped: dict[str, Document]) -> None:
    """A shipped table covers its source without a gap, and every clause of its digest has a sentence."""
    coverage = Coverage(path)
    source = SOURCES / coverage.source
    if not source.exists():
        pytest.skip(f"没有来源文件 {source}；请把五份来源放进检出目录旁的 shared/sources 再运行")
    text = source.read_bytes().decode("utf-8")
    assert coverage.problems(text, ids(shipped[coverage.digest])) == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_shipped_table_alone(path: Path, shipped: dict[str, Document]) -> None:
    """Without its source a table still numbers its sentences from 1 without a hole and fits its digest."""
    coverage = Coverage(path)
    document = shipped[coverage.digest]
    numbered = sorted((*coverage.clauses, *coverage.left_out))
    assert numbered == list(range(1, len(numbered) + 1))
    assert {name for names in coverage.clauses.values() for name in names} == ids(document)
    assert all(reason.strip() for reason in coverage.left_out.values())
    assert document.header.wording is Wording.DIGEST
    assert (document.header.source or "").startswith(f"{path.stem} ")
    assert coverage.source.startswith(f"{path.stem}_")


def test_every_digest_of_a_source_has_a_table(shipped: dict[str, Document]) -> None:
    """No shipped digest of a numbered source lacks its table."""
    numbered = {id for id, document in shipped.items() if (document.header.source or "")[:3].isdigit()}
    assert len(numbered) == 5
    assert {Coverage(path).digest for path in TABLES} == numbered


def test_sentences() -> None:
    """A sentence ends with its mark and closing quotes or with its line; what holds no word is none."""
    found = [TEXT[span.start : span.end] for span in sentences(TEXT)]
    assert found == ["第一条 起付标准200元。", "第二条 报销60%！", "“如何办理？”", "打12345；", "完"]


@given(st.text(st.sampled_from("甲乙1 \n\t\u3000。！？；”）*-"), max_size=40))
@settings(deadline=None)
def test_sentences_lose_no_word(text: str) -> None:
    """Sentences follow each other without overlap, hold no blanks at their ends, and leave no word out."""
    spans = sentences(text)
    assert [s.start for s in spans] == sorted(s.start for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    held = [text[s.start : s.end] for s in spans]
    assert all(sentence == sentence.strip() for sentence in held)
    words = [c for c in text if c.isalnum()]
    assert [c for c in "".join(held) if c.isalnum()] == words


def test_clauses_of_a_passage(tmp_path: Path) -> None:
    """A passage of the source leads to the clauses of every sentence that it touches, each once."""
    coverage = table(tmp_path)
    assert coverage.clauses_of(TEXT, TEXT.index("200"), TEXT.index("元")) == ("d.a", "d.b")
    quoted = TEXT.index("如何")
    assert coverage.clauses_of(TEXT, quoted, quoted + 2) == ("d.b",)
    assert coverage.clauses_of(TEXT, 0, len(TEXT)) == ("d.a", "d.b")
    assert coverage.clauses_of(TEXT, TEXT.index("打"), len(TEXT)) == ()


def test_problems(tmp_path: Path) -> None:
    """Changed content, gaps, numbers too many, unknown clauses and clauses without a source are each named."""
    text = TABLE.replace("  4: 只有电话\n", "").replace("5: 结尾", "5-6: 结尾")
    problems = table(tmp_path, text).problems(TEXT, {"d.b", "d.c"})
    assert problems == [
        "009_x.txt 的内容与覆盖表记录的 SHA-256 不同",
        "未覆盖的句子：[4]",
        "没有这些句子：[6]",
        "没有这些条款：['d.a']",
        "没有来源句子的条款：['d.c']",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("digest: d\n", "", "缺少 'digest'"),
        ("3: [b]", "2-3: [b]", "句子 2 出现了两次"),
        ("3: [b]", "三: [b]", "“三”不是句子编号；请写成 3 或 3-5"),
        (TABLE, "", "覆盖表缺少"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A table with a fault is refused with its file."""
    with pytest.raises(DocumentError, match=r"009\.yaml: ") as caught:
        table(tmp_path, TABLE.replace(old, new))
    assert says in str(caught.value)
