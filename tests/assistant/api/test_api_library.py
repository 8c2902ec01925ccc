from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.chain import Assistant

CLAUSE = "youxian-interview-2023.outpatient-deductible"


def found(client: TestClient, path: str, **query: Any) -> Any:
    """What a request for something that is there brings."""
    response = client.get(f"/api/v1/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def refused(client: TestClient, path: str, status: int, **query: Any) -> dict[str, Any]:
    """The problem that a request is answered with."""
    response = client.get(f"/api/v1/{path}", params=query)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    return problem


def test_places_that_have_documents(client: TestClient, assistant: Assistant) -> None:
    """Without a name typed, every place that something is known of, the city of a district's document among them."""
    shown = {place["code"]: place for place in found(client, "regions")}
    assert set(shown) == assistant.retriever.generation.regions
    assert shown["510704"]["name"] == "游仙区"
    assert shown["510704"]["full_name"] == "四川省绵阳市游仙区"
    assert shown["510700"]["documents"] == shown["510704"]["documents"] == 1
    assert all(place["documents"] for place in shown.values())


@pytest.mark.parametrize("typed", ["游仙", "游仙区", "绵阳游仙", "绵阳市 游仙", "5107", "510704", "四川省绵阳市游"])
def test_place_is_found_while_it_is_typed(client: TestClient, typed: str) -> None:
    """A short name, a part of the full one or the first digits find a place; those that have documents come first."""
    shown = found(client, "regions", q=typed)
    codes = [place["code"] for place in shown]
    assert "510704" in codes
    assert len(codes) <= 20
    empty = [place["documents"] == 0 for place in shown]
    assert empty == sorted(empty)


def test_name_of_several_places_shows_them_all(client: TestClient) -> None:
    """Whoever types 朝阳区 may choose which one."""
    names = {place["full_name"] for place in found(client, "regions", q="朝阳区")}
    assert {"北京市朝阳区", "吉林省长春市朝阳区"} <= names


@pytest.mark.parametrize("typed", ["火星", "%", "'", "\x00"])
def test_no_such_place_is_an_empty_list(client: TestClient, typed: str) -> None:
    """While a name is typed nothing is an error."""
    assert found(client, "regions", q=typed) == []


def test_misspelt_parameter_is_422(client: TestClient) -> None:
    """A parameter that is not known is named, not ignored."""
    assert "qq" in refused(client, "regions", 422, qq="游仙")["detail"]


def test_documents_with_their_headers(client: TestClient, assistant: Assistant) -> None:
    """Every document of the generation, its place named, and how many clauses it has."""
    store = assistant.retriever.generation.store
    shown = {document["document_id"]: document for document in found(client, "documents")}
    assert set(shown) == set(store.headers)
    one = shown["youxian-interview-2023"]
    assert one["region"] == {"code": "510704", "name": "四川省绵阳市游仙区"}
    assert (one["kind"], one["published"], one["wording"]) == ("interview", "2023-05-31", "digest")
    assert sum(document["clauses"] for document in shown.values()) == len(store)
    assert not any(document["superseded"] for document in shown.values())


def test_clause_with_its_document_and_neighbours(client: TestClient, assistant: Assistant) -> None:
    """A citation can be followed to the whole clause, the header of its document, and on to the next clause."""
    generation = assistant.retriever.generation
    clause = generation.store[CLAUSE]
    shown = found(client, f"clauses/{CLAUSE}")
    assert (shown["quote"], shown["heading"], shown["digest"]) == (clause.text, clause.heading, clause.digest)
    assert (shown["effective_from"], shown["effective_to"], shown["wording"]) == ("2023-01-01", None, "digest")
    assert shown["region"] == {"code": "510700", "name": "四川省绵阳市"}
    assert shown["generation"] == generation.number
    assert shown["document"] in found(client, "documents")
    assert found(client, f"clauses/{shown['next']}")["previous"] == CLAUSE


def test_walk_through_a_document(client: TestClient, assistant: Assistant) -> None:
    """From the first clause on, the next one each time, until there is none: the whole document in reading order."""
    ids = [clause.id for clause in assistant.retriever.generation.store.of_document("youxian-interview-2023")]
    walked, at = [], ids[0]
    while at:
        walked.append(at)
        at = found(client, f"clauses/{at}")["next"]
    assert walked == ids
    assert found(client, f"clauses/{ids[0]}")["previous"] is None


@pytest.mark.parametrize("clause_id", ["nobody.nothing", "youxian-interview-2023", "条款", "x" * 500, "a%00b"])
def test_unknown_clause_is_404(client: TestClient, clause_id: str) -> None:
    """What is not there is said, with where to look instead."""
    problem = refused(client, f"clauses/{clause_id}", 404)
    assert len(problem["detail"]) < 200
    assert "/api/v1/search" in problem["detail"]
