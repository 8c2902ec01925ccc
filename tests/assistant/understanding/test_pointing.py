"""Pointing at the document that names no place."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.understanding.pointing import pointed_documents, points_at, written_on
from knowledge.document import Header, Kind
from knowledge.generation import Generation

REPORT = Header(id="r", title="2018年上半年城乡居民医保工作情况汇报", kind=Kind.REPORT)


@pytest.mark.parametrize(
    "message",
    [
        "2018年上半年那份汇报里写了什么",
        "18年上半年的医保工作报告",
        "二〇一八年上半年的总结",
        "一八年上半年汇报里有多少人",
        "城乡居民医保工作情况汇报2018年上半年",
        "一八年上半年居民医保会报",
        "2018年头半年的医保惠报",
    ],
)
def test_title_or_kind_and_period_point(message: str) -> None:
    """Most of the title, or the kind together with the period, means the document."""
    assert points_at(message, REPORT)


@pytest.mark.parametrize(
    "message",
    [
        "2018年上半年参保多少人",
        "2019年上半年那份汇报",
        "2018年下半年那份汇报",
        "那份汇报里有多少人",
        "2018年的通知",
        "居民医保在哪里登记",
    ],
)
def test_less_does_not_point(message: str) -> None:
    """The period alone, the kind alone, or another period means nothing."""
    assert not points_at(message, REPORT)


def test_a_document_with_a_place_is_never_pointed_at() -> None:
    """A document that has a place is found by its place, not by its title."""
    placed = REPORT.model_copy(update={"id": "p", "region": "510704"})
    assert pointed_documents("2018年上半年那份汇报", [REPORT, placed], {}) == ("r",)


def test_a_name_that_only_one_document_holds_points(generation: Generation) -> None:
    """A proper name that stands in the report alone means the report."""
    headers = generation.store.headers.values()
    assert pointed_documents("康富医院是怎么回事", headers, generation.names) == ("county-report-2018h1",)
    assert pointed_documents("那家医院是怎么回事", headers, generation.names) == ()


def test_a_name_is_cut_out_of_its_sentence(generation: Generation) -> None:
    """A name points wherever in a sentence of the report it stands."""
    headers = generation.store.headers.values()
    assert pointed_documents("东塘医院出了什么事", headers, generation.names) == ("county-report-2018h1",)


def test_a_misheard_name_points(generation: Generation) -> None:
    """A name is known by its sound; that of a village clinic is more than its kind."""
    headers = generation.store.headers.values()
    for text in ("东糖医院出了什么事", "长份村卫生室的医生怎么了"):
        assert pointed_documents(text, headers, generation.names) == ("county-report-2018h1",)
    assert pointed_documents("我们村卫生室看病报多少", headers, generation.names) == ()


def test_a_report_counts_from_its_own_days() -> None:
    """Who names the year of the report means its 去年; who names none counts from today."""
    assert written_on("2018年上半年那份汇报里的去年", REPORT) == date(2018, 6, 30)
    assert written_on("去年上半年那份工作汇报", REPORT) is None
