"""Search finds clauses of the right places and days, and tells why it set others aside."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from knowledge_texts import built, open_current, policy

from knowledge.clause import Clause
from knowledge.document import Header
from knowledge.embed import Embedder
from knowledge.home import Home
from knowledge.opening import open_retriever
from knowledge.region import places
from knowledge.search import Days, Found, Retriever

DAY = Days.on(date(2023, 6, 1))
HEADER = Header(id="d", title="甲")
QUERY = "职工门诊起付标准每年多少元"


def year(asked: date, number: int) -> Days:
    """A whole year, asked about on a day."""
    return Days(asked, date(number, 1, 1), date(number, 12, 31))


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """The same rule of eight places with different figures, two documents that name no place, and dated clauses."""
    home = tmp_path_factory.mktemp("search")
    rule = "职工门诊起付标准每年{}元。"
    places = ["100000", "510000", "510700", "510704", "510703", "510600", "620522", "110105"]
    settings = built(
        home,
        *(policy(f"p{code}", rule.format(number), region=f"'{code}'") for number, code in enumerate(places, 100)),
        *(policy(name, rule.format(number)) for number, name in enumerate(["report", "memo"], 200)),
        policy(
            "dated",
            "@from: 2023-01-01\n@to: 2023-12-31\n\n生育津贴按2023年的办法发放。",
            "@from: 2024-01-01\n\n生育津贴按2024年的办法发放。",
            "@nature: fact\n@from: 2023-05-31\n@to: 2023-06-30\n\n生育津贴2022年共发放给300人。",
            "生育津贴由单位申领。",
            region="370911",
        ),
    )
    return open_retriever(settings)


def found(retriever: Retriever, query: str = QUERY, place: str | None = "510704", **more: object) -> Found:
    """The result for a place and its chain, every hit of it."""
    pointed = more.pop("pointed", ())
    options = {"days": DAY, "top": 100} | more
    return retriever.search(query, scopes=retriever.scopes(place, pointed), **options)  # type: ignore[arg-type]


def documents(result: Found) -> set[str]:
    """Documents of the hits and of what was rejected."""
    return {h.clause.document_id for h in (*result.hits, *(hit for hit, _ in result.rejected))}


@pytest.mark.parametrize(
    ("place", "held"),
    [
        ("510704", {"p510704", "p510700", "p510000", "p100000"}),
        ("510703", {"p510703", "p510700", "p510000", "p100000"}),
        ("510700", {"p510700", "p510000", "p100000"}),
        ("510600", {"p510600", "p510000", "p100000"}),
        ("510623", {"p510600", "p510000", "p100000"}),
        ("510000", {"p510000", "p100000"}),
        ("110105", {"p110105", "p100000"}),
        ("110000", {"p100000"}),
        (None, {"p100000"}),
    ],
)
def test_chain_of_the_place(retriever: Retriever, place: str | None, held: set[str]) -> None:
    """Clauses of the place and its parents are found; never a sister's, never a child's, not even as rejected."""
    assert documents(found(retriever, place=place)) - {"national-numbers"} == held


def test_nearness_of_words_decides(retriever: Retriever) -> None:
    """Among the chain the clause that fits the query best comes first."""
    assert found(retriever, "起付标准每年102元").hits[0].clause.id == "p510700.c1"
    assert found(retriever, "起付标准每年103元").hits[0].clause.id == "p510704.c1"


def test_documents_without_a_place(retriever: Retriever) -> None:
    """A document that names no place is searched only when it is pointed at, and then only it."""
    assert not {"report", "memo"} & documents(found(retriever, place="510704"))
    assert not {"report", "memo"} & documents(found(retriever, place=None))
    pointed = documents(found(retriever, place="510704", pointed=["report"]))
    assert "report" in pointed
    assert "memo" not in pointed
    alone = retriever.search(QUERY, scopes=["doc-memo"], days=DAY)
    assert documents(alone) == {"memo"}


def test_scopes(retriever: Retriever) -> None:
    """Scopes are the chain, nearest first, then what is pointed at."""
    assert retriever.scopes("510704", ["memo"]) == ["510704", "510700", "510000", "100000", "doc-memo"]
    assert retriever.scopes(None) == ["100000"]


@pytest.mark.parametrize(
    ("days", "held"),
    [
        (Days.on(date(2022, 12, 31)), {"c4"}),
        (Days.on(date(2023, 1, 1)), {"c1", "c4"}),
        (Days.on(date(2023, 5, 30)), {"c1", "c4"}),
        (Days.on(date(2023, 5, 31)), {"c1", "c3", "c4"}),
        (Days.on(date(2023, 12, 31)), {"c1", "c3", "c4"}),
        (Days.on(date(2024, 1, 1)), {"c2", "c3", "c4"}),
        (year(date(2025, 6, 1), 2022), {"c3", "c4"}),
        (year(date(2025, 6, 1), 2023), {"c1", "c3", "c4"}),
        (year(date(2025, 6, 1), 2024), {"c2", "c3", "c4"}),
        (year(date(2023, 5, 1), 2023), {"c1", "c4"}),
        (year(date(2023, 5, 1), 2024), {"c2"}),
    ],
)
def test_days(retriever: Retriever, days: Days, held: set[str]) -> None:
    """A norm answers for the days in which it is in force; a fact from its publication on, whatever year is asked."""
    hits = found(retriever, "生育津贴", "370911", days=days).hits
    assert {h.clause.id.removeprefix("dated.") for h in hits if h.clause.document_id == "dated"} == held


@pytest.mark.parametrize(
    ("days", "now", "day"),
    [
        (year(date(2023, 6, 1), 2023), True, date(2023, 6, 1)),
        (year(date(2023, 6, 1), 2022), False, date(2022, 12, 31)),
        (year(date(2023, 6, 1), 2024), False, date(2024, 1, 1)),
    ],
)
def test_the_day_that_stands_for_them(days: Days, now: bool, day: date) -> None:
    """Of days around the day of asking it is that day, of past ones the last, of coming ones the first."""
    assert (days.now, days.day) == (now, day)


def test_a_norm_dated_by_its_publication_was_not_announced() -> None:
    """Before its publication nobody knew a norm without a day of effect, so a later day of that year does not bring it."""
    published = date(2023, 5, 31)
    norm = Clause(id="d.c", document_id="d", text="甲", effective_from=published)
    printed, stated = (
        Header(id="d", title="甲", published=published),
        Header(id="d", title="甲", effective_from=published),
    )
    days = Days(date(2023, 5, 1), date(2023, 6, 1), date(2023, 6, 30))
    assert days.objection(norm, printed) is not None
    assert days.objection(norm, stated) is None


@pytest.mark.parametrize(
    ("first", "last", "may"),
    [
        (date(2023, 7, 1), date(2023, 8, 31), True),
        (date(2022, 1, 1), date(2023, 1, 1), True),
        (date(2023, 12, 31), None, True),
        (None, date(2022, 12, 31), False),
        (date(2024, 1, 1), None, False),
        (None, None, True),
    ],
)
def test_norm_of_a_part_of_the_year(first: date | None, last: date | None, may: bool) -> None:
    """A norm that was in force on any day of the year asked for may answer."""
    norm = Clause(id="d.c", document_id="d", text="甲", effective_from=first, effective_to=last)
    assert (year(date(2025, 6, 1), 2023).objection(norm, HEADER) is None) is may


def test_rejected_with_reasons(retriever: Retriever) -> None:
    """What is set aside for its days keeps its scores and says why."""
    result = found(retriever, "生育津贴", "370911", days=Days.on(date(2022, 6, 1)))
    reasons = {hit.clause.id: reason for hit, reason in result.rejected if hit.clause.document_id == "dated"}
    assert reasons == {
        "dated.c1": "自 2023-01-01 起施行，当时尚未施行",
        "dated.c2": "自 2024-01-01 起施行，当时尚未施行",
        "dated.c3": "2023-05-31 才公布",
    }
    late = found(retriever, "生育津贴", "370911", days=Days.on(date(2025, 1, 1)))
    assert ("dated.c1", "至 2023-12-31 止，当时已经失效") in [(hit.clause.id, reason) for hit, reason in late.rejected]
    assert all(hit.score > 0 for hit, _ in result.rejected if hit.clause.document_id == "dated")


def test_top(retriever: Retriever) -> None:
    """At most `top` hits come, and those behind them are kept as rejected."""
    everything = found(retriever)
    some = found(retriever, top=2)
    assert some.hits == everything.hits[:2]
    assert [(hit, "排在后面") for hit in everything.hits[2:]] == list(some.rejected)


def test_scores(retriever: Retriever) -> None:
    """Scores lie in 0..1, fall along the hits, and say what they are made of."""
    hits = found(retriever).hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= part <= 1 + 1e-6 for hit in hits for part in (hit.score, hit.lexical, hit.dense))
    assert hits[0].reasons[:2] == (f"词 {hits[0].lexical:.2f}", f"义 {hits[0].dense:.2f}")
    assert hits[0].header.id == hits[0].clause.document_id


@pytest.mark.parametrize("query", ["", " \n", "？！……", "\u200b\ufeff", "zzzz"])
def test_nothing_asked(retriever: Retriever, query: str) -> None:
    """A query without a word that is known finds nothing and rejects nothing."""
    assert found(retriever, query) == Found((), ())


def test_deterministic(built_home: Path, embedder: Embedder) -> None:
    """The same query gives the same hits in the same order, from a second reader too."""
    readers = [Retriever(open_current(Home(built_home)), embedder) for _ in range(2)]
    for query in ("门诊起付标准", "异地就医怎么备案", "打击欺诈骗保", "医保"):
        scopes = readers[0].scopes("510704")
        results = [reader.search(query, scopes=scopes, days=DAY) for reader in readers for _ in range(3)]
        assert results[0].hits
        assert all(result == results[0] for result in results)


@pytest.mark.parametrize("place", ["510704", "510700", "510000", "370911", "620522", "431302", "110105", "100000"])
def test_shipped_knowledge_keeps_places_apart(built_home: Path, embedder: Embedder, place: str) -> None:
    """Whatever is asked of the shipped knowledge, every clause found lies in the chain of the place."""
    retriever = Retriever(open_current(Home(built_home)), embedder)
    chain = places().chain(place)
    for query in (
        "医保",
        "起付标准多少",
        "打击欺诈骗保举报电话",
        "2018年上半年参保人数",
        "秦安县转诊转院",
        "游仙区门诊报销",
    ):
        result = retriever.search(query, scopes=retriever.scopes(place), days=Days.on(date(2026, 1, 1)), top=40)
        regions = {hit.clause.region for hit in (*result.hits, *(hit for hit, _ in result.rejected))}
        assert regions <= set(chain)


def test_rarity(retriever: Retriever) -> None:
    """A word is the more telling, the fewer clauses hold it."""
    assert retriever.rarity("生育津贴") > retriever.rarity("起付标准")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """A district with three clauses below a province with three hundred that speak of the same."""
    rule = "职工门诊起付标准：第{}类人员每年{}元。"
    settings = built(
        tmp_path_factory.mktemp("crowded"),
        policy("province", *(rule.format(n, n) for n in range(300)), region="'510000'"),
        policy("district", rule.format(7, 7), "参保人到便民服务站办事。", "窗口周六上班。", region="'510704'"),
    )
    return open_retriever(settings)


def test_a_district_does_not_starve(crowded: Retriever) -> None:
    """However much a province has to say, what the district says is looked at; said alike, the district says it."""
    result = found(crowded, "第7类职工门诊起付标准每年多少元")
    assert result.hits[0].clause.document_id == "district"
    seen = {hit.clause.id for hit in (*result.hits, *(hit for hit, _ in result.rejected))}
    assert {"district.c1", "district.c2", "district.c3"} <= seen
