from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.reply import Kind, Reply
from assistant.steps.guard import MAX_MESSAGE

CHAT = "/api/v1/chat"
BILL = {"message": "我是在职职工，在三级医院普通门诊花了1000元，能报多少？", "region": "510704", "as_of": "2023-06-15"}


def ask(client: TestClient, **body: Any) -> Reply:
    """One message that is answered with a Reply."""
    response = client.post(CHAT, json=body)
    assert response.status_code == 200, response.text
    return Reply.model_validate_json(response.text)


def refused(client: TestClient, status: int, **body: Any) -> dict[str, Any]:
    """One message that is answered with a problem of this status."""
    response = client.post(CHAT, json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


def test_answers_with_a_cited_and_calculated_reply(client: TestClient) -> None:
    """A bill is answered with the exact amount, its steps and the clauses they come from."""
    reply = ask(client, **BILL)
    assert reply.kind is Kind.ANSWER
    assert "400元" in reply.text
    assert reply.citations
    assert Decimal(reply.calculations[0].result.value) == 400


def test_message_alone_is_enough(client: TestClient) -> None:
    """Every field but the message may be left out."""
    assert ask(client, message="你好").kind is Kind.CHAT


def test_optional_fields_may_be_null(client: TestClient) -> None:
    """A null stands for a field that is left out."""
    empty = dict.fromkeys(("conversation_id", "region", "as_of", "channel", "facts", "request_id"))
    assert ask(client, message="你好", **empty).kind is Kind.CHAT


@pytest.mark.parametrize("message", ["", " ", "\n\t", "\u200b"])
def test_empty_message_is_asked_back(client: TestClient, message: str) -> None:
    """A message without anything in it is a question back, not an error."""
    assert ask(client, message=message).kind is Kind.CLARIFY


def test_conversation_is_carried_on(client: TestClient) -> None:
    """The answer to a question back is understood in the conversation it belongs to."""
    first = ask(client, **{**BILL, "message": "我是在职职工，普通门诊花了1000元，能报多少？"})
    assert first.clarify is not None
    assert first.clarify.slot == "tier"
    second = ask(client, **{**BILL, "message": "三级医院", "conversation_id": first.conversation_id})
    assert second.conversation_id == first.conversation_id
    assert second.turn_id != first.turn_id
    assert "400元" in second.text


def test_chosen_option_is_taken_as_a_fact(client: TestClient) -> None:
    """What was chosen on screen counts, whatever its label says."""
    first = ask(client, **{**BILL, "message": "我是在职职工，普通门诊花了1000元，能报多少？"})
    assert first.clarify is not None
    option = next(o for o in first.clarify.options if o.value == "tertiary")
    second = ask(
        client,
        **{**BILL, "message": option.label, "facts": {"tier": option.value}, "conversation_id": first.conversation_id},
    )
    assert second.slots["tier"] == "tertiary"
    assert Decimal(second.calculations[0].result.value) == 400


def test_number_is_taken_as_a_fact(client: TestClient) -> None:
    """A fact may be a bare JSON number and keeps its digits."""
    assert ask(client, **BILL, facts={"amount": 450.1}).slots["amount"] == "450.1"


def test_same_request_is_answered_once(client: TestClient) -> None:
    """A request that is sent again in its conversation gets the same turn."""
    first = ask(client, **BILL)
    again = {**BILL, "conversation_id": first.conversation_id, "request_id": "r-1"}
    assert ask(client, **again) == ask(client, **again)


def test_day_chooses_the_policy(client: TestClient) -> None:
    """Before the rule was in force there is no amount."""
    reply = ask(client, **{**BILL, "as_of": "2020-06-15"})
    assert reply.kind is not Kind.ANSWER
    assert not reply.calculations


def test_region_by_name_or_code(client: TestClient) -> None:
    """A place may be given by its name or its code."""
    by_name = ask(client, **{**BILL, "region": "绵阳市游仙区"})
    assert by_name.text == ask(client, **BILL).text


def test_ambiguous_region_is_asked_back(client: TestClient) -> None:
    """A name that several places bear is a question with those places to choose from."""
    reply = ask(client, **{**BILL, "region": "鼓楼区"})
    assert reply.kind is Kind.CLARIFY
    assert reply.clarify is not None
    assert len(reply.clarify.options) > 1


def test_questions_at_once_do_not_mix(client: TestClient) -> None:
    """Many threads asking at once each get their own amount in their own conversation."""

    def one(yuan: int) -> tuple[str, Decimal]:
        reply = ask(client, **{**BILL, "message": BILL["message"].replace("1000", str(yuan))})
        return reply.conversation_id, Decimal(reply.calculations[0].result.value)

    amounts = range(300, 1300, 50)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, amounts))
    assert [value for _, value in answers] == [Decimal(yuan - 200) / 2 for yuan in amounts]
    assert len({conversation for conversation, _ in answers}) == len(amounts)


