"""How far a clause meets an ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.ask import Ask, Period
from assistant.understanding.evidence import FEATURES, Fit, fit, fits
from knowledge.clause import Clause, Facets, Nature
from knowledge.document import Header
from knowledge.facets import recognise
from knowledge.search import Hit
from knowledge.wants import Want, measures, wants

HEADER = Header(id="d", title="某区医保政策问答", region="510704")
CAP = Clause(
    id="d.cap",
    document_id="d",
    headings=("门诊", "支付限额"),
    text="职工医保普通门诊统筹一年最高支付：在职2000元，退休2500元。",
    facets=recognise("职工医保普通门诊"),
    questions=("职工门诊一年最多报多少",),
)

Weigh = Callable[..., Fit]


@pytest.fixture
def weigh() -> Weigh:
    """`weigh(text, clause)` → the Fit of a hit with middling scores."""

    def one(text: str, clause: Clause = CAP, *, years: tuple[int, ...] = ()) -> Fit:
        ask = Ask(
            text=text,
            query=text,
            wants=wants(text),
            facets=recognise(text),
            periods=tuple(Period(date(y, 1, 1), date(y, 12, 31), f"{y}年") for y in years),
            measures=measures(text),
        )
        return fit(ask, Hit(clause, HEADER, 0.5, 0.5, 0.5), lambda word: 0.5)

    return one


def test_a_clause_that_answers_has_no_objection(weigh: Weigh) -> None:
    """The facets agree and the sum is there: nothing speaks against the clause."""
    found = weigh("在职职工门诊统筹一年最高支付多少元")
    assert found.objections == ()
    assert found.unmet_wants == frozenset()
    assert len(found.features) == len(FEATURES)


@pytest.mark.parametrize(
    "text", ["居民医保门诊一年最高支付多少元", "职工医保住院一年最高支付多少元", "职工生育一年最高支付多少元"]
)
def test_another_facet_is_an_objection(weigh: Weigh, text: str) -> None:
    """Residents are not employees, in-patient is not out-patient."""
    assert any("不符" in objection for objection in weigh(text).objections)


@pytest.mark.parametrize("text", ["职工门诊的咨询电话是多少", "职工门诊统筹的文号是多少", "职工门诊定点有多少家"])
def test_what_is_wanted_must_be_there(weigh: Weigh, text: str) -> None:
    """A clause without a phone, a document or a count of houses answers no such question."""
    assert any("没有给出" in objection for objection in weigh(text).objections)


def test_what_is_asked_beside_a_clause_is_an_objection(weigh: Weigh) -> None:
    """An ask far more like what nothing answers than like what the clause answers is not answered by it."""
    beside = CAP.model_copy(update={"unanswered": ("职工普通门诊一年最低报多少人",)})
    assert any("资料没有答" in o for o in weigh("职工普通门诊一年最低报多少", beside).objections)
    assert weigh("职工门诊一年最多报多少", beside).objections == ()


def test_what_is_asked_of_others_beside_a_clause_is_no_objection(weigh: Weigh) -> None:
    """A question of residents that nothing answers says nothing of one that names nobody."""
    beside = CAP.model_copy(update={"unanswered": ("居民普通门诊一年最低报多少",)})
    assert weigh("普通门诊一年最低报多少", beside).objections == ()


def test_a_circumstance_of_the_asker_is_none_of_the_ask(weigh: Weigh) -> None:
    """学生 told far from the question says who calls; in the question it says of whom it is asked."""
    story = "你好，我是学校布置作业做调查的学生，老师让我们找一份资料看看，我们找了好久好久都没有找到，在职职工门诊统筹一年最高支付多少元"
    assert weigh(story).objections == ()
    assert any("学生" in objection for objection in weigh("学生门诊一年最高支付多少元").objections)


def test_a_figure_of_another_year_is_an_objection(weigh: Weigh) -> None:
    """A fact of 2022 does not answer for 2021."""
    fact = CAP.model_copy(update={"nature": Nature.FACT, "period": "2022", "text": "2022年支出5000万元。"})
    assert weigh("支出多少元", fact, years=(2022,)).objections == ()
    assert weigh("支出多少元", fact, years=(2021,)).objections


def test_a_figure_of_other_months_is_an_objection() -> None:
    """A fact of January to May does not answer for the second half; a month without its year rules nothing out."""
    fact = CAP.model_copy(update={"nature": Nature.FACT, "period": "2022-01..2022-05", "text": "支出5000万元。"})

    def objections(first: date, last: date, loose: bool = False) -> tuple[str, ...]:
        ask = Ask(text="支出多少元", query="支出多少元", periods=(Period(first, last, "那时", loose),))
        return fit(ask, Hit(fact, HEADER, 0.5, 0.5, 0.5), lambda word: 0.5).objections

    assert objections(date(2022, 7, 1), date(2022, 12, 31))
    assert not objections(date(2022, 3, 1), date(2022, 3, 31))
    assert not objections(date(2023, 7, 1), date(2023, 7, 31), loose=True)


def test_men_are_not_women(weigh: Weigh) -> None:
    """Of two that exclude each other only the one asked about answers."""
    women = CAP.model_copy(
        update={"headings": ("生育",), "text": "女职工报销2000元。", "questions": (), "facets": Facets()}
    )
    assert weigh("男职工生孩子报多少元", women).objections
    assert not weigh("女职工生孩子报多少元", women).objections


def test_more_words_met_weigh_more(weigh: Weigh) -> None:
    """A word that the clause does not speak of is left open and lowers what is met."""
    met = weigh("职工门诊一年最高支付多少元")
    open_ = weigh("职工门诊试管婴儿一年最高支付多少元")
    assert "试管婴儿" in open_.unmet
    assert "试管婴儿" not in met.unmet
    assert sum(open_.features[:3]) < sum(met.features[:3])


def test_colloquial_words_are_met_by_the_policys(weigh: Weigh) -> None:
    """封顶 is met by a clause that says 支付限额."""
    assert "封顶" not in weigh("职工门诊封顶多少元").unmet


def test_the_questions_of_a_clause_count(weigh: Weigh) -> None:
    """An ask in the very words of a clause's own question is nearest to it."""
    place = FEATURES.index("nearest question")
    own = weigh("职工门诊一年最多报多少").features[place]
    other = weigh("退休的人一年顶格是几").features[place]
    assert own == 1.0 > other


