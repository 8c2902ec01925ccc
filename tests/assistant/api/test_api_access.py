"""Every route × everybody who may ask, as the table of routes has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from api_closed import SITE, Closed
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.staticfiles import StaticFiles
from fastapi.testclient import TestClient
from starlette.routing import Mount

from assistant.access.table import ROLES, table
from assistant.api.app import create_app
from assistant.api.pages import WEB
from assistant.chain import Assistant

ASKED = {"GET", "POST", "PUT", "PATCH", "DELETE"}
OTHERS = sorted(ROLES - {"open"})


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every route, HEAD being as GET; what is mounted is read."""
    for route in iter_route_contexts(app.routes):
        assert route.path is not None, "a route without a path cannot be in the table"
        if isinstance(route.original_route, Mount):
            yield "GET", f"{route.path}/{{file:path}}"
            continue
        for method in sorted(set(route.methods or ASKED) - {"HEAD", "OPTIONS"}):
            yield method, route.path


def example(path: str) -> str:
    """A path that the route takes."""
    return re.sub(r"\{\w+(:path)?\}", "1", path)


def test_every_route_is_in_the_table(closed: Closed) -> None:
    """Whoever adds a route says who may use it."""
    found = list(routes(closed.app))
    assert len(found) > 30
    for method, path in found:
        row = table().row(example(path))
        assert row is not None and method in row.may, f"{method} {path} is missing in assistant/access/routes.yaml"
        assert row.path == path


@pytest.mark.parametrize("role", OTHERS)
def test_the_table_is_kept(closed: Closed, role: str) -> None:
    """Where users are set up, everybody gets where the table lets them and nowhere else."""
    for method, path in routes(closed.app):
        response = closed.client.request(method, example(path), headers=closed.headers(role), follow_redirects=False)
        may = role in table().row(example(path)).may[method]  # type: ignore[union-attr]
        # An empty login is 422: only what the table refuses is 401 or 403.
        expected = "let in" if may else "refused"
        got = "refused" if response.status_code in (401, 403) else "let in"
        assert got == expected, f"{role} {method} {path}: {response.status_code} {response.text[:200]}"
        if not may:
            assert response.status_code == (401 if role == "anonymous" else 403)
            assert response.headers["content-type"] == "application/problem+json" or path.startswith("/v1/")


def test_the_table_is_kept_where_it_is_open(client: TestClient) -> None:
    """An open server keeps to the table, too."""
    for method, path in routes(client.app):  # type: ignore[arg-type]
        response = client.request(method, example(path))
        may = "open" in table().row(example(path)).may[method]  # type: ignore[union-attr]
        assert (response.status_code not in (401, 403)) == may, f"{method} {path}"


def test_a_route_that_the_table_lacks_is_nobodys(assistant: Assistant, closed: Closed) -> None:
    """Not even an open server or an administrator reaches it."""
    app = create_app(assistant)
    app.add_api_route("/new", lambda: "reached")
    app.mount("/folder", StaticFiles(directory=WEB))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert client.get("/new").status_code == 404
        assert client.get("/folder/login.html").status_code == 404
    closed.app.add_api_route("/newer", lambda: "reached")
    assert closed.client.get("/newer", headers=closed.headers("administrator")).status_code == 404
    closed.app.router.routes.pop()


def test_a_browser_is_shown_the_login_page(closed: Closed) -> None:
    """A person who opens a page without being logged in comes to the login page and from there back."""
    response = closed.client.get("/docs", headers={"Accept": "text/html"}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=/docs")
    page = closed.client.get("/login")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<script>|<style|\son\w+=|style=", page.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer hlk_nobody"},
        {"Authorization": "Basic b3BlcmF0b3I6"},
        {"Authorization": ""},
        {"X-Widget-Token": "hlw_nobody", "Origin": SITE},
        {"Cookie": "hotline=nobody"},
        {"Cookie": "\x7f=;;=,"},
    ],
)
def test_wrong_credentials_are_401(closed: Closed, headers: dict[str, str]) -> None:
    """What is wrong opens no more than nothing, and says what to do."""
    response = closed.client.post("/api/v1/chat", json={"message": "你好"}, headers=headers)
    assert response.status_code == 401
    assert "Bearer" in response.headers["www-authenticate"]
    assert response.json()["detail"]


