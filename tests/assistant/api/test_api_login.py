"""Logging in over HTTP, whose conversations are whose, how often one may ask, and that no secret is written down."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import pytest
from api_closed import PASSWORD, SITE, Closed
from api_process import settings_of
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import text

from assistant.access.credentials import add_key, add_widget_token
from assistant.access.users import add_user
from assistant.api.app import create_app
from assistant.chain import Assistant
from assistant.store.steady import open_store
from knowledge.live import Fixed

LOGIN = {"name": "operator", "password": PASSWORD}
MINE = {"Sec-Fetch-Site": "same-origin"}
ASK = {"message": "医保咨询电话是多少", "region": "510704"}


@pytest.fixture
def browser(closed: Closed) -> Iterator[TestClient]:
    """A client with cookies of its own."""
    yield TestClient(closed.app, base_url="http://127.0.0.1:8000", client=("192.0.2.9", 50000))


def test_logging_in_and_out(closed: Closed, browser: TestClient) -> None:
    """A cookie that no script reads and no other site sends; after logging out it opens nothing."""
    response = browser.post("/api/v1/login", json=LOGIN, headers=MINE)
    assert response.status_code == 200
    assert response.json() == {"role": "operator", "name": "operator", "scopes": []}
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie and "Secure" not in cookie
    assert browser.get("/api/v1/me").json()["name"] == "operator"
    secret = browser.cookies["hotline"]
    assert browser.post("/api/v1/logout", headers=MINE).status_code == 204
    assert "hotline" not in browser.cookies
    again = browser.get("/api/v1/rules", headers={"Cookie": f"hotline={secret}"})
    assert again.status_code == 401


def test_the_cookie_is_secure_elsewhere(closed: Closed) -> None:
    """By any other name than this machine's own the browser sends it over TLS alone."""
    client = TestClient(closed.app, base_url="https://zc.example.gov.cn", client=("127.0.0.1", 50000))
    cookie = client.post("/api/v1/login", json=LOGIN).headers["set-cookie"]
    assert cookie.startswith("__Host-hotline=") and "Secure" in cookie and "Domain" not in cookie
    assert client.get("/api/v1/me").json()["name"] == "operator"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example.com"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:8000"},
    ],
)
def test_another_site_cannot_use_a_login(closed: Closed, browser: TestClient, headers: dict[str, str]) -> None:
    """What changes something must come from a page of this server, as the browser tells it."""
    cookie = {"Cookie": f"hotline={closed.login('operator')}"}
    assert browser.post("/api/v1/chat", json=ASK, headers=cookie | headers).status_code == 403
    assert browser.get("/api/v1/me", headers=cookie | headers).status_code == 200
    good = browser.post("/api/v1/chat", json=ASK, headers=cookie | {"Origin": "http://127.0.0.1:8000"})
    assert good.status_code == 200
    if headers:  # nor log a person in as somebody else
        assert browser.post("/api/v1/login", json=LOGIN, headers=headers).status_code == 403


def test_failed_logins_wait(closed: Closed, browser: TestClient) -> None:
    """Wrong name and wrong password are told alike; after some the server says how long to wait, and not for ever."""
    answers = [browser.post("/api/v1/login", json={"name": "nobody", "password": "x"}) for _ in range(6)]
    assert [a.status_code for a in answers] == [401, 401, 401, 401, 401, 429]
    wrong = browser.post("/api/v1/login", json={"name": "administrator", "password": "x"})
    assert wrong.json() == answers[0].json()
    wait = int(answers[-1].headers["retry-after"])
    assert 1 <= wait <= 3
    assert answers[-1].headers["content-type"] == "application/problem+json"
    right = {"name": "administrator", "password": PASSWORD}
    assert browser.post("/api/v1/login", json=right).status_code == 200  # nobody else waits


@pytest.mark.parametrize("body", [{}, {"name": "a"}, {"name": "a", "password": "geheimes Wort" * 100}, {"password": 1}])
def test_an_unusable_login_never_echoes_the_password(browser: TestClient, body: dict[str, object]) -> None:
    """422 names the field, not what stood in it."""
    response = browser.post("/api/v1/login", json=body)
    assert response.status_code == 422
    assert "geheimes" not in response.text


