from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.store import MemoryStore
from knowledge.live import Fixed

HERE = {"q": "职工门诊起付标准", "region": "游仙区", "as_of": "2023-06-01"}
CLAUSE = "youxian-interview-2023.outpatient-deductible"


def search(client: TestClient, **query: Any) -> dict[str, Any]:
    """A search that is answered."""
    response = client.get("/api/v1/search", params=query)
    assert response.status_code == 200, response.text
    result: dict[str, Any] = response.json()
    return result


def refused(client: TestClient, **query: Any) -> str:
    """What is said of a search that cannot be made."""
    response = client.get("/api/v1/search", params=query)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def test_hits_with_their_reasons(client: TestClient, assistant: Assistant) -> None:
    """The best clause comes first, as the store has it, and says why it stands there."""
    result = search(client, **HERE, top=3)
    assert result["region"] == {"code": "510704", "name": "四川省绵阳市游仙区"}
    assert (result["as_of"], result["degraded"], result["set_aside"]) == ("2023-06-01", False, None)
    assert result["generation"] == assistant.retriever.generation.number
    assert len(result["hits"]) == 3
    hit = result["hits"][0]
    clause = assistant.retriever.generation.store[CLAUSE]
    assert (hit["clause_id"], hit["heading"], hit["text"]) == (CLAUSE, clause.heading, clause.text)
    assert (hit["wording"], hit["effective_from"]) == ("digest", "2023-01-01")
    assert hit["region"]["code"] == "510700"
    assert 0 < hit["score"] <= 1
    assert {reason.split()[0] for reason in hit["reasons"]} >= {"词", "义"}


def test_same_as_the_command(client: TestClient, assistant: Assistant) -> None:
    """The door finds what `hotline knowledge search` finds."""
    by_command = assistant.finder.find(HERE["q"], region="游仙区", as_of=None, top=10)
    by_http = search(client, q=HERE["q"], region="游仙区")["hits"]
    assert [hit["clause_id"] for hit in by_http] == [hit["clause_id"] for hit in by_command]


def test_what_was_set_aside_says_why(client: TestClient) -> None:
    """Asked for, the clauses that were found and not taken come with what spoke against each."""
    before = search(client, **{**HERE, "as_of": "2022-12-31"}, set_aside=True, top=2)
    why = {hit["clause_id"]: hit["why"] for hit in before["set_aside"]}
    assert CLAUSE not in [hit["clause_id"] for hit in before["hits"]]
    assert "2023" in why[CLAUSE]
    assert "排在后面" in why.values()
    assert not set(why) & {hit["clause_id"] for hit in before["hits"]}


def test_other_places_are_not_searched(client: TestClient) -> None:
    """A place's search holds its own and its parents' clauses alone; without a place all are searched."""
    places = {hit["region"]["code"] for hit in search(client, **{**HERE, "q": "转诊"}, top=50)["hits"]}
    assert places <= {"510704", "510700", "510000", "100000"}
    assert "620522" in {
        hit["region"] and hit["region"]["code"] for hit in search(client, q="秦安县转诊", top=50)["hits"]
    }


def test_own_region_of_the_deployment(assistant: Assistant) -> None:
    """Where the query names no place, that of the deployment is meant."""
    own = Assistant(Fixed(assistant.retriever), MemoryStore(), home_region="秦安县")
    with TestClient(create_app(own)) as client:
        assert search(client, q="转诊")["region"]["code"] == "620522"


def test_nothing_found_is_an_empty_list(client: TestClient) -> None:
    """Words that nothing holds bring nothing."""
    assert search(client, q="\U0001f600")["hits"] == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "缺少 q"),
        ({"q": ""}, "q 不能为空"),
        ({"q": "医" * 1001}, "1000"),
        ({**HERE, "region": "火星"}, "510704"),
        ({**HERE, "region": "朝阳区"}, "不止一个"),
        ({**HERE, "as_of": "昨天"}, "2023-06-01"),
        ({**HERE, "top": 0}, "top 至少是 1"),
        ({**HERE, "top": 51}, "top 最多是 50"),
        ({**HERE, "top": "三"}, "top 须是整数"),
        ({**HERE, "set_aside": "maybe"}, "true 或 false"),
        ({**HERE, "regoin": "510704"}, "regoin"),
    ],
)
def test_unusable_query_says_what_to_mend(client: TestClient, query: dict[str, Any], said: str) -> None:
    """Each parameter that cannot be used is named with what it may be."""
    assert said in refused(client, **query)
