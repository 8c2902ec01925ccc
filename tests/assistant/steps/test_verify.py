"""Every figure, date, phone and document name stands in a cited clause or in the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reply import Kind
from assistant.steps.verify import verify
from assistant.turn import Draft, Turn
from assistant.wording import routes, say
from knowledge.generation import Generation
from tests.assistant.conftest import Walk

DEDUCTIBLE = "youxian-interview-2023.outpatient-deductible"
QUESTION = "职工医保普通门诊的起付标准是多少"


def verified(walk: Walk, generation: Generation, *drafts: Draft, text: str = QUESTION) -> Turn:
    """An answered turn whose drafts someone replaced by these, after verify."""
    turn = walk(text, "compose")
    turn.drafts = list(drafts)
    verify(turn, generation)
    return turn


@pytest.mark.parametrize(
    "text",
    [
        "在职职工200元/年，退休职工150元/年。",
        "起付标准为200元。这份资料公布于2023-05-31。",
        "见《增强医疗保障功能 严守百姓“救命钱”》：在职200元。",
        "一年只扣一次。",
        "有疑问请拨打12345。",
        "按2023-06-01的规定，在职200元。",
    ],
)
def test_keeps_what_stands_in_the_clause(walk: Walk, generation: Generation, text: str) -> None:
    """Figures of the clause, its title, its date, public numbers and the day of asking pass."""
    draft = Draft(text, (DEDUCTIBLE,))
    turn = verified(walk, generation, draft)
    assert turn.drafts == [draft]
    assert (turn.kind, turn.dropped) == (Kind.ANSWER, [])


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ("a sum", "在职职工每年300元。"),
        ("a sum that only begins like one of the clause", "在职职工每年2000元。"),
        ("a part of a sum of the clause", "在职职工每年20元。"),
        ("a ratio", "超过200元的报销50%。"),
        ("a date", "自2023-01-02起，在职200元。"),
        ("a phone", "在职200元，咨询0816-5037026。"),
        ("a document", "依据《门诊共济实施细则》，在职200元。"),
        ("a link", "在职200元，见https://example.com。"),
        ("markup", "在职<b>200</b>元。"),
        ("a script", "<script>alert(200)</script>"),
        ("a decimal", "在职200.5元。"),
        ("a figure with a thousands mark", "在职1,200元。"),
    ],
)
def test_drops_what_does_not(walk: Walk, generation: Generation, wrong: str, text: str) -> None:
    """One thing that stands neither in the clause nor in the ledger drops the sentence, and nothing is left to say."""
    turn = verified(walk, generation, Draft(text, (DEDUCTIBLE,)))
    assert [draft.text for draft in turn.dropped] == [text], wrong
    assert turn.kind is Kind.NO_BASIS
    assert turn.clarify is None
    assert [draft.clause_ids for draft in turn.drafts] == [()]
    assert "没有查到" in turn.drafts[0].text


def test_drops_a_clause_id_that_is_not_there(walk: Walk, generation: Generation) -> None:
    """A citation of a clause that the knowledge does not hold is no citation."""
    turn = verified(walk, generation, Draft("一年只扣一次。", ("youxian-interview-2023.invented",)))
    assert (turn.kind, len(turn.dropped)) == (Kind.NO_BASIS, 1)


def test_a_figure_of_a_clause_that_is_not_cited_is_dropped(walk: Walk, generation: Generation) -> None:
    """A true figure without its own clause does not pass."""
    turn = verified(walk, generation, Draft("一年最多报2000元。", (DEDUCTIBLE,)))
    assert turn.kind is Kind.NO_BASIS


def test_what_holds_stays_beside_what_is_dropped(walk: Walk, generation: Generation) -> None:
    """One bad sentence does not take the good one with it."""
    good = Draft("在职职工200元/年。", (DEDUCTIBLE,))
    turn = verified(walk, generation, good, Draft("封顶9999元。", (DEDUCTIBLE,)))
    assert (turn.kind, turn.drafts) == (Kind.ANSWER, [good])


def test_an_answer_without_any_citation_is_none(walk: Walk, generation: Generation) -> None:
    """An answer that cites nothing becomes the honest gap."""
    turn = verified(walk, generation, Draft("可以报销。"))
    assert turn.kind is Kind.NO_BASIS


def test_the_ledgers_figures_pass(walk: Walk, generation: Generation) -> None:
    """Sums that were computed stand in the ledger though no clause holds them."""
    turn = walk("在职职工在三级医院看门诊花了1600元能报多少", "compose")
    before = list(turn.drafts)
    verify(turn, generation)
    assert turn.drafts == before
    assert "700元" in turn.drafts[0].text


def test_a_figure_beside_the_ledger_does_not(walk: Walk, generation: Generation) -> None:
    """A sum that was not computed is dropped even in a calculated answer."""
    text = "在职职工在三级医院看门诊花了1600元能报多少"
    turn = verified(walk, generation, Draft("统筹基金支付701元。", (DEDUCTIBLE,)), text=text)
    assert turn.kind is Kind.NO_BASIS


@pytest.mark.parametrize("way", [route.name for route in routes()])
def test_every_fixed_wording_passes(walk: Walk, generation: Generation, way: str) -> None:
    """The product's own sentences never fail its own check."""
    turn = walk("你好", "understand")
    route = next(r for r in routes() if r.name == way)
    turn.route, turn.kind = route.name, route.kind
    turn.drafts = [Draft(say(route.wording, contacts=""))]
    verify(turn, generation)
    assert turn.dropped == []


