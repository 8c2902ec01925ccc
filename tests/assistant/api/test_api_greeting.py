from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_a_conversation_begins_with_questions_that_are_answered(client: TestClient) -> None:
    """What is offered for a place is answered there, from a cited clause."""
    greeting = client.get("/api/v1/greeting", params={"region": "游仙区", "as_of": "2023-06-15"}).json()
    assert greeting["region"] == {"code": "510704", "name": "四川省绵阳市游仙区"}
    assert greeting["kept_days"] == 180
    assert len(greeting["questions"]) == 6
    for question in greeting["questions"]:
        asked = {"message": question, "region": "510704", "as_of": "2023-06-15"}
        assert client.post("/api/v1/chat", json=asked).json()["kind"] in ("answer", "partial", "clarify")


@pytest.mark.parametrize("region", [None, "鼓楼区", "北京市"])
def test_where_nothing_is_known_nothing_is_offered(client: TestClient, region: str | None) -> None:
    """No place, a name that several bear, a place without documents."""
    greeting = client.get("/api/v1/greeting", params={"region": region} if region else {}).json()
    assert greeting["questions"] == []


def test_an_unknown_place_is_said(client: TestClient) -> None:
    """A slip in the page's own attribute shows in the console of the browser."""
    response = client.get("/api/v1/greeting", params={"region": "没有这个地方"})
    assert response.status_code == 422
    assert "没有这个地方" in response.json()["detail"]