def test_every_want_is_distinguished() -> None:
    """The list of wants is closed; a new one needs a decision how evidence shows it."""
    assert {w.value for w in Want} == {
        "amount", "ratio", "count", "deadline", "list", "steps", "phone", "document", "place", "reason", "yes_no",
    }  # fmt: skip


@pytest.mark.parametrize(("others", "margin"), [((0.45, 0.2), 0.05), ((0.6,), -0.1), ((), 0.1)])
def test_a_clause_is_weighed_by_how_far_it_stands_out(others: tuple[float, ...], margin: float) -> None:
    """The margin is to the best other clause, and never more than so much, however few were found."""
    hits = [Hit(CAP, HEADER, score, 0.5, 0.5) for score in (0.5, *others)]
    ask = Ask(text="门诊最高支付多少", query="")
    assert fits(ask, hits, lambda word: 0.5)[0].features[FEATURES.index("margin")] == pytest.approx(margin)


@pytest.mark.parametrize("text", ["门诊慢特病一共有多少个病种", "门诊慢特病都有哪些病种", "门诊慢特病病种名单"])
def test_which_diseases_is_not_met_by_a_clause_that_only_speaks_of_them(weigh: Weigh, text: str) -> None:
    """A clause that counts or names no disease does not answer which ones a benefit is for."""
    clause = CAP.model_copy(update={"text": "可以增加门诊慢特病病种。", "facets": Facets()})
    assert "没有给出 病种" in "".join(weigh(text, clause).objections)
    told = clause.model_copy(update={"text": "门诊慢特病病种有高血压、糖尿病等43种。"})
    assert not any("病种" in objection for objection in weigh(text, told).objections)
