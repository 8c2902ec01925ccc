"""The questions that the importer proposes: those that the text asks, and no others."""

from __future__ import annotations

from knowledge.clause import Clause
from knowledge.importing import Overrides
from knowledge.importing.importer import build_document
from knowledge.importing.loaders import SourceText
from knowledge.importing.questions import damped


def questions(text: str) -> list[tuple[str, ...]]:
    """The questions of each clause of a text."""
    document, _ = build_document(SourceText(f"某县医保政策问答\n\n{text}", "a.txt"), Overrides())
    return [clause.questions for clause in document.clauses]


def test_asked_and_answered() -> None:
    """A question with its answer is proposed."""
    assert questions("问：门诊起付标准是多少？\n答：在职职工每年200元，退休职工每年150元，一年只扣一次。") == [
        ("门诊起付标准是多少？",)
    ]


def test_headings_that_ask_nothing() -> None:
    """做好基金筹集 and its like are no questions."""
    point = "各单位要按照职责分工，加强协作配合，确保各项工作按时完成，并将进展情况按月报送县医疗保障局汇总。"
    headings = ("做好基金筹集", "加强组织领导", "提高保障水平", "明确报销比例", "有多少报多少")
    text = "\n\n".join(f"{'一二三四五'[n]}、{heading}\n\n{point}{n}" for n, heading in enumerate(headings))
    assert set(questions(text)) == {()}


def clause(number: int, *asked: str) -> Clause:
    """A clause that answers these questions."""
    return Clause(id=f"d.{number}", document_id="d", text="甲", questions=asked)


def test_damped() -> None:
    """A question over more than three clauses stays on the first only; one over three stays on all."""
    clauses = [clause(n, "多的", "少的") if n < 3 else clause(n, "多的", "自己的") for n in range(4)]
    assert [c.questions for c in damped(clauses)] == [("多的", "少的"), ("少的",), ("少的",), ("自己的",)]


def test_long_answer() -> None:
    """An answer of many points has its question on the first one only."""
    point = "参保人员应当持本人身份证或者社会保障卡，到参保地医疗保障经办机构的服务窗口提出申请，由工作人员当场核对材料后予以登记。"
    points = "\n".join(f"{n}.{point * 3}" for n in range(1, 7))
    found = questions(f"问：参保登记怎么办理？\n答：按照下面的步骤办理。\n{points}")
    assert len(found) > 4
    assert [bool(asked) for asked in found] == [True] + [False] * (len(found) - 1)