def test_a_conversation_is_its_beginners(closed: Closed) -> None:
    """Nobody else reads it, goes on with it, deletes it or says something of its answers; administrators read it."""
    begun = closed.client.post("/api/v1/chat", json=ASK, headers=closed.headers("widget")).json()
    id, turn = begun["conversation_id"], begun["turn_id"]
    other_widget = {"X-Widget-Token": closed.other_widget, "Origin": SITE}
    for headers in (other_widget, closed.headers("key:chat"), closed.headers("operator")):
        on = closed.client.post("/api/v1/chat", json=ASK | {"conversation_id": id}, headers=headers)
        streamed = closed.client.post("/api/v1/chat/stream", json=ASK | {"conversation_id": id}, headers=headers)
        said = closed.client.post("/api/v1/feedback", json={"turn_id": turn, "verdict": "wrong"}, headers=headers)
        read = closed.client.get(f"/api/v1/conversations/{id}", headers=headers)
        deleted = closed.client.delete(f"/api/v1/conversations/{id}", headers=headers)
        assert [r.status_code for r in (on, streamed, said, read, deleted)] == [404] * 5
    for role in ("key:console", "administrator"):
        read = closed.client.get(f"/api/v1/conversations/{id}", headers=closed.headers(role))
        assert read.status_code == 200
        assert len(read.json()["turns"]) == 1
    mine = closed.headers("widget")
    assert closed.client.post("/api/v1/chat", json=ASK | {"conversation_id": id}, headers=mine).status_code == 200
    said = closed.client.post("/api/v1/feedback", json={"turn_id": turn, "verdict": "helpful"}, headers=mine)
    assert said.status_code == 204
    assert closed.client.delete(f"/api/v1/conversations/{id}", headers=mine).status_code == 204
    assert closed.client.get(f"/api/v1/conversations/{id}", headers=mine).status_code == 404


def test_a_request_id_is_its_senders(closed: Closed) -> None:
    """Another's request of the same id is answered on its own, so that no id tells what somebody else asked."""
    body = ASK | {"request_id": "r1"}
    first = closed.client.post("/api/v1/chat", json=body, headers=closed.headers("widget")).json()
    again = closed.client.post("/api/v1/chat", json=body, headers=closed.headers("widget")).json()
    other = closed.client.post("/api/v1/chat", json=body, headers=closed.headers("key:chat")).json()
    assert first["turn_id"] == again["turn_id"]
    assert other["conversation_id"] != first["conversation_id"]


