from __future__ import annotations

from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.chain import Assistant
from knowledge.errors import IndexUnusable, RuleError

SECRET = "510704199001011234"


class Failing:
    """An assistant that fails with a given error."""

    def __init__(self, real: Assistant, error: Exception) -> None:
        self.retriever = real.retriever
        self._error = error

    def answer(self, message: object, **more: object) -> Any:
        """Fail."""
        raise self._error


def answered_by(real: Assistant, error: Exception) -> Any:
    """What a caller gets from an application whose assistant fails."""
    with TestClient(create_app(cast(Assistant, Failing(real, error)))) as client:
        return client.post("/api/v1/chat", json={"message": "你好"})


def test_unexpected_error_is_a_500_with_a_logged_id(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    """The caller gets an id, the log the same id and the place; neither gets what the error quotes."""
    response = answered_by(assistant, ValueError(SECRET))
    problem = response.json()
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["id"] in problem["detail"]
    assert problem["id"] in caplog.text
    assert "ValueError" in caplog.text
    for text in (response.text, caplog.text):
        assert SECRET not in text
    assert "Traceback" not in response.text
    assert ".py" not in response.text


def test_broken_rule_file_does_not_show_its_path(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    """An error of the server's own files is its own affair."""
    response = answered_by(assistant, RuleError("坏了", path="secret/rule.yaml"))
    assert response.status_code == 500
    assert "secret" not in response.text


def test_lost_index_is_a_503_that_says_when_to_come_back(assistant: Assistant) -> None:
    """Without knowledge the answer is to wait, with the header that programs understand."""
    response = answered_by(assistant, IndexUnusable("没有"))
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.headers["content-type"] == "application/problem+json"


def test_unknown_address_is_a_404_problem(client: TestClient) -> None:
    """An address that is not there is named, with where to look."""
    response = client.get("/api/v1/没有")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert "/docs" in response.json()["detail"]


def test_trailing_slash_is_another_address(client: TestClient) -> None:
    """Nothing is redirected."""
    assert client.post("/api/v1/chat/", json={"message": "你好"}, follow_redirects=False).status_code == 404


def test_wrong_method_is_a_405_that_names_the_right_one(client: TestClient) -> None:
    """The right method stands in the header and in the text."""
    response = client.get("/api/v1/chat")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert "POST" in response.json()["detail"]


def test_name_in_an_error_is_short_and_printable(client: TestClient) -> None:
    """What a caller sends comes back shortened and without control characters."""
    detail = client.post("/api/v1/chat", json={"message": "a", "\u0000" + "x" * 500: 1}).json()["detail"]
    assert "\u0000" not in detail
    assert len(detail) < 120


def test_description_lists_the_problems(client: TestClient) -> None:
    """The OpenAPI description shows the Reply and every problem with its media type."""
    responses = client.get("/openapi.json").json()["paths"]["/api/v1/chat"]["post"]["responses"]
    assert responses["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Reply")
    for status in ("403", "404", "413", "422", "500", "503"):
        assert "application/problem+json" in responses[status]["content"]
