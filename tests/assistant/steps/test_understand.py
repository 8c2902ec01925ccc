"""A message and its conversation become a place, facts and asks."""

from __future__ import annotations

import pytest

from knowledge.wants import Want
from tests.assistant.conftest import DAY, Walk


def test_a_message_becomes_slots_and_an_ask(walk: Walk) -> None:
    """Facets and sums are named as rule inputs name them; the ask keeps the words as said."""
    turn = walk("在职职工在三级医院看门诊花了1600元能报多少", "understand")
    assert turn.slots == {
        "insured": "employee",
        "status": "active",
        "care": "outpatient",
        "tier": "tertiary",
        "amount": "1600",
    }
    (work,) = turn.works
    assert "1600" in work.ask.text
    assert Want.AMOUNT in work.ask.wants


@pytest.mark.parametrize(
    ("text", "region", "policy", "asked"),
    [
        ("门诊起付线是多少", "游仙区", "510704", False),
        ("秦安县的起付线是多少", "游仙区", "620522", True),
        ("我在秦安县参保，住院怎么报", "游仙区", "620522", True),
        ("我在成都住院怎么报", "游仙区", "510704", False),
        ("我在成都上班，门诊怎么报", "游仙区", "510704", False),
        ("绵阳的起付线是多少", "游仙区", "510704", False),
        ("游仙区的起付线是多少", "绵阳市", "510704", False),
        ("游仙区的起付线是多少", None, "510704", False),
        ("我们这里的起付线是多少", "秦安县", "620522", False),
        ("起付线是多少", None, None, False),
        ("要转诊到重庆怎么办手续", "游仙区", "510704", False),
    ],
)
def test_whose_policy_applies(walk: Walk, text: str, region: str | None, policy: str | None, asked: bool) -> None:
    """The place insured in or asked about; where one lives, works or is treated does not override the request."""
    turn = walk(text, "understand", region)
    assert (turn.policy_region, turn.asked_place) == (policy, asked)


def test_where_one_is_treated_is_a_fact(walk: Walk) -> None:
    """The place of treatment is kept beside the place of insurance."""
    turn = walk("我在秦安县参保，去成都住院怎么报", "understand")
    assert turn.slots["insured_region"] == "620522"
    assert turn.slots["treated_region"] == "510100"


def test_a_place_chosen_on_screen_wins(walk: Walk) -> None:
    """What the person corrected on screen goes before what the words suggest."""
    turn = walk("秦安县的起付线是多少", "understand", facts={"insured_region": "510704", "status": "retired"})
    assert turn.policy_region == "510704"
    assert turn.slots["status"] == "retired"


def test_a_shared_name_is_asked_back(walk: Walk) -> None:
    """A name of several places is a question with those places to choose from."""
    turn = walk("我在朝阳区参保，起付线是多少", "understand")
    assert turn.ambiguous_place is not None
    assert {o.value for o in turn.ambiguous_place.options} == {"110105", "220104"}


def test_a_shared_name_near_the_request_is_no_question(walk: Walk) -> None:
    """Of several places of a name, the one in the request's own area is meant."""
    turn = walk("我在朝阳区参保，起付线是多少", "understand", "北京市")
    assert turn.ambiguous_place is None
    assert turn.policy_region == "110105"


def test_the_year_named_is_the_year_whose_policy_is_wanted(walk: Walk) -> None:
    """A named year is meant whole, the present one too; of it the day of asking stands for the rest."""
    assert str(walk("2021年的起付线是多少", "understand").works[0].days.last) == "2021-12-31"
    this_year = walk("今年的起付线是多少", "understand").works[0].days
    assert (str(this_year.first), str(this_year.last), this_year.day) == ("2023-01-01", "2023-12-31", DAY)
    assert walk("起付线是多少", "understand").works[0].days.first == DAY


def test_several_questions_are_several_works(walk: Walk) -> None:
    """Each question of a message is looked into on its own."""
    turn = walk("异地备案怎么办？男职工陪产津贴有几天？", "understand")
    assert len(turn.works) == 2
    assert "陪产津贴" not in turn.works[0].ask.text


def test_words_misheard_are_repaired(walk: Walk) -> None:
    """A policy word that was heard wrong is understood by its sound."""
    assert "备案" in walk("异地就医备岸怎么办", "understand").works[0].ask.text


def test_a_first_message_continues_nothing(walk: Walk) -> None:
    """An ellipsis without anything before it stands alone."""
    (work,) = walk("那退休的呢", "understand").works
    assert work.ask.context == ""


def test_an_empty_message_has_no_work(walk: Walk) -> None:
    """Marks alone ask for nothing."""
    assert walk("？？？", "understand").works == []
