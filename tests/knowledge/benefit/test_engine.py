"""One calculation: its lines, what it asks, what it assumes, and when it has no answer."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from knowledge.benefit import Calculation, Rule, calculate, describe_inputs, parse_rule, relevant_facts
from knowledge.clause import Clause
from knowledge.errors import CalculationError

DAY = date(2023, 6, 1)


def run(rule: Rule, **facts: object) -> Calculation:
    """Calculate on a day in 2023."""
    return calculate(rule, facts, DAY)


def ask(rule: Rule, **facts: object) -> Calculation:
    """The same, asking rather than assuming."""
    return calculate(rule, facts, DAY, assume=False)


def line(done: Calculation, name: str) -> tuple[str, str]:
    """Text and how of the first line of that name."""
    found = next(line for line in done.lines if line.name == name)
    return found.text, found.how


def test_first_visit(rule: Rule) -> None:
    """In work, tertiary hospital, 1600元, first visit: 700元, with the arithmetic and the sources."""
    done = run(rule, status="active", tier="tertiary", amount="1600")
    assert done.result is not None
    assert (done.result.label, done.result.text, done.result.type) == ("统筹基金支付", "700元", "amount")
    assert [result.value for result in done.results] == [Decimal(700), Decimal(900)]
    assert line(done, "entitled") == ("700元", "(1600元 - 200元) × 50% = 700元")
    assert line(done, "self") == ("900元", "1600元 - 700元 = 900元")
    assert done.assumptions == ("按费用全部可以报销计算", "按今年第一次计算")
    assert done.clauses == tuple(f"youxian-interview-2023.outpatient-{name}" for name in ("deductible", "ratio", "cap"))


def test_every_line_has_its_source(rule: Rule) -> None:
    """Rule lines cite a clause and name the option that chose their value; no other line cites."""
    done = run(rule, status="retired", tier="pharmacy", amount="1600")
    for one in done.lines:
        assert (one.kind == "rule") == (one.clause is not None)
        assert one.how
    assert "报销比例（退休、符合条件的定点零售药店）" in [one.label for one in done.lines]


def test_json(rule: Rule) -> None:
    """A calculation goes to JSON with exact plain decimals and carries what repeats it."""
    done = run(rule, status="active", tier="tertiary", amount="200.01")
    data = json.loads(done.model_dump_json())
    assert data["results"][0]["value"] == "0.01"
    assert data["case"] == {"status": "active", "tier": "tertiary", "amount": "200.01"}
    assert data["rule_digest"] == rule.digest
    assert calculate(rule, data["case"], date.fromisoformat(data["day"])) == done


def test_rounding_is_said(rule: Rule) -> None:
    """Where a payment is rounded the line says so."""
    done = run(rule, status="active", tier="tertiary", amount="200.01")
    assert line(done, "entitled") == ("0.01元", "(200.01元 - 200元) × 50% = 0.005元，四舍五入到分为0.01元")


def test_cap_is_said(rule: Rule) -> None:
    """Where the cap cuts a payment the line says so, and the cap matters."""
    done = run(rule, status="active", tier="tertiary", amount="10000")
    assert line(done, "fund") == ("2000元", "按比例计算的金额超过剩余年度限额2000元，按限额支付")
    assert next(one for one in done.lines if one.name == "cap").matters


def test_asks_the_most_telling_first(rule: Rule) -> None:
    """The input that decides most parameters is asked first, then the next, then what has no parameter."""
    asked = []
    facts: dict[str, object] = {}
    for answer in ("active", "tertiary", "1600"):
        missing = run(rule, **facts).missing
        assert missing is not None
        asked.append(missing.name)
        facts[missing.name] = answer
    assert asked == ["status", "tier", "amount"]
    assert run(rule, **facts).outcome == "complete"


def test_question_with_options(rule: Rule) -> None:
    """A missing choice comes with its question and options, a missing amount with its unit."""
    missing = run(rule, amount="1600").missing
    assert missing is not None
    assert missing.question == "您是在职还是退休？"
    assert [(option.label, option.value) for option in missing.options] == [("在职", "active"), ("退休", "retired")]
    missing = run(rule, status="active", tier="primary").missing
    assert missing is not None
    assert (missing.unit, missing.options) == ("yuan", ())


def test_none_is_not_known(rule: Rule) -> None:
    """A fact that is None is asked for, never taken as zero."""
    assert run(rule, status="active", tier="primary", amount=None).outcome == "missing"


def test_asks_instead_of_assuming(rule: Rule) -> None:
    """Without `assume` the defaults are asked for, after what is needed anyway, and nothing is assumed."""
    facts: dict[str, object] = {"status": "active", "tier": "tertiary", "amount": "1600"}
    asked = []
    while (done := ask(rule, **facts)).missing:
        asked.append(done.missing.name)
        facts[done.missing.name] = "0"
    assert asked == ["out_of_scope", "accrued"]
    assert done.assumptions == ()


def test_paid_is_asked_only_where_it_counts(rule: Rule) -> None:
    """What was paid before is asked (or assumed, and said) only where the cap could be reached."""
    facts = {"status": "active", "tier": "tertiary", "amount": "1000", "out_of_scope": "0"}
    far = ask(rule, accrued="1000", **facts)
    assert (far.outcome, far.assumptions) == ("complete", ())
    assert line(far, "remaining_cap") == ("1520元", "2000元 - 480元 = 1520元（此前费用至多按60%支付）")
    near = ask(rule, accrued="4000", **facts)
    assert near.missing is not None
    assert near.missing.name == "paid"
    assumed = run(rule, accrued="4000", **facts)
    assert assumed.assumptions == ("此前统筹基金已支付的金额未说明，按此前费用也以50%报销、已支付1900元计算",)
    assert assumed.results[0].text == "100元"


def test_paid_alone_means_deductible_met(rule: Rule) -> None:
    """Who was paid this year has met the deductible: it is not taken again, and that is said."""
    done = run(rule, status="active", tier="tertiary", amount="100", paid="300")
    assert done.results[0].text == "50元"
    assert "此前已有统筹基金支付，按起付标准已经扣完计算" in done.assumptions
    assert "按今年第一次计算" not in done.assumptions
    assert "accrued" not in [one.name for one in done.lines]


def test_not_in_force(rule: Rule) -> None:
    """Before the first day there is an honest no, not the nearest rule, whatever else is known."""
    done = calculate(rule, {"status": "active"}, date(2022, 12, 31))
    assert (done.outcome, done.results, done.missing) == ("not_in_force", (), None)
    assert "自2023-01-01起执行" in done.message
    assert calculate(rule, {"status": "active"}, date(2023, 1, 1)).outcome == "missing"


def test_gap_between_dates(small_text: str, small_clauses: dict[str, Clause]) -> None:
    """A gap between two dated groups has no rule; on both sides each has its own."""
    small = parse_rule(small_text, small_clauses)
    facts = {"status": "active", "amount": "450"}
    values = []
    for day in (date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31), date(2025, 1, 1)):
        done = calculate(small, facts, day)
        values.append(done.results[0].text if done.results else done.outcome)
    assert values == ["125元", "not_in_force", "not_in_force", "100元"]
    assert "没有2024-07-01的起付标准" in calculate(small, facts, date(2024, 7, 1)).message


def test_derived_parameter_says_its_sum(small_text: str, small_clauses: dict[str, Clause]) -> None:
    """A derived figure shows its operands and cites every clause it comes from."""
    done = calculate(parse_rule(small_text, small_clauses), {"status": "active", "amount": "450"}, date(2025, 6, 1))
    cap = next(one for one in done.lines if one.name == "cap")
    assert (cap.text, cap.clauses) == ("15万元", ("a.cap", "a.rise"))
    assert cap.how == "自2023-01-01起执行；200000元 - 50000元 = 150000元"


def test_year_moves_the_day(rule: Rule) -> None:
    """Another year than today's is calculated by that year's rule, and the day is stated."""
    facts = {"status": "active", "tier": "tertiary", "amount": "1600"}
    assert run(rule, year="2022", **facts).outcome == "not_in_force"
    assert run(rule, year=2023, **facts).assumptions == run(rule, **facts).assumptions
    later = run(rule, year="2024年", **facts)
    assert later.day == date(2024, 1, 1)
    assert "按2024-01-01执行的标准计算" in later.assumptions


def test_visits(rule: Rule) -> None:
    """Visits are calculated in order, each on what the ones before it left, and numbered."""
    visits = [{"tier": "tertiary", "amount": "500"}, {"tier": "pharmacy", "amount": "100"}]
    done = run(rule, status="active", visits=visits)
    assert [result.text for result in done.results] == ["210元", "390元"]
    assert {one.visit for one in done.lines} == {1, 2}
    assert done.case == {"status": "active", "visits": visits}
    missing = run(rule, status="active", visits=[*visits, {"amount": "1"}]).missing
    assert missing is not None
    assert (missing.name, missing.visit, missing.question) == ("tier", 3, "第3次：在哪一级医院或药店？")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"visits": []}, "visits 须是 1 到 366 次就诊的列表"),
        ({"visits": "tertiary"}, "visits 须是 1 到 366 次就诊的列表"),
        ({"visits": ["x"]}, "visits 第1次须写成"),
        ({"visits": [{"status": "active"}]}, "不认识的输入“status”；可用：tier、amount、out_of_scope"),
        ({"visits": [{"amount": "1"}], "amount": "1"}, "已逐次写明 visits，amount 请写在每一次里"),
        ({"year": "23"}, "年份 year 不能是“23”"),
        ({"year": 10**5000}, "年份 year 不能是“过大的数”"),
        ({"year": True}, "年份 year 不能是“True”"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_refused_frames(rule: Rule, facts: dict[str, object], message: str) -> None:
    """A list of visits or a year in a wrong form is refused with the right one."""
    with pytest.raises(CalculationError, match=message):
        run(rule, **facts)


def test_inputs_described(rule: Rule) -> None:
    """The inputs are described with question, options, default, and whether they must be given."""
    inputs = {one.name: one for one in describe_inputs(rule)}
    assert list(inputs) == ["status", "tier", "amount", "out_of_scope", "accrued", "paid"]
    assert [one.name for one in inputs.values() if one.required] == ["status", "tier", "amount"]
    assert (inputs["accrued"].default, inputs["accrued"].assumption) == ("0", "按今年第一次计算")
    assert [option.value for option in inputs["tier"].options] == ["tertiary", "secondary", "primary", "pharmacy"]


def test_relevant_facts(rule: Rule) -> None:
    """Of the assistant's slots those that the rule reads are kept."""
    slots = {"insured": "employee", "status": "active", "care": "outpatient", "amount": "5", "year": "2023"}
    assert relevant_facts(rule, slots) == {"status": "active", "amount": "5", "year": "2023"}