def test_how_often(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> None:
    """By address and by token, each with Retry-After; proxies that are trusted say the address, nobody else does."""
    settings = settings_of(tmp_path_factory.mktemp("rates")).model_copy(
        update={
            "rate_address": "3/hour",
            "rate_widget": "5/hour",
            "rate_key": "2/hour",
            "trusted_proxies": "127.0.0.1 10.0.0.0/8",
        }
    )
    store = open_store(settings)
    add_user(store.database, "administrator", PASSWORD)
    token, key = add_widget_token(store.database, "门户", [SITE]), add_key(store.database, "程序", ["search"])
    app = create_app(Assistant(Fixed(assistant.retriever), store, home_region=None), settings)

    def ask(address: str, *, peer: str = "127.0.0.1", key: str | None = None) -> int:
        shown = {"Authorization": f"Bearer {key}"} if key else {"X-Widget-Token": token, "Origin": SITE}
        client = TestClient(app, base_url="http://127.0.0.1:8000", client=(peer, 50000))
        path = "/api/v1/regions?q=绵阳"
        response = client.get(path, headers={**shown, "X-Forwarded-For": f"198.51.100.9, {address}, 10.0.0.1"})
        if response.status_code == 429:
            assert response.headers["content-type"] == "application/problem+json"
            assert 1 <= int(response.headers["retry-after"]) <= 3600
        return response.status_code

    with TestClient(app):
        assert [ask("192.0.2.1") for _ in range(4)] == [200, 200, 200, 429]
        # The same home in IPv6 is one address; the token's own count is reached at last.
        assert [ask("2001:db8::1"), ask("2001:db8::2"), ask("192.0.2.3")] == [200, 200, 429]
        # Whoever is no trusted proxy is taken by its own address.
        assert [ask(f"192.0.2.{n}", peer="203.0.113.5", key=key) for n in range(10, 13)] == [200, 200, 429]
        open_to_all = TestClient(app, base_url="http://127.0.0.1:8000", client=("203.0.113.6", 1))
        assert {open_to_all.get("/healthz").status_code for _ in range(10)} == {200}
        # Guessing keys is counted, too.
        tried = [open_to_all.get("/api/v1/rules").status_code for _ in range(4)]
        assert tried == [401, 401, 401, 429]
    store.close()


def test_no_secret_is_written_down(closed: Closed, caplog: pytest.LogCaptureFixture) -> None:
    """Neither log nor database holds a password, a cookie, a key or a token in plain, whatever goes well or wrong."""
    caplog.set_level(logging.DEBUG)
    browser = TestClient(closed.app, base_url="http://127.0.0.1:8000", client=("192.0.2.10", 50000))
    browser.post("/api/v1/login", json=LOGIN, headers=MINE)
    cookie = browser.cookies["hotline"]
    browser.post("/api/v1/login", json={"name": "operator", "password": "falsches Wort"})
    browser.post("/api/v1/chat", json=ASK, headers=MINE)
    secrets = [PASSWORD, "falsches Wort", cookie, closed.widget, closed.other_widget, *closed.keys.values()]
    for role in ("widget", "key:chat", "key:metrics"):
        closed.client.post("/api/v1/chat", json=ASK, headers=closed.headers(role))
        closed.client.post("/api/v1/chat", content=b"{", headers=closed.headers(role))
    logged = "\n".join(record.getMessage() for record in caplog.records) + caplog.text
    with closed.database.reading() as at:
        tables = at.execute(text("select name from sqlite_master where type = 'table'")).scalars().all()
        held = "\n".join(str(at.execute(text(f'select * from "{name}"')).all()) for name in tables)
    assert "operator" in held and "account" in tables
    for secret in secrets:
        assert secret not in logged
        assert secret not in held


def test_a_lost_database_costs_no_answer(closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away, keys and tokens that were good are good, and so is whoever was just logged in."""
    from assistant.access import directory
    from assistant.store.database import Database
    from assistant.store.interface import StoreUnavailable

    person = closed.headers("operator")
    assert closed.client.get("/api/v1/me", headers=person).status_code == 200

    def away(*_: object) -> None:
        raise StoreUnavailable("weg")

    monkeypatch.setattr(directory, "logged_in", away)
    monkeypatch.setattr(Database, "reading", away)
    time.sleep(1.2)  # the next look at who is set up has failed by now
    assert closed.client.get("/api/v1/regions?q=绵阳", headers=closed.headers("widget")).status_code == 200
    assert closed.client.get("/api/v1/me", headers=person).json()["name"] == "operator"
    stranger = closed.client.get("/api/v1/me", headers={"Cookie": "hotline=somebody"})
    assert stranger.status_code == 503
    assert "Retry-After" in stranger.headers


def test_before_anybody_can_be_told_from_anybody(
    assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """While the database was never read nobody is let in, for there may be users; that it lives is told all the same."""
    away = "postgresql://nobody:secret@127.0.0.1:1/none"
    settings = settings_of(tmp_path_factory.mktemp("away")).model_copy(update={"database_url": SecretStr(away)})
    store = open_store(settings)
    with TestClient(create_app(Assistant(Fixed(assistant.retriever), store, home_region=None), settings)) as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert ready.json()["parts"]["store"] == {"ok": False}
        response = client.post("/api/v1/chat", json=ASK)
        assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    store.close()
