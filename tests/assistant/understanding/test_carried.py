"""What a message that only corrects does to the facts known so far."""

from __future__ import annotations

import pytest

from assistant.conversation import State
from assistant.understanding.carried import carried, meaning, put_right, remembered, summed
from assistant.understanding.thread import Link


@pytest.mark.parametrize(
    ("known", "told", "text", "facts"),
    [
        ({"amount": "888", "paid": "2350"}, {}, "写错了 是2035", {"paid": "2035"}),
        ({"amount": "1500"}, {"amount": "1560"}, "打错了，1560", {"amount": "1560"}),
        ({"amount": "1500", "paid": "600"}, {"amount": "800"}, "记错了，800", {"paid": "800"}),
        ({"amount": "1500", "out_of_scope": "200"}, {"amount": "1600"}, "1500错了，应该1600", {"amount": "1600"}),
        ({"amounts": "260,540,1250"}, {"amount": "450"}, "中间那次不是540，是450", {"amounts": "260,450,1250"}),
        (
            {"amounts": "260,540,1250", "out_of_scope": "50"},
            {},
            "光算最后那次呢",
            {"amount": "1250", "out_of_scope": "50"},
        ),
        ({"amount": "12000", "ratio": "70%"}, {}, "搞错 本来是65", {"ratio": "65%"}),
        ({"amount": "1500"}, {"amount": "300"}, "里头三百是进口药", {}),
        ({"amount": "1500"}, {}, "说错了，我妈62", {}),
        ({"amount": "1500"}, {}, "说错了，是2019年", {}),
        ({"amount": "1500", "out_of_scope": "600"}, {"amount": "60"}, "不，是六十，不是六百", {"out_of_scope": "60"}),
        ({"amounts": "640,1100"}, {"amount": "350"}, "还漏了一次，上周又去花了三百五", {"amounts": "640,1100,350"}),
        ({"amount": "320"}, {"amount": "95"}, "我上个礼拜还花了九十五，加起来算", {"amounts": "95,320"}),
        ({"amounts": "300,300,300"}, {}, "第三回其实没去成", {"amounts": "300,300"}),
        ({"amounts": "300,300"}, {}, "后一张退了，只算头一张", {"amount": "300"}),
        ({"amounts": "640,1100"}, {}, "后一张退休的能报不", {}),
        ({"amounts": "840,1260"}, {"amount": "95"}, "膏药问到了，95块", {"out_of_scope": "95"}),
        (
            {"amount": "1775"},
            {"amount": "800", "reported": "360"},
            "二月看过一回，八百，报了三百六",
            {"accrued": "800", "paid": "360"},
        ),
        ({"amount": "1775", "paid": "360"}, {"reported": "306"}, "报的是三百零六，不是三百六", {"paid": "306"}),
        ({"amount": "1500", "balance": "800"}, {"amount": "1200"}, "那花了1200呢", {"amount": "1200"}),
    ],
)
def test_what_is_put_right(known: dict[str, str], told: dict[str, str], text: str, facts: dict[str, str]) -> None:
    """A correction goes to the sum that it names, else to the one told last; what corrects nothing stays as told."""
    assert put_right(State(slots=known), told, text) == facts


@pytest.mark.parametrize(
    ("known", "told", "text", "bill"),
    [
        ({"amount": "1680"}, {"patient": "parent"}, "哦说错了，是我妈的票，她还没退", "1680"),
        ({"amount": "2300"}, {"patient": "parent"}, "我是帮我妈问，那个钱是她花的", "2300"),
        ({"amount": "1960", "patient": "parent"}, {"patient": "other"}, "我二姨是居民的，也是花这么多，一样吗", "1960"),
        ({"amount": "1960", "patient": "parent"}, {"patient": "self"}, "那我自己掏的一共好多", "1960"),
        ({"amount": "1960", "patient": "parent"}, {"patient": "other"}, "备了的，我姐给她备的，刚才不晓得", "1960"),
        ({"amount": "1800"}, {"care": "outpatient"}, "哎不是住院，是看门诊", "1800"),
        ({"amount": "1960", "patient": "parent"}, {"patient": "other"}, "我二姨是居民的，她能报哪些东西", None),
        ({"amount": "1960"}, {}, "新单：在职，药店", None),
    ],
)
def test_whether_the_bill_still_counts(
    known: dict[str, str], told: dict[str, str], text: str, bill: str | None
) -> None:
    """A bill stays when only whose it is was wrong, when it is meant again or one's share of it is asked; else it goes."""
    kept = carried(State(ask="报多少", slots=known), Link.GOES_ON, told, text, continues=True)
    assert kept.get("amount") == bill


def test_bills_told_one_after_another_are_added_up() -> None:
    """两回加起来 means all that were told; a new bill, or one alone, is not added to anything."""
    state = State(slots={"amount": "900"}, spent=("4030", "900"))
    assert summed(state, {}, "两回加起总共报多少") == {"amounts": "4030,900"}
    assert summed(state, {"amount": "300"}, "三回加起来呢") == {"amount": "300"}
    assert summed(state.model_copy(update={"spent": ("900",)}), {}, "两回加起来呢") == {}


def test_she_is_the_one_other_person() -> None:
    """她那个呢 means whoever else was told of, where that is one."""
    spouse = {"爱人": {"patient": "spouse", "amount": "340"}}
    assert meaning(State(people=spouse), {}, "她那个呢") == {"patient": "spouse"}
    two = {**spouse, "母亲": {"patient": "parent"}}
    assert meaning(State(people=two), {}, "她那个呢") == {}


def test_a_persons_own_bill_counts_again() -> None:
    """Whoever is turned to brings the bill that was told of them."""
    people = remembered(
        State(),
        {"amount": "760", "tier": "tertiary"},
        None,
        {"爱人": {"amount": "340", "tier": "pharmacy", "patient": "spouse"}},
    )
    state = State(ask="能报多少", slots={"amount": "760", "tier": "tertiary"}, people=people)
    facts = carried(state, Link.GOES_ON, {"patient": "spouse"}, "那我老伴儿的呢", continues=True, who="爱人")
    assert facts["amount"] == "340" and facts["tier"] == "pharmacy"


def test_father_and_mother_are_two() -> None:
    """Though both are parents, what was told of one is not told of the other."""
    state = State(ask="能报多少", who="父亲", slots={"patient": "parent", "status": "retired"})
    facts = carried(state, Link.GOES_ON, {"patient": "parent"}, "那我妈呢", continues=True, who="母亲")
    assert "status" not in facts
