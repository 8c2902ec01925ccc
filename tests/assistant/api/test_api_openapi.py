"""The description of the interface and the interface itself: generated requests find where the two part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from generated import send_generated
from jsonschema import Draft202012Validator

from assistant.api.app import create_app
from assistant.api.description import examples


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return create_app().openapi()


def operations(description: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation id → its path and what is told of it."""
    return {
        operation["operationId"]: (path, operation)
        for path, methods in description["paths"].items()
        for operation in methods.values()
    }


def test_generated_requests_are_answered_as_described(
    serve_here: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Good and bad ones: no server error, no status, type, header or body that is not described.

    A sample of what `tests/bench/openapi.py` sends.
    """
    sent = send_generated(serve_here, tmp_path, per_operation=30, phases="examples,coverage,fuzzing")
    assert sent.wrong == 0, sent.said
    assert sent.right > 500
    # An error within a stream has the status 200.
    assert [record.getMessage() for record in caplog.records if record.name == "hotline.api"] == []


def test_every_operation_tells_what_it_takes_and_gives(description: dict[str, Any]) -> None:
    """A name, a summary, a typed body and answer for each; errors by their own schema."""
    for name, (_, operation) in operations(description).items():
        assert operation["summary"], name
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                schema = content.get("schema") or content["itemSchema"]
                assert schema.get("$ref") or schema.get("type"), (name, status)
    assert "HTTPValidationError" not in json.dumps(description)


@pytest.mark.parametrize("name", sorted(examples()))
def test_example_is_true(client: TestClient, description: dict[str, Any], name: str) -> None:
    """What stands as an example can be sent, and has the form of the answer."""
    path, operation = operations(description)[name]
    example = examples()[name]
    answer = next(iter(operation["responses"]["200"]["content"].values()))
    assert answer["example"] == example["response"]
    if "schema" in answer:
        schema = {**answer["schema"], "components": description["components"]}
        Draft202012Validator(schema).validate(example["response"])
    if "request" in example:
        response = client.post(path.format(rule_id="510700.employee-outpatient"), json=example["request"])
        assert response.status_code == 200, response.text
        assert "schema" not in answer or set(response.json()) == set(example["response"])
