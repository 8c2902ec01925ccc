"""The facts of the case that one message tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.told import told
from knowledge.hearing import heard


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我爸以前是粮站的，早就没上班了", {"status": "retired", "patient": "parent"}),
        ("俺娘没单位，村里交的", {"insured": "resident", "patient": "parent"}),
        ("单位给我交的职工医保", {"insured": "employee", "status": "active"}),
        ("哦说错了，他是没退的", {"status": "active"}),
        ("生娃儿剖的", {"care": "maternity", "delivery": "caesarean"}),
        ("两种慢病", {"care": "chronic", "diseases": "several"}),
        ("没跟谁打招呼就去重庆住院了", {"care": "inpatient", "filing": "unfiled"}),
        ("急诊住进去的", {"care": "inpatient", "admission": "emergency"}),
        ("没办转诊自己去了天水的三甲", {"referral": "unreferred", "tier": "tertiary"}),
        ("转诊手续办好了", {"referral": "referred"}),
        ("在镇卫生院住了八天", {"care": "inpatient", "tier": "primary"}),
    ],
)
def test_what_is_told(text: str, facts: dict[str, str]) -> None:
    """Facts are understood in people's own words."""
    found = told(heard(text), {})
    assert {name: found.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我没退款", "status"),
        ("药店退了多少违规基金", "status"),
        ("转诊怎么办", "referral"),
        ("异地就医要不要备案", "filing"),
        ("特门现在管几种病", "diseases"),
        ("双休日上班吗", "status"),
        ("我开药店的，想申请定点", "care"),
        ("带娃儿看病要带什么", "delivery"),
    ],
)
def test_what_is_not_told(text: str, name: str) -> None:
    """What is asked, denied or said of something else is no fact."""
    assert name not in told(heard(text), {})


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    """Of two values the one behind the correction stands."""
    assert told("我妈在职,哦不对,退休了", {})["status"] == "retired"


def test_several_people_are_told_apart() -> None:
    """What is said of another than the one whose case it is does not count."""
    assert told("我在上班,我妈退休了,她去三甲看门诊", {})["status"] == "retired"


def test_two_that_both_stand_are_left_open() -> None:
    """A message that compares two kinds tells neither as a fact."""
    assert "tier" not in told("三级医院和二级医院各报多少", {})


@pytest.mark.parametrize(("before", "name"), [({"referral": "referred"}, "referral"), ({"filing": "filed"}, "filing")])
def test_a_formality_is_the_one_spoken_of(before: dict[str, str], name: str) -> None:
    """手续没办上 is of the referral or the filing, whichever the talk was of."""
    assert told("记错了,那手续没办上", before)[name].startswith("un")


def test_a_thing_only_thought_of_is_no_fact_beside_what_is() -> None:
    """比办了转诊的少拿多少: the case itself went without."""
    assert told("没办转诊去兰州住院,比办了转诊的少拿多少", {})["referral"] == "unreferred"


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    """Any text is read."""
    assert isinstance(told(heard(text), {}), dict)
