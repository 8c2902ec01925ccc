"""Accounts, logins, waiting after failures, keys: on SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, text

from assistant.access import users
from assistant.access.backoff import TooManyAttempts, begin_attempt, by_address, by_name, forgive
from assistant.access.credentials import (
    add_key,
    add_widget_token,
    list_keys,
    list_widget_tokens,
    revoke_key,
    revoke_widget_token,
)
from assistant.access.directory import Directory
from assistant.access.logins import IDLE, LONGEST, log_in, log_out, logged_in
from assistant.access.users import add_user, disable_user, has_administrator, list_users, set_password, verified
from assistant.store.access import attempt
from assistant.store.database import Database
from knowledge import clock
from knowledge.errors import InputError

GOOD = "ein langes Wort 2023"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same function with less work: what is tested here is not how long it takes."""
    monkeypatch.setattr(users, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    users._nobody.cache_clear()


def test_accounts(database: Database) -> None:
    """The first is an administrator, others are operators; names are there once; the last administrator stays."""
    assert not has_administrator(database)
    with pytest.raises(InputError, match="第一个用户须是管理员"):
        add_user(database, "wang", GOOD, "operator")
    assert add_user(database, "wang", GOOD) == "administrator"
    assert add_user(database, "李四", GOOD) == "operator"
    with pytest.raises(InputError, match="hotline user passwd wang"):
        add_user(database, "wang", GOOD)
    for name, password, said in [("a b", GOOD, "用户名"), ("x" * 65, GOOD, "用户名"), ("zhao", "short", "8 到 1000")]:
        with pytest.raises(InputError, match=said):
            add_user(database, name, password)
    with pytest.raises(InputError, match="没有管理员"):
        disable_user(database, "wang")
    with pytest.raises(InputError, match="没有用户 zhao"):
        set_password(database, "zhao", GOOD)
    assert add_user(database, "sun", GOOD, "administrator") == "administrator"
    disable_user(database, "wang")
    assert [(u.name, u.role, u.disabled) for u in list_users(database)] == [
        ("sun", "administrator", False),
        ("wang", "administrator", True),
        ("李四", "operator", False),
    ]
    assert has_administrator(database)


def test_passwords(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right for one account alone, kept as argon2; a name that nobody bears costs as much as a wrong password."""
    add_user(database, "wang", GOOD)
    add_user(database, "li", GOOD)
    found = verified(database, "wang", GOOD)
    assert found is not None and (found.roles, found.name) == ({"administrator"}, "wang")
    with database.reading() as at:
        kept = at.execute(text("select password from account order by id")).scalars().all()
    assert all(hashed.startswith("$argon2id$") for hashed in kept)
    assert kept[0] != kept[1]
    tried: list[str] = []
    real = users._HASHER.verify

    class Counting:
        def verify(self, hashed: str, password: str) -> bool:
            tried.append(hashed)
            return real(hashed, password)

        def hash(self, password: str) -> str:
            return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)

    monkeypatch.setattr(users, "_HASHER", Counting())
    for name, password in [("wang", "falsch"), ("niemand", GOOD), ("' or 1=1 --", GOOD), ("niemand", "")]:
        assert verified(database, name, password) is None
    assert len(tried) == 4
    assert all(hashed.startswith("$argon2id$") for hashed in tried)
    disable_user_with_spare(database, "wang")
    assert verified(database, "wang", GOOD) is None


def disable_user_with_spare(database: Database, name: str) -> None:
    """Disable an administrator beside whom there is another."""
    add_user(database, "spare", GOOD, "administrator")
    disable_user(database, name)


def test_logins_end(database: Database) -> None:
    """By logging out, by doing nothing, after a shift, with a new password, and when the account is disabled."""
    add_user(database, "wang", GOOD)
    person = verified(database, "wang", GOOD)
    assert person is not None
    secret, now = log_in(database, person), clock.now()
    assert logged_in(database, secret) == person
    assert logged_in(database, secret + "x") is None
    almost = IDLE - timedelta(minutes=1)
    assert logged_in(database, secret, now + almost) == person
    assert logged_in(database, secret, now + 2 * almost) == person  # the last request counts, not the first
    assert logged_in(database, secret, now + 2 * almost + IDLE + timedelta(minutes=1)) is None
    moment = now
    while moment < now + LONGEST - almost:
        moment += almost
        assert logged_in(database, secret, moment) == person
    assert logged_in(database, secret, now + LONGEST + timedelta(minutes=1)) is None
    log_out(database, secret)
    assert logged_in(database, secret) is None
    for end in (lambda: set_password(database, "wang", GOOD), lambda: disable_user_with_spare(database, "wang")):
        secret = log_in(database, person)
        end()
        assert logged_in(database, secret) is None


def test_waiting_after_failures(database: Database) -> None:
    """The first few are free, then it takes longer each time, up to a minute for a name; an hour later all is forgotten."""
    name, now = by_name("wang"), clock.now()
    for _ in range(5):
        begin_attempt(database, [name, by_address("192.0.2.1")], now)
    waits = []
    for _ in range(9):
        with pytest.raises(TooManyAttempts) as refused:
            begin_attempt(database, [by_name("WANG"), by_address("192.0.2.2")], now)
        waits.append(refused.value.seconds)
        now += timedelta(seconds=refused.value.seconds)
        begin_attempt(database, [name], now)
    assert waits == sorted(waits)
    assert waits[0] <= 2
    assert waits[-1] in (60, 61)
    begin_attempt(database, [by_name("li"), by_address("192.0.2.1")], now)  # nobody else waits
    forgive(database, name)
    begin_attempt(database, [name], now)
    begin_attempt(database, [by_name("sun")], now + timedelta(hours=2))
    with database.reading() as at:
        assert at.execute(select(func.count()).select_from(attempt)).scalar_one() == 1


def test_guessing_from_one_address(database: Database) -> None:
    """Whoever tries one name after the other waits, too."""
    now = clock.now()
    for n in range(20):
        begin_attempt(database, [by_name(f"name{n}"), by_address("192.0.2.1")], now)
    with pytest.raises(TooManyAttempts):
        begin_attempt(database, [by_name("another"), by_address("192.0.2.1")], now)


def test_guesses_at_once_are_all_counted(database: Database) -> None:
    """Nobody gets more free guesses by making them at the same moment."""
    now = clock.now()
    begin_attempt(database, [by_name("wang")], now)

    def guess(_: int) -> bool:
        try:
            begin_attempt(database, [by_name("wang")], now)
        except TooManyAttempts:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(24))) == 4


def test_keys_and_tokens(database: Database) -> None:
    """Shown once, kept as digests, good until they are revoked."""
    directory = Directory(database)
    assert not directory.ready
    key = add_key(database, "网站", ["search", "chat", "chat"])
    token = add_widget_token(database, "门户", ["HTTPS://www.Example.gov.cn:443/", "http://127.0.0.1:8080"])
    directory.refresh()
    program, widget = directory.key(key), directory.widget(token)
    assert program is not None and program.roles == {"key:chat", "key:search"}
    assert widget is not None and widget[1] == {"https://www.example.gov.cn", "http://127.0.0.1:8080"}
    assert directory.origins == widget[1]
    assert directory.key(token) is None and directory.widget(key) is None
    assert not directory.users
    for listed in (*list_keys(database), *list_widget_tokens(database)):
        assert key not in str(listed) and token not in str(listed)
    assert revoke_key(database, 1) and revoke_widget_token(database, 1)
    assert not revoke_key(database, 1) and not revoke_widget_token(database, 2)
    directory.refresh()
    assert directory.key(key) is None and directory.widget(token) is None and not directory.origins


@pytest.mark.parametrize(
    "origin", ["*", "https://*.gov.cn", "www.example.gov.cn", "https://a/b", "null", "ftp://a.cn", "https://a b", ""]
)
def test_what_is_no_origin(database: Database, origin: str) -> None:
    """Only a whole origin can be registered."""
    with pytest.raises(InputError, match="--origin"):
        add_widget_token(database, "门户", [origin])