def test_a_key_and_a_token_end(closed: Closed) -> None:
    """What was revoked is refused from the next look at the database on."""
    from assistant.access.credentials import add_key, list_keys, revoke_key

    secret = add_key(closed.database, "kurz", ["chat"])
    directory = closed.app.state.directory
    directory.refresh()
    headers = {"Authorization": f"Bearer {secret}"}
    assert closed.client.get("/api/v1/me", headers=headers).json() == {"role": "key", "name": None, "scopes": ["chat"]}
    assert revoke_key(closed.database, list_keys(closed.database)[-1].id)
    directory.refresh()
    assert closed.client.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize("origin", [None, "https://evil.example.com", "null", f"{SITE}.example.com", SITE.upper()])
def test_a_widget_token_is_for_its_sites_alone(closed: Closed, origin: str | None) -> None:
    """From elsewhere, or from no page at all, it opens nothing."""
    headers = {"X-Widget-Token": closed.widget} | ({"Origin": origin} if origin else {})
    assert closed.client.post("/api/v1/chat", json={"message": "你好"}, headers=headers).status_code == 403


def test_cors_is_exact(closed: Closed) -> None:
    """Registered origins are allowed by name, without cookies; any other gets nothing."""
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type,x-widget-token"}
    good = closed.client.options("/api/v1/chat", headers={"Origin": SITE, **asking})
    assert good.status_code == 200
    assert good.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in good.headers
    bad = closed.client.options("/api/v1/chat", headers={"Origin": "https://evil.example.com", **asking})
    assert bad.status_code == 400
    assert "access-control-allow-origin" not in bad.headers
    answered = closed.client.post("/api/v1/chat", json={"message": "你好"}, headers=closed.headers("widget"))
    assert answered.headers["access-control-allow-origin"] == SITE
    refused = closed.client.get("/api/v1/me", headers={"Origin": "https://evil.example.com"})
    assert "access-control-allow-origin" not in refused.headers
    # A page may read why it was refused.
    told = closed.client.post("/api/v1/search", headers={"Origin": SITE})
    assert told.headers["access-control-allow-origin"] == SITE


def test_who_was_set_up_closes_an_open_server(assistant: Assistant, tmp_path: object) -> None:
    """An open server asks for a login from the moment that the first user is there."""
    from assistant.access.users import add_user
    from assistant.store.steady import open_store
    from knowledge.live import Fixed
    from knowledge.settings import Settings

    store = open_store(Settings(home=tmp_path))  # type: ignore[arg-type]
    app = create_app(Assistant(Fixed(assistant.retriever), store, home_region=None))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert client.get("/api/v1/me").json()["role"] == "open"
        begun = client.post("/api/v1/chat", json={"message": "你好"}).json()["conversation_id"]
        add_user(store.database, "wang", "eine lange Zeile")
        app.state.directory.refresh()
        assert client.get("/api/v1/me").json()["role"] == "anonymous"
        assert client.get("/api/v1/rules").status_code == 401
        # Behind a proxy now.
        assert client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 200
        # What was said while it was open is nobody's.
        login = client.post("/api/v1/login", json={"name": "wang", "password": "eine lange Zeile"})
        assert login.json() == {"role": "administrator", "name": "wang", "scopes": []}
        assert client.get(f"/api/v1/conversations/{begun}").status_code == 200
        later = {"message": "谢谢", "conversation_id": begun}
        sent = client.post("/api/v1/chat", json=later, headers={"Sec-Fetch-Site": "same-origin"})
        assert sent.status_code == 404
    store.close()


@pytest.mark.parametrize("server", ["192.0.2.1", "::", "fe80::1"])
def test_nothing_is_open_on_another_address(assistant: Assistant, server: str) -> None:
    """However the application was started: without users it is open on a loopback address alone."""
    with TestClient(create_app(assistant), base_url=f"http://{f'[{server}]' if ':' in server else server}") as client:
        assert client.get("/api/v1/rules").status_code == 401
