"""Which clauses are looked at: the place's chain, the document pointed at, and where the place is open, all places."""

from __future__ import annotations

import pytest

from assistant.turn import Work
from knowledge.region import places
from tests.assistant.conftest import Walk


def _regions(work: Work, which: str) -> set[str | None]:
    return {hit.clause.region for hit in getattr(work, which).hits}


@pytest.mark.parametrize("region", ["游仙区", "秦安县", "岱岳区", "娄星区"])
def test_only_the_places_own_chain(walk: Walk, region: str) -> None:
    """What is found belongs to the place, its parents or the nation; no other place's clause is ever seen."""
    (work,) = walk("医保怎么报销", "retrieve", region).works
    chain = places().chain(places().resolve(region))
    assert work.found.hits
    assert _regions(work, "found") <= set(chain)


def test_a_citys_districts_are_kept_apart(walk: Walk) -> None:
    """For a city, what its districts say is found beside, never among, its own."""
    (work,) = walk("医保局窗口周六上班吗", "retrieve", "绵阳市").works
    assert "510704" not in _regions(work, "found")
    assert _regions(work, "below") == {"510704"}


def test_without_a_place_every_place_is_beside(walk: Walk) -> None:
    """No place known: the nation's clauses are found, those of places only beside."""
    (work,) = walk("职工门诊起付标准是多少", "retrieve", None).works
    assert _regions(work, "found") <= {"100000"}
    assert "510700" in _regions(work, "below")


def test_a_document_without_a_place_only_when_pointed_at(walk: Walk) -> None:
    """The report that names no place is searched only where the person points at it."""
    pointed = walk("2018年上半年那份汇报里编制有多少人", "retrieve").works[0]
    assert any(hit.clause.document_id == "county-report-2018h1" for hit in pointed.found.hits)
    plain = walk("医保中心的编制有多少人", "retrieve").works[0]
    found = (*plain.found.hits, *plain.below.hits)
    assert not any(hit.clause.document_id == "county-report-2018h1" for hit in found)


def test_what_is_not_yet_in_force_is_set_aside_with_the_reason(walk: Walk) -> None:
    """Before the first day of a rule its clauses are rejected, and the reason is kept."""
    (work,) = walk("2022年职工门诊起付标准是多少", "retrieve").works
    reasons = {hit.clause.id: reason for hit, reason in work.found.rejected}
    assert "youxian-interview-2023.outpatient-deductible" not in {hit.clause.id for hit in work.found.hits}
    assert "2023-01-01" in reasons["youxian-interview-2023.outpatient-deductible"]
