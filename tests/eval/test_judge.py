"""Every verdict, and what it takes for a text to show a figure."""

from datetime import date
from typing import Any

import pytest
from eval_fakes import reply

from assistant.reply import RegionName, Reply
from eval.judge import Verdict, judge, same, shows
from eval.suite import Case

RIGHT = frozenset({"d.cap"})


def case(**fields: Any) -> Case:
    """A case that wants 2000元 a year from d.cap, unless told otherwise."""
    return Case.model_validate({"id": "a", "turns": ["问"], "expect": ["answer"]} | fields)


CAP = {"must": ["2000元", ["每年", "一年"]], "must_not": ["2500元"]}
CAP_TEXT = "在职职工一年最多报 2000 元。"


HERE, ELSEWHERE = ["d.cap"], ["d.other"]
NONE, STAY = {"expect": ["no_basis"]}, {"expect": ["no_basis"], "must_not": ["90%"]}
CALC = {"calc": "700元"}
ASKS = {"expect": ["clarify"]}
PHONE = {"expect": ["handoff"], "must": ["12393"]}

CASES: dict[str, tuple[dict[str, Any], Reply, Verdict]] = {
    "all facts": (CAP, reply("answer", CAP_TEXT, HERE), Verdict.RIGHT),
    "right facts from another clause": (CAP, reply("answer", CAP_TEXT, ELSEWHERE), Verdict.RIGHT),
    "no facts listed, right clause": ({}, reply("answer", "最多2000元。", HERE), Verdict.RIGHT),
    "computed right": (CALC, reply("answer", "可报700元。", HERE, calculated="700.00"), Verdict.RIGHT),
    "second best kind": ({"expect": ["no_basis", "handoff"]}, reply("handoff"), Verdict.RIGHT),
    "a fact missing": (CAP, reply("answer", "最多2000元。", HERE), Verdict.PARTIAL),
    "partial where an answer was wanted": (CAP, reply("partial", CAP_TEXT, HERE), Verdict.PARTIAL),
    "hides what is not known": ({"expect": ["partial"]}, reply("answer", "全部", HERE), Verdict.PARTIAL),
    "answers and asks": (ASKS, reply("answer", "2000元", HERE, asks="status"), Verdict.PARTIAL),
    "phone missing": (PHONE, reply("handoff", "请转人工"), Verdict.PARTIAL),
    "near miss shown": (CAP, reply("answer", CAP_TEXT + "退休2500元。", HERE), Verdict.WRONG_FIGURE),
    "computed something else": (CALC, reply("answer", "报650元。", HERE, calculated="650"), Verdict.WRONG_FIGURE),
    "a figure within a refusal": (STAY, reply("no_basis", "在职报90%"), Verdict.WRONG_FIGURE),
    "figure inside another": (CALC, reply("answer", "报1,700元。", HERE), Verdict.WRONG_CLAUSE),
    "beside the question": (CAP, reply("answer", "请携带身份证。", HERE), Verdict.WRONG_CLAUSE),
    "no facts listed, other clause": ({}, reply("answer", "请携带身份证。", ELSEWHERE), Verdict.WRONG_CLAUSE),
    "no citation": (CAP, reply("answer", CAP_TEXT), Verdict.UNCITED),
    "nothing answers": (NONE, reply("answer", "2000元", HERE), Verdict.FALSE_ANSWER),
    "should refuse": ({"expect": ["refuse"]}, reply("partial", "这样办", HERE), Verdict.FALSE_ANSWER),
    "should ask": (ASKS, reply("answer", "2000元", HERE), Verdict.FALSE_ANSWER),
    "sent away though known": (CAP, reply("no_basis", "没有依据"), Verdict.WRONG_REFUSAL),
    "needless question": (CAP, reply("clarify", "在职还是退休？"), Verdict.WRONG_KIND),
    "another way out": ({"expect": ["handoff"]}, reply("no_basis"), Verdict.WRONG_KIND),
}


