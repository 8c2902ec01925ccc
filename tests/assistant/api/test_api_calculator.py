from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

RULE = "510700.employee-outpatient"
CALCULATE = f"/api/v1/calculate/{RULE}"
CASE = {"status": "active", "tier": "tertiary", "amount": 1600}
DAY = "2023-06-01"


def calculated(client: TestClient, facts: dict[str, Any], as_of: str = DAY) -> dict[str, Any]:
    """One calculation that is answered with 200."""
    response = client.post(CALCULATE, json={"as_of": as_of, "facts": facts})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def sent(client: TestClient, body: str) -> Any:
    """A body written by hand."""
    return client.post(CALCULATE, content=body.encode(), headers={"Content-Type": "application/json"})


def refused(client: TestClient, body: str, status: int = 422) -> dict[str, Any]:
    """The problem with which a body is answered."""
    response = sent(client, body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["detail"]
    return problem


def with_fact(amount: str) -> str:
    """A body whose amount is raw JSON."""
    return '{"as_of": "2023-06-01", "facts": {"status": "active", "tier": "tertiary", "amount": ' + amount + "}}"


def values(found: dict[str, Any]) -> dict[str, str]:
    """The results by name."""
    return {result["name"]: result["value"] for result in found["results"]}


def test_lists_the_rules(client: TestClient) -> None:
    """Each rule with its place, since when it holds, when it was last checked and what it asks."""
    rules = {rule["id"]: rule for rule in client.get("/api/v1/rules").json()}
    rule = rules[RULE]
    assert rule["title"] == "职工医保普通门诊统筹"
    assert rule["region"] == {"code": "510700", "name": "四川省绵阳市"}
    assert (rule["since"], rule["until"], rule["checked"]) == ("2023-01-01", None, "2023-05-31")
    asked = {item["name"]: item for item in rule["inputs"]}
    assert asked["status"]["options"] == [{"label": "在职", "value": "active"}, {"label": "退休", "value": "retired"}]
    assert asked["amount"]["required"] and not asked["accrued"]["required"]
    assert rule["results"] == {"fund": "统筹基金支付", "self": "个人负担"}


def test_every_listed_rule_can_be_asked(client: TestClient) -> None:
    """Without a fact each rule in force on its day asks its first question, and none fails."""
    for rule in client.get("/api/v1/rules").json():
        response = client.post(f"/api/v1/calculate/{rule['id']}", json={"as_of": rule["checked"]})
        assert response.status_code == 200, response.text
        assert response.json()["text"]


def test_calculates_with_steps_words_and_picture(client: TestClient) -> None:
    """The result, every line with the clause it stands on, what a citizen reads, and the bill."""
    found = calculated(client, CASE)
    assert found["outcome"] == "complete"
    assert values(found) == {"fund": "700", "self": "900"}
    clauses = [line["clause"] for line in found["lines"] if line["kind"] == "rule"]
    assert "youxian-interview-2023.outpatient-deductible" in clauses and all(clauses)
    assert "统筹基金支付700元" in found["text"] and "按今年第一次计算" in found["text"]
    assert ElementTree.fromstring(found["svg"]).get("role") == "img"


def test_missing_fact_is_the_next_question(client: TestClient) -> None:
    """Nothing is guessed: the outcome is `missing`, with the question and its choices."""
    found = calculated(client, {"amount": 1600})
    assert (found["outcome"], found["missing"]["name"]) == ("missing", "status")
    assert found["text"] == found["missing"]["question"] == "您是在职还是退休？"
    assert [option["value"] for option in found["missing"]["options"]] == ["active", "retired"]
    assert found["svg"] is None and found["results"] == []


def test_day_without_the_rule_is_an_outcome(client: TestClient) -> None:
    """Before the policy there is no amount, and it says so."""
    found = calculated(client, CASE, "2022-12-31")
    assert found["outcome"] == "not_in_force"
    assert "自2023-01-01起执行" in found["text"]
    assert found["svg"] is None


def test_case_can_be_sent_again(client: TestClient) -> None:
    """What came back as the case gives the same calculation."""
    found = calculated(client, CASE)
    assert calculated(client, found["case"]) == found


def test_everything_but_the_rule_may_be_left_out(client: TestClient) -> None:
    """An empty body asks the first question; a null fact is one that is not known."""
    assert client.post(CALCULATE, json={}).json()["outcome"] == "missing"
    assert calculated(client, {**CASE, "accrued": None}) == calculated(client, CASE)


def test_other_results_than_amounts(client: TestClient) -> None:
    """Moments are ISO text, a second reading and the upper end of a range are exact, gaps are told."""

    def of(rule: str, as_of: str, **facts: Any) -> dict[str, Any]:
        response = client.post(f"/api/v1/calculate/{rule}", json={"as_of": as_of, "facts": facts})
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    due = of("620522.admission-registration", "2018-10-01", admission="emergency", start="2018-10-01T08:30")
    assert (due["results"][0]["type"], due["results"][0]["value"]) == ("date", "2018-10-04T08:30:00")
    assert due["svg"] is None
    bill = {"referral": "unreferred", "ratio": 0.6, "amount": 9000, "deductible": 1000}
    twice = of("620522.referral", "2018-10-01", **bill)
    assert twice["results"][0]["type"] == "alternatives"
    assert (twice["results"][0]["value"], twice["results"][0]["otherwise"]["value"]) == ("4000", "4320")
    assert "另一种读法" in twice["svg"]
    limit = of("510704.resident-chronic", "2023-06-01", diseases="one", amount=300)
    assert [(r["type"], r["upper"]) for r in limit["results"]] == [("amount", None), ("range", "300"), ("amount", None)]
    assert limit["gaps"] and limit["svg"] is None


@pytest.mark.parametrize(
    ("written", "fund"),
    [
        ("1600.50", "700.25"),
        ("1600.02", "700.01"),
        ('"1600.02元"', "700.01"),
        ("1.6e3", "700"),
        ("0.29e4", "1350"),
        ("1600.0000000000000000000", "700"),
        ("0", "0"),
    ],
)
def test_numbers_are_taken_as_they_are_written(client: TestClient, written: str, fund: str) -> None:
    """A bare JSON number never passes through a float."""
    response = sent(client, with_fact(written))
    assert response.status_code == 200, response.text
    assert values(response.json())["fund"] == fund


def test_digits_beyond_a_float_are_not_lost(client: TestClient) -> None:
    """What a float would round to a whole 分 is refused as less than one."""
    problem = refused(client, with_fact("1600.0000000000000000001"))
    assert "小于一分" in problem["detail"]
    assert problem["errors"] == [{"field": "facts.amount", "detail": problem["detail"]}]


def test_visits_of_a_year_are_calculated_in_order(client: TestClient) -> None:
    """Each visit starts from what the ones before it left."""
    visits = [{"tier": "tertiary", "amount": 500}, {"tier": "pharmacy", "amount": 100.00}]
    found = calculated(client, {"status": "active", "visits": visits})
    assert values(found) == {"fund": "210", "self": "390"}
    assert {line["visit"] for line in found["lines"]} == {1, 2}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("NaN", "不是可用的数"),
        ("-Infinity", "不是可用的数"),
        ("1e400", "不是可用的数"),
        ("1e99999999999999999999", "不是可用的数"),
        ("-1e-99999999999999999999", "不是可用的数"),
        ("1e18", "不在0元到1000000000元之间"),
        ("1" + "0" * 5000, "不是可用的数"),
        ("-1", "不能是负数"),
        ("true", "须是文字或数"),
        ("{}", "须是文字或数"),
        ("[]", "不是数"),
        ("[1]", "须逐次写成"),
        ('"viel"', "不是数"),
        ('"' + "9" * 201 + '"', "最多 200 个字符"),
        ('"\\ud800"', "不成对的代用字符"),
        ('"1\\u0000"', "不是数"),
    ],
)
def test_fact_that_cannot_be_used_is_named(client: TestClient, written: str, says: str) -> None:
    """Whatever stands for an amount is refused with the field and the remedy, never with a 500."""
    problem = refused(client, with_fact(written))
    assert says in problem["detail"]
    assert problem["errors"][0]["field"] == "facts.amount"
    assert len(problem["detail"]) < 300


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('{"facts": {"amuont": 1}}', "不认识的输入“amuont”；可用：status、tier、amount"),
        ('{"facts": {"\\ud800": 1}}', "不成对的代用字符"),
        ('{"facts": {"visits": 3}}', "visits 须是 1 到 366 次就诊的列表"),
        ('{"facts": {"visits": [1]}}', "须逐次写成"),
        ('{"facts": {"visits": [{"\\ud800": 1}]}}', "不成对的代用字符"),
        ('{"facts": {"visits": [{"amount": [1]}]}}', "须是文字或数"),
        ('{"facts": {"status": "employee"}}', "可选：active（在职）、retired（退休）"),
        ('{"facts": {"year": NaN}}', "不是可用的数"),
        ('{"facts": []}', "facts 须是对象"),
        ('{"as_of": "2023-02-30"}', "as_of 须是 YYYY-MM-DD"),
        ('{"as_of": 20230601}', "as_of 须是 YYYY-MM-DD"),
        ('{"as_of": NaN}', "as_of 须是 YYYY-MM-DD"),
        ('{"fact": {}}', "不认识的字段 fact"),
        ("[]", "须是 JSON 对象"),
        ("", "须是 JSON 对象"),
        ("NaN", "须是 JSON 对象"),
        ("1600", "须是 JSON 对象"),
        ('"amount"', "须是 JSON 对象"),
        ("null", "须是 JSON 对象"),
        ("{", "不是合法的 JSON"),
        ("[" * 200_000, "请求正文读不出来"),
        ('{"facts": {"amount": ' + "[" * 900 + "]" * 900 + "}}", "须逐次写成"),
        ('{"facts": {"amount": ' + '{"a":' * 900 + "1" + "}" * 900 + "}}", "须是文字或数"),
    ],
)
def test_body_that_cannot_be_used_is_a_422(client: TestClient, body: str, says: str) -> None:
    """Wrong names, wrong shapes, deep and broken JSON are one clear problem."""
    assert says in refused(client, body)["detail"]


