"""How a message hangs on the conversation."""

from __future__ import annotations

import pytest

from assistant.conversation import State, Topic
from assistant.understanding.thread import Link, leans, link

PHARMACY = Topic(ask="药店买药五百二报多少", head="药店买药五百二报多少", slots={"tier": "pharmacy", "amount": "520"})
BIRTH = State(ask="居民顺产报多少", head="居民顺产报多少", slots={"care": "maternity", "delivery": "natural"})


@pytest.mark.parametrize(
    "text", ["那剖的呢", "电话多少", "要带什么材料", "哪个文件说的", "一共多少", "居民医保也一样吗"]
)
def test_what_leans(text: str) -> None:
    """A message that names no matter of its own goes on with the one before."""
    assert leans(text, BIRTH, {}, place=False)


@pytest.mark.parametrize("text", ["另外问一下医保卡清零的事是怎么回事", "对了还想问骗保举报奖励有多少"])
def test_what_stands_alone(text: str) -> None:
    """Another matter does not lean on the one before."""
    assert not leans(text, BIRTH, {}, place=False)


def test_a_fact_is_never_alone() -> None:
    """What asks nothing is said of what was asked."""
    assert leans("是退休的", BIRTH, {"status": "retired"}, place=False)


def test_another_kind_of_care_begins_a_new_matter() -> None:
    """What is known of a birth is not known of a stay in hospital."""
    assert link("住院起付线是多少钱一次", BIRTH, {"care": "inpatient"})[0] is Link.NEW


def test_an_earlier_matter_is_taken_up_again() -> None:
    """先前问的药店那个 leads back to its ask and its facts."""
    state = BIRTH.model_copy(update={"topics": (PHARMACY,)})
    hangs, topic = link("先前问的药店那个再算一遍，按八百", state, {"amount": "800"})
    assert (hangs, topic) == (Link.RETURNS, PHARMACY)
    assert state.back_to(PHARMACY).slots == PHARMACY.slots
    assert state.back_to(PHARMACY).topics[-1].head == BIRTH.head


def test_nothing_before_is_nothing_to_lean_on() -> None:
    """A first message stands alone."""
    assert not leans("那呢", State(), {}, place=False)
    assert link("那呢", State(), {})[0] is Link.NEW
