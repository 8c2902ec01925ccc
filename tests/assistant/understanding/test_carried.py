"""Which facts still hold at a message."""

from __future__ import annotations

from assistant.conversation import State
from assistant.understanding.carried import carried, remembered
from assistant.understanding.thread import Link

BILL = {"insured": "employee", "status": "active", "tier": "tertiary", "care": "outpatient", "amount": "1600"}
STATE = State(ask="能报多少", head="能报多少", slots=BILL)


def keep(told: dict[str, str], text: str, state: State = STATE, hangs: Link = Link.GOES_ON) -> dict[str, str]:
    """The facts that hold after a message."""
    return carried(state, hangs, told, text, continues=True) | told


def test_what_was_said_holds() -> None:
    """A fact holds until something else is said of it."""
    assert keep({"tier": "secondary"}, "要是二级医院呢") == BILL | {"tier": "secondary"}


def test_residents_are_not_in_work() -> None:
    """Changed to the residents' scheme, in work or retired falls away."""
    assert "status" not in keep({"insured": "resident"}, "改居民呢")


def test_another_person_has_a_status_of_their_own() -> None:
    """What is known of the caller is not known of the mother, and comes back with the caller."""
    mother = keep({"patient": "parent", "status": "retired"}, "那我妈呢，她退休了")
    assert mother["status"] == "retired" and mother["insured"] == "employee"
    state = STATE.model_copy(update={"slots": mother, "people": remembered(STATE, BILL)})
    assert keep({"patient": "self"}, "那我自己呢", state)["status"] == "active"


def test_a_larger_hospital_is_of_another_tier() -> None:
    """换个大点的医院: which tier it is has to be asked."""
    assert "tier" not in keep({}, "换个大点的医院呢")


def test_a_new_matter_keeps_who_the_person_is() -> None:
    """The case is dropped, the person stays."""
    kept = keep({"care": "maternity"}, "生孩子报多少", hangs=Link.NEW)
    assert kept == {"insured": "employee", "status": "active", "care": "maternity"}
