from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/demo.js", "text/javascript"),
        ("/page.css", "text/css"),
        ("/widget.js", "text/javascript"),
        ("/widget/element.js", "text/javascript"),
        ("/widget/widget.css", "text/css"),
        ("/shared/words/en.js", "text/javascript"),
        ("/icon.svg", "image/svg+xml"),
        ("/console", "text/html"),
        ("/console/main.js", "text/javascript"),
        ("/docs", "text/html"),
        ("/docs.js", "text/javascript"),
    ],
)
def test_page_and_its_parts_are_served(client: TestClient, path: str, kind: str) -> None:
    """Each file comes with its type and is asked for again before it is used from a cache."""
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(kind)
    assert response.headers["cache-control"] == "no-cache"
    assert client.head(path).status_code == 200


def test_pages_may_load_only_from_here(client: TestClient) -> None:
    """The policy of a page allows its own files and its own server, and no inline code."""
    policy = client.get("/").headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/widget.js", "/widget/element.js", "/shared/reply.css"])
def test_the_widget_may_be_loaded_by_other_sites(client: TestClient, path: str) -> None:
    """Scripts and styles of the widget are for everyone; pages are not."""
    headers = client.get(path).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-origin" not in client.get("/").headers


def test_modules_travel_packed_and_only_once(client: TestClient) -> None:
    """What a browser has already is not sent again, and what is sent is packed."""
    first = client.get("/widget/element.js")
    assert first.headers["content-encoding"] == "gzip"
    again = client.get("/widget/element.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path", ["/index.html", "/../pyproject.toml", "/%2e%2e/replies.yaml", "/web/demo.js", "/shared/../replies.yaml"]
)
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    """Only the named files can be reached."""
    assert client.get(path).status_code == 404
