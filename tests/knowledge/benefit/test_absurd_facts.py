"""Absurd facts: whatever is given for any input of any rule, a right number comes or one Chinese line, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.benefit import Calculation, FactError, Rule, calculate

NESTED: list[Any] = []
for _ in range(5000):
    NESTED = [NESTED]

ABSURD: list[object] = [
    # numbers that are none, too many, too fine
    "-1", "-0", "−1", "0", "0.00", "-0.01", "1e18", "1E5", "1000000000000000000", "9" * 400, "0.005", "1.234", "0.3333333",
    "NaN", "nan", "Infinity", "-inf", "∞", "1/3", "0x10", "1_000", "1,00", "1，000", "１２３", "１２．５", "壹佰", "一百", "½",
    "50%", "５０％", "101%", "0.5", "百分之五十", "1万", "1亿", "99999亿", "¥1", "$1", "1元", "1块", "1个月", "3年", "+1", "1.", ".5",
    0, 1, -1, 2, 10**9, 10**9 + 1, 10**18, 10**5000, -(10**5000), True, False,
    0.1, 1.0, float("nan"), float("inf"), -0.0,
    Decimal("0.1"), Decimal("-0"), Decimal("1E+5"), Decimal("1E-5"), Decimal("1E+999999"), Decimal("0E+999999"), Decimal("NaN"),
    Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("0." + "3" * 300), Fraction(1, 3), 1j,
    # days and moments
    "2024-02-30", "2023-02-29", "2024-13", "2024-00", "2024-05-00", "0000-01-01", "9999-12-31", "2024-06-31T08:30",
    "2024-06-01T24:00", "2024-06-01T08:60", "2024-06-01T08:30Z", "2024-06-01T08:30+08:00", "2024-06-0108:30", "20240601",
    "２０２４－０６－０１", "2024年6月1日", "2024-06-01", "2024-06", "2024-06-01 08:30", "昨天", "2024-06-01" + " " * 60 + "甲",
    date(2024, 6, 1), date.min, date.max, datetime(2024, 6, 1, 8, 30), datetime(2024, 6, 1, 8, 30, 59, 999999),
    datetime(2024, 6, 1, 8, 30, tzinfo=UTC), datetime.max,
    # other things
    "", " ", "\n", "\x00", "\u2028", "甲\n乙", "\ud800", "甲" * 100_000, "<script>", "' OR 1=1", "null", "None", "true",
    b"100", b"\xff", [], ["100"], [100], [10**5000], NESTED, (), ("active",), {}, {"amount": "100"}, {1: 2}, {"active"}, object(), type, len,
    Ellipsis, range(3), "active", "在职", " ACTIVE ", "ａｃｔｉｖｅ", "first", "none",
]  # fmt: skip
FRAMES: list[object] = [
    [], [{}], [None], ["x"], [[]], [{"amount": 1}] * 367, [{"amount": "1"}, 5], {"amount": 1}, "1", 1, True, [{"amount": [10**5000]}],
    [{1: 2}], [{"visits": []}], [{"amount": "1", "甲\n乙": 1}], (), iter([]), [{10**5000: 1}],
]  # fmt: skip
YEARS: list[object] = [
    "23", "二〇二四", "2024年", "２０２４", 2024, 1899, 2200, 10**5000, -1, 0, True, 2024.0, Decimal("2024"), Decimal("2024.5"),
    Decimal("NaN"), Decimal("sNaN"), Decimal("1E+999999"), "", "\n", [], {}, [2024], date(2024, 1, 1), "9" * 5000, b"2024",
]  # fmt: skip


@pytest.fixture(scope="module")
def every_rule(rules: dict[str, Rule], city_rules: dict[str, Rule]) -> dict[str, Rule]:
    """Every shipped rule and every rule of the made-up city."""
    return {**rules, **city_rules}


def outcome(rule: Rule, facts: Mapping[Any, object], day: date) -> Calculation | None:
    """What came of it, None where a fact was refused; whatever is neither, fails."""
    try:
        done = calculate(rule, facts, day)
    except FactError as error:
        line = str(error)
        assert re.search(r"[\u4e00-\u9fff]", line)
        assert len(line.splitlines()) == 1
        assert len(line) < 400
        assert isinstance(error.name, str)
        return None
    for result in done.results:
        if isinstance(result.value, Decimal):
            assert result.value.is_finite()
            assert result.value >= 0
            assert result.unit != "yuan" or result.value * 100 % 1 == 0
        assert len(result.text.splitlines()) == 1
    parts = {result.name: result.value for result in done.results if isinstance(result.value, Decimal)}
    if {"fund", "self"} <= parts.keys():
        bills = done.case.get("visits", [done.case])
        assert sum(parts[name] for name in parts if name in ("fund", "serious", "aid", "self")) == sum(
            Decimal(bill["amount"]) for bill in bills
        )
    done.model_dump_json()
    return done


def complete(rule: Rule) -> Iterator[tuple[Mapping[str, Any], date]]:
    """The cases of the rule's own examples that come to a result."""
    for example in rule.examples:
        day = example.day or rule.checked
        if example.expect.values:
            yield example.case, day


def test_every_input(every_rule: dict[str, Rule]) -> None:
    """Each absurd fact for each input of each rule, the rest being right: refused in one line, or calculated."""
    refused = 0
    for rule in every_rule.values():
        case, day = next(complete(rule))
        for name in rule.inputs:
            if name in case.get("visits", [{}])[0]:
                continue
            for fact in ABSURD:
                refused += outcome(rule, {**case, name: fact}, day) is None
    assert refused > 5000


