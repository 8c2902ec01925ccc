"""The retriever as programs ask it: a query, a place and a day in; plain data out."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import built, policy
from safetensors.numpy import load_file, save_file

from knowledge.errors import AmbiguousRegion, IndexUnusable, UnknownRegion
from knowledge.finding import Finder
from knowledge.opening import open_retriever
from knowledge.settings import Settings

DAY = date(2023, 6, 1)


@pytest.fixture(scope="module")
def finder(built_home: Path) -> Finder:
    """A finder over the shipped knowledge."""
    return Finder(open_retriever(Settings(home=built_home)))


def documents(finder: Finder, query: str, region: str | None, top: int = 40) -> set[str]:
    """Documents of the hits."""
    return {hit["document_id"] for hit in finder.find(query, region=region, as_of=DAY, top=top)}


def test_fields_of_a_hit(finder: Finder) -> None:
    """A hit holds the clause, its document, the source, the score, the heading and the text."""
    hit = finder.find("职工门诊起付标准", region="游仙区", as_of=DAY, top=1)[0]
    clause = finder.retriever.generation.store["youxian-interview-2023.outpatient-deductible"]
    assert (hit["clause_id"], hit["document_id"]) == (clause.id, clause.document_id)
    assert (hit["heading"], hit["text"]) == (clause.heading, clause.text)
    assert hit["source"] == "002 绵阳市游仙区医疗保障局局长访谈"
    assert 0 < hit["score"] <= 1


def test_people_s_words(finder: Finder) -> None:
    """A query is searched with the policy's words for what people call it."""
    hits = finder.find("门诊的门槛费一年好多钱", region="游仙区", as_of=DAY, top=3)
    assert "youxian-interview-2023.outpatient-deductible" in [hit["clause_id"] for hit in hits]
    assert hits[0]["clause_id"] == "youxian-interview-2023.outpatient-deductible"


def test_place_by_name_or_code(finder: Finder) -> None:
    """A name and a code of one place give the same hits; another place's document does not come."""
    by_name = finder.find("转诊转院", region="秦安县", as_of=DAY, top=5)
    assert by_name == finder.find("转诊转院", region="620522", as_of=DAY, top=5)
    assert documents(finder, "转诊转院", "秦安县") <= {
        "qinan-notice-2018",
        "national-numbers",
        "youxian-interview-2023",
    }
    assert "qinan-notice-2018" not in documents(finder, "转诊转院", "游仙区")


def test_all_places_without_one(finder: Finder) -> None:
    """Without a place all places are searched, documents that name none among them."""
    found = documents(finder, "城乡居民医保", None)
    assert {"county-report-2018h1", "qinan-notice-2018"} <= found


def test_home_region(built_home: Path, finder: Finder) -> None:
    """The deployment's own place counts where a query names none, and only there."""
    at_home = Finder(finder.retriever, home_region="秦安县")

    def hits(of: Finder, region: str | None) -> list[dict[str, object]]:
        return of.find("门诊起付标准", region=region, as_of=DAY, top=5)

    assert hits(at_home, None) == hits(finder, "秦安县") != hits(finder, None)
    assert hits(at_home, "游仙区") == hits(finder, "游仙区")


def test_clause_that_takes_its_place_back(tmp_path: Path) -> None:
    """A clause without a place in a document with one is found as well where all places are searched."""
    settings = built(tmp_path, policy("own", "甲乙丙丁。", "@region: null\n\n起付标准200元。", region="510704"))
    hits = Finder(open_retriever(settings)).find("起付标准", region=None, as_of=DAY, top=5)
    assert hits[0]["clause_id"] == "own.c2"


def test_day(finder: Finder) -> None:
    """The day decides what is in force; without one it is today."""
    ids = [hit["clause_id"] for hit in finder.find("门诊起付标准", region="游仙区", as_of=date(2022, 12, 31), top=40)]
    assert "youxian-interview-2023.outpatient-deductible" not in ids
    today = finder.find("门诊起付标准", region="游仙区", as_of=None, top=3)
    assert "youxian-interview-2023.outpatient-deductible" in [hit["clause_id"] for hit in today]


def test_place_refused(finder: Finder) -> None:
    """An unknown place, or one of several, is refused."""
    with pytest.raises(UnknownRegion):
        finder.find("起付标准", region="火星", as_of=DAY, top=5)
    with pytest.raises(AmbiguousRegion):
        finder.find("起付标准", region="朝阳区", as_of=DAY, top=5)


@pytest.mark.parametrize("query", ["", "？！", " "])
def test_nothing_asked(finder: Finder, query: str) -> None:
    """A query without words has no hits."""
    assert finder.find(query, region=None, as_of=DAY, top=5) == []


def test_another_model(built_home: Path, package: Path, tmp_path: Path) -> None:
    """An index that another model built is refused, both models and the remedy named."""
    other = tmp_path / "other-model"
    shutil.copytree(package / "model", other)
    weights = load_file(other / "model.safetensors")
    changed = {name: rows.copy() for name, rows in weights.items()}
    changed["embedding.weight"][5, 0] += 1
    save_file(changed, other / "model.safetensors")
    with pytest.raises(IndexUnusable) as caught:
        open_retriever(Settings(home=built_home, embedding_model=str(other)))
    told = str(caught.value)
    assert told.startswith("知识库版本 1 用的是模型 static-256-")
    assert told.endswith("请运行 hotline knowledge build 重建")
    open_retriever(Settings(home=built_home))


def test_before_the_first_build(tmp_path: Path) -> None:
    """Without a generation there is no retriever."""
    with pytest.raises(IndexUnusable, match="请先运行 hotline knowledge build"):
        open_retriever(Settings(home=tmp_path))