def test_too_many_facts_are_refused(client: TestClient) -> None:
    """A body cannot hold facts without end."""
    many = json.dumps({"facts": {f"f{n}": 1 for n in range(51)}})
    assert "最多 50 项" in refused(client, many)["detail"]


def test_huge_body_is_413(client: TestClient) -> None:
    """A body over the limit is never parsed."""
    assert refused(client, with_fact('"' + "9" * 1_100_000 + '"'), 413)


@pytest.mark.parametrize("rule", ["510700.nothing", "..%2f..%2fetc%2fpasswd", "%00", "%ff", "职工", "x" * 3000])
def test_unknown_rule_is_a_404_that_names_the_list(client: TestClient, rule: str) -> None:
    """A rule that is not there is a 404 with the place where the rules are listed."""
    response = client.post(f"/api/v1/calculate/{rule}", json={})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_unknown_rule_says_where_to_look(client: TestClient) -> None:
    """The remedy stands in the problem."""
    assert "/api/v1/rules" in client.post("/api/v1/calculate/510700.nothing", json={}).json()["detail"]


def test_description_shows_body_and_problems(client: TestClient) -> None:
    """The OpenAPI description holds both routes, their bodies and their problems."""
    paths = client.get("/openapi.json").json()["paths"]
    route = paths["/api/v1/calculate/{rule_id}"]["post"]
    assert route["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Calculated")
    assert {"403", "404", "413", "422", "500", "503"} <= set(route["responses"])
    assert paths["/api/v1/rules"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["type"] == "array"
