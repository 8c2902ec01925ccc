"""`hotline user|key|widget-token`: who may use a server that others reach."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, get_args

import click

from assistant.access.principal import SCOPES, USER_ROLES, Scope
from knowledge.console import show_json, show_rows
from knowledge.errors import InputError
from knowledge.settings import Settings

if TYPE_CHECKING:  # the functions load SQLAlchemy when they are run, so that a question need not wait for it
    from assistant.store.database import Database

_JSON = click.option("--json", "as_json", is_flag=True)
_ID = click.argument("id_", metavar="ID", type=click.IntRange(1, 2**31 - 1))
_ROLES = {"operator": "话务员", "administrator": "管理员"}
_ONCE = "只显示这一次，请现在就保存："


def _database() -> Database:
    from assistant.store.database import WORKING, open_database

    database = open_database(Settings.load(), patience=WORKING)
    database.prepare()
    return database


def _password() -> str:
    """From the terminal, unseen and twice; else the first line of what is piped in. Never from the command line."""
    if sys.stdin.isatty():
        return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输入一次", err=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise InputError("没有读到密码；请在终端里运行后按提示输入，或从标准输入给出一行")
    return line


@click.group("user", help="用户：管理员和话务员。")
def user() -> None:
    """Persons who log in."""


@user.command("add", help="添加用户；密码按提示输入，或从标准输入读一行。第一个用户是管理员。")
@click.argument("name")
@click.option("--role", type=click.Choice(USER_ROLES), help="operator 话务员（默认），administrator 管理员")
@_JSON
def add_user_(name: str, role: Any, as_json: bool) -> None:
    """Make an account."""
    from assistant.access.users import add_user

    password = _password()
    with closing(_database()) as database:
        given = add_user(database, name, password, role)
    if as_json:
        show_json({"name": name, "role": given})
    else:
        click.echo(f"已添加{_ROLES[given]} {name}。")


@user.command("list", help="列出用户。")
@_JSON
def list_users_(as_json: bool) -> None:
    """List accounts."""
    from assistant.access.users import list_users

    with closing(_database()) as database:
        found = list_users(database)
    show_rows(
        found,
        lambda one: f"{one.name}　{_ROLES[one.role]}　{one.created_at[:10]}{'　已停用' if one.disabled else ''}",
        as_json=as_json,
    )


@user.command("passwd", help="改密码；已登录的会话随即失效。")
@click.argument("name")
def passwd(name: str) -> None:
    """Change a password."""
    from assistant.access.users import set_password

    password = _password()
    with closing(_database()) as database:
        set_password(database, name, password)
    click.echo(f"已更改 {name} 的密码，请重新登录。")


@user.command("disable", help="停用用户；已登录的会话随即失效。")
@click.argument("name")
def disable(name: str) -> None:
    """Let nobody log in by this account any more."""
    from assistant.access.users import disable_user

    with closing(_database()) as database:
        disable_user(database, name)
    click.echo(f"已停用 {name}。")


@click.group("key", help="API 密钥：给程序用。")
def key() -> None:
    """Programs."""


@key.command(
    "add", help="添加密钥，只显示一次。可用的范围：" + "；".join(f"{n} {about}" for n, about in SCOPES.items()) + "。"
)
@click.argument("name")
@click.option("--scope", "scopes", type=click.Choice(get_args(Scope)), multiple=True, required=True, help="可写多次")
@_JSON
def add_key_(name: str, scopes: tuple[Any, ...], as_json: bool) -> None:
    """Make a key and show it, once."""
    from assistant.access.credentials import add_key

    with closing(_database()) as database:
        secret = add_key(database, name, scopes)
    _show_secret("key", secret, as_json)


@key.command("list", help="列出密钥（不含密钥本身）。")
@_JSON
def list_keys_(as_json: bool) -> None:
    """List keys."""
    from assistant.access.credentials import list_keys

    with closing(_database()) as database:
        found = list_keys(database)
    show_rows(
        found,
        lambda one: f"{one.id}　{one.name}　{one.scopes}　{one.created_at[:10]}{_ended(one.revoked_at)}",
        as_json=as_json,
    )


@key.command("revoke", help="停用密钥。")
@_ID
def revoke_key_(id_: int) -> None:
    """End a key."""
    from assistant.access.credentials import revoke_key

    with closing(_database()) as database:
        _demand(revoke_key(database, id_), f"没有编号为 {id_} 的可用密钥；现有的见 hotline key list")
    click.echo(f"已停用密钥 {id_}。")


@click.group("widget-token", help="咨询窗口的令牌：给嵌入窗口的网站用。")
def widget_token() -> None:
    """Pages that embed the widget."""


@widget_token.command("add", help="添加令牌；只有登记的网站才能用。")
@click.argument("name")
@click.option("--origin", "origins", multiple=True, required=True, help="网站，如 https://www.example.gov.cn；可写多次")
@_JSON
def add_widget_token_(name: str, origins: tuple[str, ...], as_json: bool) -> None:
    """Make a token and show it, once."""
    from assistant.access.credentials import add_widget_token

    with closing(_database()) as database:
        secret = add_widget_token(database, name, origins)
    _show_secret("token", secret, as_json)


@widget_token.command("list", help="列出令牌（不含令牌本身）。")
@_JSON
def list_widget_tokens_(as_json: bool) -> None:
    """List tokens."""
    from assistant.access.credentials import list_widget_tokens

    with closing(_database()) as database:
        found = list_widget_tokens(database)
    show_rows(
        found,
        lambda one: f"{one.id}　{one.name}　{one.origins}　{one.created_at[:10]}{_ended(one.revoked_at)}",
        as_json=as_json,
    )


@widget_token.command("revoke", help="停用令牌。")
@_ID
def revoke_widget_token_(id_: int) -> None:
    """End a token."""
    from assistant.access.credentials import revoke_widget_token

    with closing(_database()) as database:
        _demand(revoke_widget_token(database, id_), f"没有编号为 {id_} 的可用令牌；现有的见 hotline widget-token list")
    click.echo(f"已停用令牌 {id_}。")


def _show_secret(name: str, secret: str, as_json: bool) -> None:
    """On standard output alone what a script wants; the advice beside it."""
    if as_json:
        show_json({name: secret})
    else:
        click.echo(_ONCE, err=True)
        click.echo(secret)


def _demand(done: bool, otherwise: str) -> None:
    if not done:
        raise InputError(otherwise)


def _ended(revoked_at: str | None) -> str:
    return f"　{revoked_at[:10]} 停用" if revoked_at else ""