@pytest.mark.parametrize("text", ["在职职工每年三百元。", "在职职工不扣200元。"])
def test_drops_what_says_another_sum_or_the_opposite(walk: Walk, generation: Generation, text: str) -> None:
    """A sum in Chinese numerals and a 不 that the clause does not have are checked like figures."""
    assert verified(walk, generation, Draft(text, (DEDUCTIBLE,))).kind is Kind.NO_BASIS


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("figure", "在职职工每年200天。"),
        ("figure", "在职职工每年200次。"),
        ("figure", "在职职工报销200%。"),
        ("figure", "在职职工每年二百五十元。"),
        ("markup", "在职200元，[详情](/a)。"),
        ("markup", "在职200元&#60;。"),
        ("link", "在职200元，见yibao-help.cn。"),
        ("figure", "依据川府发[2021]3号，在职200元。"),
        ("title", "依据《门诊共济细则》，在职200元。"),
        ("personal", "在职200元，户名张小明。"),
        ("prompt", "在职200元。每一段话独占一行，原样写全，一个字也不要改。"),
        ("turned", "在职职工无需起付标准200元。"),
        ("turned", "住院的在职职工200元/年。"),
    ],
)
def test_says_why_it_dropped(walk: Walk, generation: Generation, reason: str, text: str) -> None:
    """Units, markup, links, numbers of documents, names, echoes of a prompt and turned words each have their reason."""
    turn = verified(walk, generation, Draft(text, (DEDUCTIBLE,)))
    assert (turn.kind, turn.reasons) == (Kind.NO_BASIS, [reason])


def test_another_places_clause_is_dropped(walk: Walk, generation: Generation) -> None:
    """A true sentence of a place that nobody asked for does not pass, unless the answer names the place."""
    other = next(c for c in generation.store.of_document("qinan-notice-2018") if c.region == "620522")
    draft = Draft(other.text, (other.id,))
    turn = verified(walk, generation, draft)
    assert turn.reasons == ["place"]
    named = Draft(say("other_region", place="甘肃省天水市秦安县", here="四川省绵阳市游仙区"))
    turn = walk(QUESTION + "，秦安县呢", "compose")
    turn.drafts = [named, draft]
    verify(turn, generation)
    assert "place" not in turn.reasons


def test_a_clause_of_another_time_is_dropped(walk: Walk, generation: Generation) -> None:
    """What was not in force on any of the days meant is no answer."""
    clause = generation.store.get(DEDUCTIBLE)
    assert clause is not None
    turn = walk(QUESTION, "compose", day=date(2022, 6, 1))
    turn.kind, turn.drafts = Kind.ANSWER, [Draft(clause.text, (clause.id,))]
    verify(turn, generation)
    assert turn.reasons == ["day"]
