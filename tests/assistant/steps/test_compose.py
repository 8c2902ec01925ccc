"""The shortest complete answer from the clauses' own sentences and the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.reply import Kind
from assistant.turn import Turn
from knowledge.generation import Generation
from tests.assistant.conftest import Walk


def _codes(turn: Turn) -> list[str]:
    return [notice.code for notice in turn.notices]


def test_an_answer_is_the_clauses_own_words(walk: Walk, generation: Generation) -> None:
    """The first draft stands in its clause word for word."""
    turn = walk("职工医保普通门诊的起付标准是多少", "compose")
    first = turn.drafts[0]
    clause = generation.store[first.clause_ids[0]]
    assert turn.kind is Kind.ANSWER
    assert first.text in clause.text


def test_a_calculation_says_the_result_first(walk: Walk) -> None:
    """The sum comes first, then what is left to pay, then the steps; every parameter's clause is cited."""
    turn = walk("在职职工在三级医院看门诊花了1600元能报多少", "compose")
    said = turn.drafts[0]
    assert said.text.startswith("按职工医保普通门诊统筹的规定，统筹基金支付700元，个人负担900元。")
    assert "(1600元 - 200元) × 50% = 700元" in said.text
    assert {c.split(".")[1] for c in said.clause_ids} == {
        "outpatient-deductible",
        "outpatient-ratio",
        "outpatient-cap",
    }
    assert _codes(turn).count("assumption") == 2
    assert "计算前提：" in said.text


def test_a_missing_fact_is_the_question(walk: Walk) -> None:
    """The question for the missing fact with its choices; before it what each choice comes to, with its clauses."""
    turn = walk("在职职工看门诊花了1600元能报多少", "compose")
    assert turn.kind is Kind.CLARIFY
    *ways, draft = turn.drafts
    assert turn.clarify is not None and draft.text.startswith(turn.clarify.question)
    assert all(option.label in draft.text for option in turn.clarify.options)
    assert [way.label for way in ways] == [f"{option.label}：" for option in turn.clarify.options]
    assert "700元" in ways[0].text and all(way.clause_ids for way in ways)


def test_a_missing_kind_is_only_asked(walk: Walk) -> None:
    """Where a choice decides which rule there is, nothing is told of the others."""
    turn = walk("看门诊花了1600元能报多少", "compose")
    assert turn.kind is Kind.CLARIFY
    (draft,) = turn.drafts
    assert turn.clarify is not None and draft.text.startswith(turn.clarify.question)


def test_an_answered_part_and_an_open_part_are_partial(walk: Walk) -> None:
    """Part is answered; of the other part it says that the knowledge does not hold it."""
    turn = walk("职工医保普通门诊的起付标准是多少？试管婴儿手术能报销多少？", "compose")
    assert turn.kind is Kind.PARTIAL
    assert "起付标准" in turn.drafts[0].text
    assert "试管婴儿" in turn.drafts[-1].text and "没有查到" in turn.drafts[-1].text


def test_a_question_may_stand_beside_an_answer(walk: Walk) -> None:
    """Where one part is answered and the other lacks a fact, both are said."""
    turn = walk("异地就医的咨询电话是多少？在职职工看门诊花了1600元能报多少？", "compose")
    assert turn.kind is Kind.PARTIAL
    assert "0816-5037526" in turn.drafts[0].text
    assert turn.clarify is not None and turn.clarify.slot == "tier"


def test_nothing_found_says_so_and_where_to_ask(walk: Walk) -> None:
    """An honest gap names the place, gives its office's phone with the citation, and 12345."""
    turn = walk("试管婴儿手术能报销多少", "compose")
    (draft,) = turn.drafts
    assert turn.kind is Kind.NO_BASIS
    assert "四川省绵阳市游仙区" in draft.text and "12345" in draft.text
    assert "0816-5037026" in draft.text
    assert draft.clause_ids == ("youxian-interview-2023.phone-consult",)


