"""Facets of a message as facts."""

from __future__ import annotations

from assistant.understanding.facts import facet_slots, spoken_digits
from knowledge.facets import recognise


def test_spoken_digits_leave_other_numerals() -> None:
    """Only digit-by-digit years are rewritten."""
    assert spoken_digits("二〇一八年报了二十八元") == "2018年报了二十八元"


def test_facets_that_say_one_thing_become_slots() -> None:
    """A facet with one value is a slot; with two it decides nothing."""
    assert facet_slots(recognise("在职职工在三级医院看门诊")) == {
        "insured": "employee",
        "status": "active",
        "tier": "tertiary",
        "care": "outpatient",
    }
    assert "status" not in facet_slots(recognise("在职和退休职工"))
