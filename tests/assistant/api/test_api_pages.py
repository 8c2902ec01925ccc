from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import assistant

WEB = Path(assistant.__file__).parent / "web"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html"),
        ("/demo.js", "text/javascript"),
        ("/reply.js", "text/javascript"),
        ("/demo.css", "text/css"),
        ("/icon.svg", "image/svg+xml"),
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


@pytest.mark.parametrize("page", ["index.html", "docs.html"])
def test_page_has_no_inline_code_and_no_foreign_address(page: str) -> None:
    """Scripts and styles stand in files of our own."""
    text = (WEB / page).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://", text)


@pytest.mark.parametrize("script", sorted(p.name for p in WEB.glob("*.js")))
def test_scripts_never_write_markup(script: str) -> None:
    """Whatever comes from the server goes into the page as text."""
    text = (WEB / script).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)


@pytest.mark.parametrize("path", ["/index.html", "/../pyproject.toml", "/%2e%2e/replies.yaml", "/web/demo.js"])
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    """Only the named files can be reached."""
    assert client.get(path).status_code == 404