def test_every_frame(every_rule: dict[str, Rule]) -> None:
    """Lists of visits, years and names that are none of the rule's are refused in one line, or calculated."""
    for rule in every_rule.values():
        case, day = next(complete(rule))
        for name, facts in (("visits", FRAMES), ("year", YEARS)):
            for fact in facts:
                outcome(rule, {**case, name: fact}, day)
        for unknown in ("", "甲", "甲\n乙", "a" * 5000, "\ud800", 1, 10**5000, None, (), 2.5, Decimal("NaN")):
            assert outcome(rule, {**case, unknown: "1"}, day) is None


@settings(max_examples=400, deadline=None, derandomize=True)
@given(data=st.data())
def test_drawn(every_rule: dict[str, Rule], data: st.DataObject) -> None:
    """Any facts at once, drawn by chance for a rule drawn by chance: refused in one line, or calculated."""
    rule = every_rule[data.draw(st.sampled_from(sorted(every_rule)))]
    case, day = data.draw(st.sampled_from(list(complete(rule))))
    text = st.text(max_size=60)
    anything = st.one_of(
        st.sampled_from(ABSURD), text, st.integers(), st.decimals(), st.floats(), st.dates(), st.datetimes(), st.none()
    )
    facts = data.draw(st.dictionaries(st.sampled_from([*rule.inputs, "year", "visits"]), anything, max_size=4))
    outcome(rule, {**case, **facts}, day)


RIGHT: dict[str, tuple[str, dict[str, object], list[object]]] = {
    "full-width digits": ("510704.primary-inpatient", {"amount": "１，０００"}, [810, 190]),
    "zero": ("510704.primary-inpatient", {"amount": 0}, [0, 0]),
    "minus zero": ("510704.primary-inpatient", {"amount": Decimal("-0.00")}, [0, 0]),
    "the largest bill": ("510704.primary-inpatient", {"amount": 10**9}, [899_999_910, 100_000_090]),
    "a ratio of six decimals": (
        "330900.resident-away",
        {"filing": "unfiled", "ratio": "33.3333%", "deductible": 0, "amount": 10**9},
        [233_333_000, 766_667_000, 10**9, Decimal("0.233333")],
    ),
    "a ratio of 100%": ("330900.resident-away", {"filing": "filed", "ratio": 1}, [1]),
    "heads and years at their most": (
        "330900.enrolment-aid",
        {"group": "特困人员", "heads": 10**9, "years": 10},
        [4 * 10**12],
    ),
    "a day for a month": ("330900.settlement-day", {"month": date(2024, 12, 31)}, [date(2025, 1, 15), date(2025, 2, 28)]),
    "the last month there is": ("330900.settlement-day", {"month": "2199-12"}, [date(2200, 1, 15), date(2200, 2, 28)]),
    "a leap day": ("330900.waiting-period", {"reason": "resumed", "start": "2023-11-30"}, [date(2024, 2, 29)]),
    "the last moment there is": (
        "330900.admission-registration",
        {"urgency": "emergency", "start": datetime(2199, 12, 31, 23, 59)},
        [datetime(2200, 1, 2, 23, 59)],
    ),
    "one case of twenty": ("330900.case-checks", {"kind": "ordinary", "cases": "１"}, [1]),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_taken(every_rule: dict[str, Rule], name: str) -> None:
    """What is odd but can be used comes to the right figure."""
    rule, facts, values = RIGHT[name]
    done = calculate(every_rule[rule], facts, every_rule[rule].checked)
    assert [result.value for result in done.results] == values


SAID: dict[str, tuple[str, dict[str, object], str]] = {
    "below a fen": ("510704.primary-inpatient", {"amount": "1.234"}, "“1.234”小于一分；请最多写两位小数"),
    "a ratio without end": (
        "330900.resident-away",
        {"filing": "filed", "ratio": "0.3333333"},
        "“0.3333333”的小数太多；请最多写6位小数",
    ),
    "half a head": ("330900.enrolment-aid", {"group": "extreme", "heads": "2.5"}, "“2.5”不是整数；请写整数"),
    "no such day": ("330900.waiting-period", {"reason": "resumed", "start": "2023-02-29"}, "没有这一天或这一时刻"),
    "no such day of a month": ("330900.settlement-day", {"month": "2024-05-99"}, "没有这一天或这一时刻"),
    "a moment without its hour": (
        "330900.admission-registration",
        {"urgency": "emergency", "start": "2024-06-01"},
        "请写成 2018-05-01 08:30 的形式",
    ),
    "day and hour run together": (
        "330900.admission-registration",
        {"urgency": "emergency", "start": "2024-06-112:30"},
        "请写成 2018-05-01 08:30 的形式",
    ),
    "a list of a number too long to write": ("510704.primary-inpatient", {"amount": [10**5000]}, "“过大的数”不是数"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_refused(every_rule: dict[str, Rule], name: str) -> None:
    """What cannot be used is refused with what is wrong and how to write it."""
    rule, facts, sentence = SAID[name]
    with pytest.raises(FactError) as caught:
        calculate(every_rule[rule], facts, every_rule[rule].checked)
    assert sentence in str(caught.value)