def test_no_phone_of_another_place_or_time(walk: Walk) -> None:
    """A place without a known phone gets none of another place; a past year gets none of today."""
    elsewhere = walk("试管婴儿手术能报销多少", "compose", "秦安县").drafts[0]
    assert elsewhere.clause_ids == () and "0816" not in elsewhere.text
    past = walk("2019年试管婴儿手术能报销多少", "compose").drafts[0]
    assert past.clause_ids == () and "0816" not in past.text


def test_before_the_rule_no_figure(walk: Walk) -> None:
    """On a day without parameters the answer names the day and no sum."""
    turn = walk("在职职工在三级医院看门诊花了1600元能报多少", "compose", day=date(2022, 12, 31))
    assert turn.kind is Kind.NO_BASIS
    assert "2022年12月31日" in turn.drafts[0].text and "元" not in turn.drafts[0].text


@pytest.mark.parametrize(("region", "wording"), [(None, "各地规定不一样"), ("绵阳市", "下面各地自己的规定")])
def test_which_place_is_a_question_with_places(walk: Walk, region: str | None, wording: str) -> None:
    """Where only some places answer, those places are offered in full."""
    turn = walk("医保窗口周六办业务吗", "compose", region)
    assert turn.kind is Kind.CLARIFY
    assert turn.clarify is not None and turn.clarify.slot == "insured_region"
    assert ("四川省绵阳市游仙区", "510704") in [(o.label, o.value) for o in turn.clarify.options]
    assert wording in turn.drafts[0].text


def test_another_places_policy_is_said_first(walk: Walk) -> None:
    """An answer of another place than the request's begins with whose it is."""
    turn = walk("绵阳市职工医保普通门诊的起付标准是多少", "compose", "秦安县")
    assert turn.kind is Kind.ANSWER
    assert turn.drafts[0].text == "以下是四川省绵阳市的规定，不是甘肃省天水市秦安县的。"
    assert "other_region" in _codes(turn)


def test_an_old_source_is_said(walk: Walk) -> None:
    """A source older than a year on the day of asking is named with its date; a fresh one is not."""
    question = "职工医保普通门诊的起付标准是多少"
    old = walk(question, "compose", day=date(2024, 6, 1))
    assert "may_be_outdated" in _codes(old)
    assert any("2023-05-31" in draft.text for draft in old.drafts)
    assert "may_be_outdated" not in _codes(walk(question, "compose", day=date(2024, 5, 30)))


def test_an_unclear_source_is_said(walk: Walk) -> None:
    """What the editors noted as contradictory or missing in the source stands in the answer."""
    turn = walk("没有办转诊手续私自去省级医院住院，报销降低多少", "compose", "秦安县")
    assert "source_conflict" in _codes(turn)
    assert any("降低10%" in draft.text and draft.text.startswith("请注意") for draft in turn.drafts)


def test_a_digest_is_noted_once_and_not_in_the_text(walk: Walk) -> None:
    """That a clause is our summary stands in the notices alone, once."""
    turn = walk("职工医保普通门诊的起付标准是多少", "compose")
    assert _codes(turn).count("digest") == 1
    assert not any("编写要点" in draft.text for draft in turn.drafts)


@pytest.mark.parametrize("text", ["转人工", "我真的不想活了"])
def test_a_handoff_to_a_person_needs_no_office(walk: Walk, text: str) -> None:
    """Crisis and 转人工 point to a person, not to an office's phone."""
    (draft,) = walk(text, "compose").drafts
    assert draft.clause_ids == ()
    assert "12345" in draft.text


def test_an_empty_message_is_asked_for(walk: Walk) -> None:
    """Nothing said: the question is asked for."""
    turn = walk("？？", "compose")
    assert turn.kind is Kind.CLARIFY
    assert turn.clarify is not None and turn.clarify.slot == "question"