@pytest.mark.parametrize("name", CASES)
def test_each_verdict(name: str) -> None:
    """A reply gets the verdict that its harm deserves."""
    fields, given, verdict = CASES[name]
    assert judge(case(**fields), given, RIGHT).verdict is verdict


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("共 2 000 元", "2000元", True),
        ("共2,000元", "2000元", True),
        ("共２０００元", "2000元", True),
        ("比例为60％", "60%", True),
        ("共12000元", "2000元", False),
        ("共0.2000元", "2000元", False),
        ("比例160%", "60%", False),
        ("电话0816-53637712", "0816-5363771", False),
        ("电话 0816-5363771。", "0816-5363771", True),
        ("第3.5条", "第3", False),
        ("自2023年1月1日起", "2023年1月1日", True),
        ("APP办理", "app", True),
    ],
)
def test_showing_a_figure(text: str, wanted: str, found: bool) -> None:
    """Blanks, widths and separators do not matter; a figure within a longer one is another figure."""
    assert shows(text, wanted) is found


def test_grades_say_why() -> None:
    """A grade names what is missing, what should not be there, and each slot."""
    given = reply("answer", "退休2500元", ["d.cap"], slots={"insured": "employee", "amount": "1000.00"})
    grade = judge(case(**CAP, slots={"insured": "employee", "amount": "1000", "status": "active"}), given, RIGHT)
    assert grade.missing == ("2000元", "每年")
    assert grade.shown == ("2500元",)
    assert grade.slots == {"insured": True, "amount": True, "status": False}
    assert grade.cited == 1


def test_citations_are_not_judged_where_the_right_ones_are_unknown() -> None:
    """Without known clauses the choice of citations counts neither way."""
    grade = judge(case(**CAP), reply("answer", CAP_TEXT, ["d.other"]), None)
    assert (grade.verdict, grade.cited) == (Verdict.RIGHT, None)


def test_slots_compare_numbers_by_value() -> None:
    """Amounts are equal by value, everything else word for word."""
    assert same("1000.0", "1000")
    assert not same(None, "1000")
    assert not same("retired", "active")


def elsewhere(**dates: date) -> Reply:
    """A wrong answer that cites a clause of 秦安县."""
    given = reply("answer", "1000元", ["q.x"])
    region = RegionName(code="620522", name="甘肃省天水市秦安县")
    return given.model_copy(update={"citations": (given.citations[0].model_copy(update={"region": region, **dates}),)})


@pytest.mark.parametrize(
    ("region", "day", "dates", "verdict"),
    [
        ("510704", None, {}, Verdict.WRONG_PLACE),
        ("620500", None, {}, Verdict.WRONG_CLAUSE),
        (None, None, {}, Verdict.WRONG_CLAUSE),
        ("620522", "2018-01-01", {"effective_from": date(2018, 9, 18)}, Verdict.WRONG_DAY),
        ("620522", "2020-01-01", {"effective_to": date(2019, 12, 31)}, Verdict.WRONG_DAY),
        ("620522", "2019-01-01", {"effective_from": date(2018, 9, 18)}, Verdict.WRONG_CLAUSE),
    ],
)
def test_another_places_or_days_policy(
    region: str | None, day: str | None, dates: dict[str, date], verdict: Verdict
) -> None:
    """A wrong answer that stands on another place's or another day's policy alone is told as that."""
    asked = case(expect=["answer"], must=["2000元"], cite=["y.cap"], region=region, as_of=day)
    assert judge(asked, elsewhere(**dates), frozenset({"y.cap"})).verdict is verdict


def test_a_right_answer_may_cite_anything() -> None:
    """Who asks in one place about another is answered by the other's policy."""
    asked = case(expect=["answer"], must=["1000元"], region="510704")
    assert judge(asked, elsewhere(), None).verdict is Verdict.RIGHT


def test_whether_a_figure_was_computed_exactly() -> None:
    """In any of the ways in which the case writes it; None where nothing was to be computed."""
    asked = case(expect=["answer"], calc="7000元", must=[["0.7万元", "7000元"]])
    assert judge(asked, reply("answer", "共0.7万元", ["d.x"]), None).exact is True
    wrong = judge(asked, reply("answer", "共0.8万元", ["d.x"], calculated="8000"), None)
    assert (wrong.exact, wrong.verdict) == (False, Verdict.WRONG_FIGURE)
    assert judge(case(expect=["answer"]), reply("answer", "好", ["d.x"]), None).exact is None
