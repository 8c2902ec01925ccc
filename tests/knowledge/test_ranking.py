"""The final order: words, the nearest sentence, whom a clause is for, and whether it states what is wanted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.embed import Embedder
from knowledge.facets import recognise
from knowledge.query import Query, query_of
from knowledge.ranking import FEATURES, Candidate, Ranked, ranked, shortcomings
from knowledge.reading import Reading

HEADER = Header(id="d", title="医保问答")
Rank = Callable[..., list[Ranked]]


def clause(name: str, text: str) -> Clause:
    """A clause with the facets of its text."""
    return Clause(id=f"d.{name}", document_id="d", text=text, facets=recognise(text))


@pytest.fixture
def rank(embedder: Embedder) -> Rank:
    """`rank(said, *clauses)`: all of them brought by the words alike."""

    def order(said: str, *clauses: Clause, lexical: float = 0.8) -> list[Ranked]:
        query: Query = query_of(said)
        candidates = [Candidate(Reading(c, HEADER, embedder), lexical, 0.0) for c in clauses]
        return ranked(query, embedder.embed_query(query.text), candidates)

    return order


def test_whom_a_clause_is_for(rank: Rank) -> None:
    """Of two clauses alike, the one for the insured kind asked about comes first; the other says why it does not."""
    found = rank("居民门诊报多少", clause("a", "职工门诊报销六成。"), clause("b", "居民门诊报销六成。"))
    assert [r.candidate.reading.clause.id for r in found] == ["d.b", "d.a"]
    assert ["对象不符" in shortcomings(r.features) for r in found] == [False, True]


def test_what_is_wanted(rank: Rank) -> None:
    """A clause that does not state the sort of thing asked for says so and comes behind one that does."""
    with_phone = clause("a", "医保办事请咨询窗口。").model_copy(update={"states": frozenset({"phone"})})
    found = rank("医保办事电话", clause("b", "医保办事请咨询窗口。"), with_phone)
    assert found[0].candidate.reading.clause is with_phone
    assert shortcomings(found[1].features) == ("没有给出所问的",)


def test_a_sentence_within_a_long_clause(embedder: Embedder) -> None:
    """A long clause is as near as its nearest sentence."""
    sentence = "定点零售药店申请开通医保刷卡须依法取得药品经营许可证"
    long = "。".join([*[f"各乡镇应当做好第{n}项宣传动员工作并及时报送信息" for n in range(8)], sentence])
    query = embedder.embed_query("药店开通医保刷卡要什么许可证")
    whole = float(embedder.embed_query(f"{HEADER.title} {long}") @ query)
    assert Reading(clause("a", long), HEADER, embedder).nearness(query) > whole + 0.1


def test_a_slow_model_reads_no_sentences(embedder: Embedder) -> None:
    """With a model that takes its time only the vectors of the index tell the meaning."""

    class Slow:
        identity, dimension = embedder.identity, embedder.dimension
        embed_documents, embed_query = embedder.embed_documents, embedder.embed_query

        def embed_sentences(self, place: str, sentences: object) -> None:
            """Takes too long."""

    assert Reading(clause("a", "门诊。"), HEADER, Slow()).nearness(embedder.embed_query("门诊")) == 0.0


def test_sentences_below_their_heading(embedder: Embedder) -> None:
    """Sentences are embedded as if their heading stood before each, and all together as one text."""
    place, sentences = "医保问答 门诊", ["报销六成", "zzzz", "起付标准200元"]
    found = embedder.embed_sentences(place, sentences)
    assert found is not None
    expected = embedder.embed_documents([*(f"{place} {s}" for s in sentences), " ".join([place, *sentences])])
    assert np.allclose(found, expected, atol=1e-6)


def test_scores(rank: Rank) -> None:
    """A score is the weighted mean of features that lie in 0..1; equal clauses come by their names."""
    found = rank("门诊报多少", clause("b", "门诊报销六成。"), clause("a", "门诊报销六成。"))
    assert [r.candidate.reading.clause.id for r in found] == ["d.a", "d.b"]
    assert all(len(r.features) == len(FEATURES) and all(0 <= f <= 1 for f in r.features) for r in found)
    best = rank("门诊", clause("a", "门诊"), lexical=1.0)[0]
    assert 0.85 < best.score <= 1
