"""Is the evidence enough? Abstain unless a clause meets what was asked."""

from __future__ import annotations

import pytest

from assistant.turn import Verdict, Work
from tests.assistant.conftest import Walk


def judged(walk: Walk, text: str, region: str | None = "游仙区") -> Work:
    """The one work of a message after the judge."""
    (work,) = walk(text, "judge", region).works
    return work


@pytest.mark.parametrize(
    ("text", "region", "clause"),
    [
        ("职工医保普通门诊的起付标准是多少", "游仙区", "youxian-interview-2023.outpatient-deductible"),
        ("异地就医的咨询电话是多少", "游仙区", "youxian-interview-2023.away-phone"),
        ("急诊住院最迟几个小时内登记", "秦安县", "qinan-notice-2018.admission-registration"),
        ("聘请了多少名社会监督员", "岱岳区", "daiyue-fund-2021.supervisors"),
        ("政务服务大厅在几楼", "娄星区", "louxing-news-2020.service-hall"),
    ],
)
def test_full_where_a_clause_answers(walk: Walk, text: str, region: str, clause: str) -> None:
    """The clause that answers comes first."""
    work = judged(walk, text, region)
    assert work.verdict is Verdict.FULL
    assert work.evidence[0].clause.id == clause


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("居民医保普通门诊统筹的起付标准是多少", "游仙区"),
        ("职工医保住院的封顶线是多少元", "游仙区"),
        ("试管婴儿能报销吗", "游仙区"),
        ("异地就医的咨询电话是多少", "秦安县"),
        ("驾驶证过期怎么换", "游仙区"),
        ("2021年职工医保统筹基金支出多少", "游仙区"),
    ],
)
def test_none_where_no_clause_answers(walk: Walk, text: str, region: str) -> None:
    """Another facet, another year, another subject or a thing not spoken of is no answer."""
    work = judged(walk, text, region)
    assert work.verdict is Verdict.NONE
    assert work.evidence == ()


def test_says_why_the_nearest_clauses_do_not_answer(walk: Walk) -> None:
    """What was rejected is kept with its reason."""
    work = judged(walk, "居民医保普通门诊统筹的起付标准是多少")
    reasons = dict(objection.split(": ", 1) for objection in work.objections)
    assert "insured" in reasons["youxian-interview-2023.outpatient-deductible"]


def test_a_districts_rule_is_not_its_citys(walk: Walk) -> None:
    """Where only a district holds the answer, the city's question asks which district."""
    work = judged(walk, "医保窗口周六办业务吗", "绵阳市")
    assert work.verdict is Verdict.WHICH_PLACE
    assert work.elsewhere == ("510704",)


def test_without_a_place_asks_whose(walk: Walk) -> None:
    """Where the place is open and some place answers, it is asked which."""
    work = judged(walk, "急诊住院最迟几个小时内登记", None)
    assert work.verdict is Verdict.WHICH_PLACE
    assert "620522" in work.elsewhere


def test_a_national_clause_answers_everywhere(walk: Walk) -> None:
    """What the nation says holds in every place and in none."""
    for region in ("游仙区", "秦安县", None):
        assert judged(walk, "火警电话是多少", region).verdict is Verdict.FULL


def test_a_second_clause_only_where_it_adds(walk: Walk) -> None:
    """Evidence holds no clause twice and at most three."""
    work = judged(walk, "职工医保个人账户能给家里哪些人用")
    ids = [hit.clause.id for hit in work.evidence]
    assert 1 <= len(ids) == len(set(ids)) <= 3