def test_longest_message_is_taken(client: TestClient) -> None:
    """A message of exactly the limit is answered."""
    assert ask(client, message="你好" + " " * (MAX_MESSAGE - 2)).kind is Kind.CHAT


def test_too_long_message_is_413(client: TestClient) -> None:
    """One character over the limit is refused with both numbers."""
    detail = refused(client, 413, message="医" * (MAX_MESSAGE + 1))["detail"]
    assert "32001" in detail
    assert "32000" in detail


def test_unknown_conversation_is_404(client: TestClient) -> None:
    """A conversation that never was, or was deleted, is not started anew in silence."""
    assert "conversation_id" in refused(client, 404, message="你好", conversation_id="nobody")["detail"]


def test_unknown_region_is_422(client: TestClient) -> None:
    """A place that is not on the table names the field and the two ways to write a place."""
    problem = refused(client, 422, message="你好", region="火星")
    assert problem["errors"][0]["field"] == "region"
    assert "510704" in problem["detail"]


def test_unknown_region_among_the_facts_is_422(client: TestClient) -> None:
    """A chosen place that is not on the table is refused too."""
    assert "火星" in refused(client, 422, **BILL, facts={"insured_region": "火星"})["detail"]


@pytest.mark.parametrize("day", ["2023-02-30", "2023/06/01", "20230601", "2023-W01-1", "昨天", "", 20230601, 0, True])
def test_bad_day_is_422(client: TestClient, day: object) -> None:
    """Anything but an existing day written YYYY-MM-DD is refused with an example."""
    problem = refused(client, 422, message="你好", as_of=day)
    assert problem["errors"][0]["field"] == "as_of"
    assert "2023-06-01" in problem["detail"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_first_and_last_day_are_survived(client: TestClient, day: date) -> None:
    """The ends of the calendar are days like any other."""
    assert ask(client, **{**BILL, "message": "去年门诊能报多少", "as_of": str(day)})


def test_unknown_field_is_422(client: TestClient) -> None:
    """A misspelt field is named, never ignored."""
    problem = refused(client, 422, message="你好", regoin="510704")
    assert problem["errors"] == [{"field": "regoin", "detail": "不认识的字段 regoin；请对照 /docs 检查拼写"}]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": None}, "message"),
        ({"message": 1}, "message"),
        ({"message": "a", "channel": "robot"}, "channel"),
        ({"message": "a", "region": 510704}, "region"),
        ({"message": "a", "region": "地" * 201}, "region"),
        ({"message": "a", "facts": ["tier"]}, "facts"),
        ({"message": "a", "facts": {"tier": ["tertiary"]}}, "facts.tier"),
        ({"message": "a", "facts": {"tier": True}}, "facts.tier"),
        ({"message": "a", "facts": {"amount": 10**300}}, "facts.amount"),
        ({"message": "a", "facts": {str(n): "" for n in range(51)}}, "facts"),
        ({"message": "a", "request_id": "x" * 201}, "request_id"),
    ],
)
def test_unusable_field_is_422(client: TestClient, body: dict[str, Any], field: str) -> None:
    """A field that is missing, of the wrong kind or too long is named."""
    assert refused(client, 422, **body)["errors"][0]["field"] == field


@pytest.mark.parametrize("name", ["conversation_id", "region", "request_id"])
def test_half_a_surrogate_pair_is_422(client: TestClient, name: str) -> None:
    """Text that no UTF-8 can hold is refused before it reaches the store."""
    response = client.post(
        CHAT, content=f'{{"message": "a", "{name}": "\\ud800"}}', headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == name


def test_half_a_surrogate_pair_in_a_fact_is_422(client: TestClient) -> None:
    """Facts are held to the same."""
    body = '{"message": "a", "facts": {"tier": "\\udfff"}}'
    response = client.post(CHAT, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"text"', b"null", b'{"message": "\xff"}', b"[" * 200_000, b'{"message": 1' + b"0" * 5000],
)
def test_body_that_is_no_json_object_is_422(client: TestClient, body: bytes) -> None:
    """A body that cannot be read is a problem of the request, however odd it is."""
    response = client.post(CHAT, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert "JSON" in response.json()["detail"]


def test_body_of_another_type_is_422(client: TestClient) -> None:
    """A form of another site cannot ask: only JSON that says it is JSON is read."""
    response = client.post(CHAT, content=b'{"message": "a"}', headers={"Content-Type": "text/plain"})
    assert response.status_code == 422
    assert "Content-Type: application/json" in response.json()["detail"]


def test_json_keeps_chinese_readable(client: TestClient) -> None:
    """Chinese stands in the answer as itself, not as escapes."""
    assert "医保" in client.post(CHAT, json={"message": "你好"}).text
