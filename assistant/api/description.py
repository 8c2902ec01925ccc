"""What OpenAPI says of the interface beside what the routes say of themselves: problems, examples, names.

`examples.json` holds, by operation, a body that can be sent and the answer to it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from assistant.api.problems import Problem

_ABOUT = """基层 12345 热线的医保政策问答：每个数字都有出处，金额按规则精确计算，没有依据就说没有。

出错时一律是 `application/problem+json`，`detail` 说明哪里不对、怎么改；`/v1/` 下的接口用 OpenAI 的错误形状。
`/mcp` 是给语言模型用的 MCP 接口（streamable HTTP），不在这份描述里。"""

_REFERENCE = "#/components/schemas/{model}"


class DescribedAPI(FastAPI):
    """A FastAPI application whose description is whole."""

    def __init__(self, **more: Any) -> None:
        super().__init__(description=_ABOUT, generate_unique_id_function=operation_id, **more)

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        document = super().openapi()
        schemas = document["components"]["schemas"]
        if "Problem" not in schemas:
            problem = Problem.model_json_schema(ref_template=_REFERENCE)
            schemas.update(problem.pop("$defs"), Problem=problem)
            _without_foreign_errors(document)
            _with_examples(document)
        return document


def operation_id(route: APIRoute) -> str:
    """The name of an operation: that of its function."""
    return route.name.rstrip("_")


def examples() -> dict[str, dict[str, Any]]:
    """Operation → `request` and `response`."""
    found: dict[str, dict[str, Any]] = json.loads((files("assistant.api") / "examples.json").read_text("utf-8"))
    return found


def _operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def _without_foreign_errors(document: dict[str, Any]) -> None:
    """FastAPI adds its own 422 wherever something could be validated; ours are described where there are any."""
    for operation in _operations(document):
        for status, response in list(operation["responses"].items()):
            if "HTTPValidationError" in json.dumps(response):
                del operation["responses"][status]
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def _with_examples(document: dict[str, Any]) -> None:
    known = examples()
    for operation in _operations(document):
        example, done = known.get(operation["operationId"], {}), operation["responses"].get("200", {})
        done["description"] = "成功"
        if "request" in example:
            operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
        if "response" in example:
            first = next(iter(done["content"].values()))
            first["example"] = example["response"]
