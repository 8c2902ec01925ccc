"""Whose bill is which, and what is said of it alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculation.casework import Bill, names_a_place, read_casework


def told(text: str) -> list[tuple[str, str, str]]:
    """Each bill with whose it is and where it was."""
    return [(bill.who, bill.facts.get("tier", ""), bill.yuan) for bill in read_casework(text).bills]


@pytest.mark.parametrize(
    ("text", "bills"),
    [
        ("三级医院看门诊花了1150", [("", "tertiary", "1150")]),
        ("我在三级医院花了1600，又去药店买药花了300", [("本人", "tertiary", "1600"), ("本人", "pharmacy", "300")]),
        (
            "三月份在二级医院花了480，五月份在三级医院花了900，都是看门诊",
            [("", "secondary", "480"), ("", "tertiary", "900")],
        ),
        ("第一次在三甲花了600，第二次还是那家医院花了800", [("", "tertiary", "600"), ("", "tertiary", "800")]),
    ],
)
def test_bills_in_their_order(text: str, bills: list[tuple[str, str, str]]) -> None:
    """Each visit has its own place; one that goes to the same place keeps it."""
    assert told(text) == bills


@pytest.mark.parametrize(
    ("text", "bills"),
    [
        (
            "我爸退休，在社区医院看门诊花了500；我妈还没退休，在三级医院看门诊花了1200",
            [("父亲", "primary", "500"), ("母亲", "tertiary", "1200")],
        ),
        (
            "我老汉退休，我在职，都在三级医院看门诊，他花了900，我花了700",
            [("父亲", "tertiary", "900"), ("本人", "tertiary", "700")],
        ),
        ("我妈在药店买药花了260，我婆婆在社区花了310", [("母亲", "pharmacy", "260"), ("婆婆", "primary", "310")]),
    ],
)
def test_whose_bill(text: str, bills: list[tuple[str, str, str]]) -> None:
    """A bill belongs to whoever was named last; 他 is the other one spoken of."""
    assert told(text) == bills


def test_what_is_said_of_a_person() -> None:
    """Working or retired is said of a person, not of the sum beside it."""
    bills = read_casework("我老汉退休，我在职，都在三级医院看门诊，他花了900，我花了700").bills
    assert [bill.facts["status"] for bill in bills] == ["retired", "active"]


def test_what_is_said_of_all() -> None:
    """What is said behind all bills holds for each."""
    found = read_casework("我妈在药店买药花了260，我婆婆在社区花了310，都是退休职工")
    assert found.shared == {"insured": "employee", "status": "retired"}
    assert all("status" not in bill.facts for bill in found.bills)


def test_a_couple_with_as_much_each() -> None:
    """So much each is two bills of a couple."""
    found = read_casework("老两口都退休了，一人花了800块看门诊")
    assert [(bill.who, bill.yuan) for bill in found.bills] == [("本人", "800"), ("爱人", "800")]
    assert found.couple and found.shared["status"] == "retired"


def test_two_kinds_of_care() -> None:
    """One person's bills of two kinds of care each keep their kind."""
    bills = read_casework("门诊花了700块，住院花了6000块").bills
    assert [(bill.facts["care"], bill.yuan) for bill in bills] == [("outpatient", "700"), ("inpatient", "6000")]


def test_two_ways_of_one_bill() -> None:
    """One sum of which two things are said stands for two cases, in the order in which they are said."""
    found = read_casework("花了1600元，退休的比在职的多报多少")
    assert [bill.yuan for bill in found.bills] == ["1600"]
    assert found.several == {"status": ("retired", "active")}


def test_sums_beside_a_bill() -> None:
    """What was paid before, what lies outside and what one paid are no bills."""
    found = read_casework("今年报销了1200块，这回在药店买药花了360，其中自费40")
    assert ([bill.yuan for bill in found.bills], found.other) == (["360"], {"paid": "1200", "out_of_scope": "40"})


def test_a_wage_beside_a_bill() -> None:
    """A wage told with a bill is no second bill; where the account is asked about, it is the base."""
    assert [bill.yuan for bill in read_casework("工资5200，门诊花了900，能报多少").bills] == ["900"]
    assert [bill.role for bill in read_casework("工资5200，医保卡上每月划多少").bills] == ["base"]


def test_below_zero() -> None:
    """A sum below zero is told apart and is no bill."""
    found = read_casework("门诊花了-300元")
    assert found.negative and found.bills == ()


@pytest.mark.parametrize(
    ("text", "named"), [("后来去了药店", True), ("还是那家医院", False), ("又去了那个医院", False), ("花了三百", False)]
)
def test_another_place(text: str, named: bool) -> None:
    """The same hospital again is no other place."""
    assert names_a_place(text) is named


def test_kept_from_turn_to_turn() -> None:
    """A bill comes back from a conversation as it was put into it."""
    for bill in (
        Bill("母亲", "amount", {"tier": "pharmacy", "amount": "260"}),
        Bill("", "amount", {"amount": "300"}, True),
    ):
        assert Bill.from_state(bill.as_state()) == bill


@given(st.text(alphabet="我爸妈他在职退休三级医院药店门诊住院花了又一共0123456789百千万元块，。", max_size=60))
def test_never_raises(text: str) -> None:
    """Any text has bills or none."""
    for bill in read_casework(text).bills:
        assert bill.yuan
