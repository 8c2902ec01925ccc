from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.api.gates import MAX_BODY

JSON = {"Content-Type": "application/json"}


def padded(size: int) -> bytes:
    """A good request of exactly this many bytes."""
    body = b'{"message": "\xe4\xbd\xa0\xe5\xa5\xbd"}'
    return body + b" " * (size - len(body))


def test_body_of_the_limit_is_read(client: TestClient) -> None:
    """A body of exactly the limit is answered."""
    assert client.post("/api/v1/chat", content=padded(MAX_BODY), headers=JSON).status_code == 200


@pytest.mark.parametrize("streamed", [False, True])
def test_larger_body_is_413_before_parsing(client: TestClient, streamed: bool) -> None:
    """One byte more is refused, whether its length was announced or not."""

    def pieces() -> Iterator[bytes]:
        body = padded(MAX_BODY + 1)
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]

    content = pieces() if streamed else padded(MAX_BODY + 1)
    response = client.post("/api/v1/chat", content=content, headers=JSON)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert "1 MB" in response.json()["detail"]


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "x-forwarded-for"])
@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/chat"])
def test_request_through_a_proxy_is_403(client: TestClient, name: str, path: str) -> None:
    """An open server answers nobody who comes through a proxy, and says what must be set up first."""
    response = client.request("POST" if "chat" in path else "GET", path, headers={name: "for=192.0.2.1"})
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"
    assert "设置管理员" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/nowhere", "/openapi.json"])
def test_every_answer_keeps_the_browser_strict(client: TestClient, path: str) -> None:
    """Pages and errors alike forbid foreign content, frames and guessing of types."""
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_answers_are_not_stored(client: TestClient) -> None:
    """What a person asked does not stay in a cache."""
    assert client.post("/api/v1/chat", json={"message": "你好"}).headers["cache-control"] == "no-store"
