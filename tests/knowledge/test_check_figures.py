"""Contradictions: one parameter of one case with two figures on one day."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_texts import policy, put

from knowledge.check import check
from knowledge.checks.figures import statements
from knowledge.document import parse_document
from knowledge.settings import Settings

WHERE = {"region": "510704"}


def contradictions(home: Path, *documents: str) -> list[tuple[str, str]]:
    """Severity and clause of every contradiction."""
    put(home, *documents)
    return [(p.severity, p.key) for p in check(Settings(home=home, builtin=False)) if "写为" in p.message]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("职工医保普通门诊统筹年度起付标准为200元。", "自2024年1月1日起，职工门诊起付线为300元/年。"),
        ("职工住院起付标准：三级医院800元，二级医院500元。", "职工住院起付线，三级医院为900元、二级医院500元。"),
        ("居民住院报销比例：二级医院75%。", "居民医保住院在二级医疗机构的报销比例为70%。"),
        ("职工门诊年度支付限额2000元。", "职工门诊支付限额为0.25万元。"),
        ("2024年居民医保个人缴费标准为380元。", "2024年城乡居民医保个人缴费标准为每人400元。"),
        ("由个人先负担的职工门诊起付标准为200元。", "职工门诊起付标准为300元。"),
    ],
)
def test_contradiction(tmp_path: Path, one: str, other: str) -> None:
    """Two figures for one parameter of one case are an error at the later clause."""
    assert contradictions(tmp_path, policy("a", one, **WHERE), policy("b", other, **WHERE)) == [("error", "b.c1")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("职工门诊起付标准200元。", "职工门诊起付标准200元。"),
        ("职工门诊起付标准0.02万元。", "职工门诊起付标准200元。"),
        ("职工门诊起付标准200元。", "居民门诊起付标准100元。"),
        ("职工门诊起付标准200元。", "职工住院起付标准800元。"),
        ("在职职工门诊起付标准200元。", "退休职工门诊起付标准150元。"),
        ("职工住院起付标准三级医院800元。", "职工住院起付标准二级医院500元。"),
        ("职工住院起付标准本地800元。", "职工异地就医住院起付标准1000元。"),
        ("居民住院起付标准800元。", "居民大病保险住院起付标准1万元。"),
        ("2024年居民医保个人缴费标准380元。", "2025年居民医保个人缴费标准400元。"),
        ("职工医保单位缴费比例为8%。", "职工医保个人缴费比例为2%。"),
        ("居民住院1万元以下部分报销比例50%。", "居民住院1万元至3万元部分报销比例60%。"),
        ("居民住院报销比例提高5%。", "居民住院报销比例70%。"),
        ("@nature: fact\n\n居民住院报销比例71%。", "居民住院报销比例70%。"),
        ("@to: 2023-12-31\n\n职工门诊起付标准200元。", "@from: 2024-01-01\n\n职工门诊起付标准300元。"),
        ("@notice: 原文自相矛盾\n\n职工门诊起付标准200元。", "职工门诊起付标准300元。"),
    ],
)
def test_no_contradiction(tmp_path: Path, one: str, other: str) -> None:
    """Equal figures, another case, another time, a fact, or a contradiction that is admitted are none."""
    assert contradictions(tmp_path, policy("a", one, **WHERE), policy("b", other, **WHERE)) == []


def test_another_place(tmp_path: Path) -> None:
    """Two places may differ; a text without a place contradicts nobody."""
    one, other = "职工门诊起付标准200元。", "职工门诊起付标准300元。"
    assert contradictions(tmp_path, policy("a", one, **WHERE), policy("b", other, region="510703")) == []
    assert contradictions(tmp_path, policy("a", one), policy("b", other)) == []


def test_written_facets_decide(tmp_path: Path) -> None:
    """What editors wrote of a clause counts where its words say nothing."""
    facets = "@insured: resident\n@care: inpatient\n@tier: {}\n\n报销比例为{}。"
    documents = [
        policy("a", facets.format("secondary", "75%"), **WHERE),
        policy("b", facets.format("secondary", "70%"), **WHERE),
    ]
    assert contradictions(tmp_path, *documents) == [("error", "b.c1")]
    assert contradictions(tmp_path, documents[0], policy("b", facets.format("primary", "70%"), **WHERE)) == []


def test_thin_case(tmp_path: Path) -> None:
    """Where neither insured kind nor care is known a difference is only a reminder."""
    assert contradictions(
        tmp_path, policy("a", "起付线为1000元。", **WHERE), policy("b", "起付线为800元。", **WHERE)
    ) == [("warning", "b.c1")]


def test_the_older_one_is_to_be_ended(tmp_path: Path) -> None:
    """The remedy names the document that was in force first."""
    put(
        tmp_path,
        policy("a", "职工门诊起付标准300元。", effective_from="2024-01-01", **WHERE),
        policy("b", "职工门诊起付标准200元。", effective_from="2020-01-01", **WHERE),
    )
    (problem,) = check(Settings(home=tmp_path, builtin=False))
    assert "hotline knowledge retire b " in problem.remedy


def test_a_superseded_digest_does_not_contradict(tmp_path: Path) -> None:
    """A digest whose original was imported is out of search and contradicts nobody."""
    number = {"document_number": "绵医保发〔2023〕1号", **WHERE}
    documents = [
        policy("a", "职工门诊起付标准200元。", wording="digest", **number),
        policy("b", "职工门诊起付标准300元。", **number),
    ]
    assert contradictions(tmp_path, *documents) == []


def test_statements_of_a_list() -> None:
    """A parameter word carries over the parts of its sentence, each with its own tier."""
    text = policy("a", "职工住院起付标准：三级医院800元，二级医院500元，一级及以下200元；报销比例三级85%。", **WHERE)
    (clause,) = parse_document(text).clauses
    assert [(s.parameter, s.written) for s in statements(clause)] == [
        ("起付标准", "800元"), ("起付标准", "500元"), ("起付标准", "200元"), ("报销比例", "85%"),
    ]  # fmt: skip
