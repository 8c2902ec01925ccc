"""`hotline conversations|gaps|feedback`: what a server kept, for those who look after it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from knowledge import clock
from knowledge.console import show_json, show_rows
from knowledge.errors import InputError
from knowledge.region import places
from knowledge.settings import Settings

if TYPE_CHECKING:  # the functions load SQLAlchemy when they are run, so that a question need not wait for it
    from assistant.store.database import Database
    from assistant.store.feedback import Feedback
    from assistant.store.gaps import Gap

_LIMIT = click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="最多列出多少条")
_REGION = click.option("--region", help="地区（名称或六位代码）")
_JSON = click.option("--json", "as_json", is_flag=True)
_STATES = {"open": "待补", "answered": "已补", "dismissed": "不补"}
_VERDICTS = {"helpful": "有用", "wrong": "有误", "outdated": "过时", "incomplete": "不全", "unclear": "不清楚"}


def _database() -> Database:
    """The home's database; InputError where nothing was kept yet."""
    from assistant.store.database import open_kept

    database = open_kept(Settings.load())
    if database is None:
        raise InputError("还没有保存过会话；hotline serve 启动后才会保存")
    return database


def _code(region: str | None) -> str | None:
    return places().resolve(region) if region else None


def _place(code: str | None) -> str:
    return places().full_name(code) if code else "未写明地区"


@click.group("conversations", help="查看、导出和删除保存的会话。")
def conversations() -> None:
    """What was said."""


@conversations.command("list", help="列出会话，最近的在前。")
@_REGION
@_LIMIT
@_JSON
def list_(region: str | None, limit: int, as_json: bool) -> None:
    """List conversations."""
    from assistant.store.conversations import list_conversations

    with closing(_database()) as database:
        found = list_conversations(database, region=_code(region), limit=limit)
    show_rows(
        found,
        lambda one: f"{one.conversation_id}　{one.updated_at}　{one.turns} 轮　{_place(one.region)}",
        as_json=as_json,
    )


@conversations.command("show", help="显示一个会话。")
@click.argument("id_", metavar="ID")
@_JSON
def show(id_: str, as_json: bool) -> None:
    """Show one conversation."""
    with closing(_database()) as database:
        data = _read(database, id_)
    if as_json:
        show_json(data)
        return
    for turn in data["turns"]:
        click.echo(f"{turn['asked_at']}　{turn['turn_id']}\n问：{turn['message']}\n答：{turn['reply']['text']}")
        for said in turn["feedback"]:
            click.echo(f"反馈：{_VERDICTS[said['verdict']]}　{said['comment'] or ''}".rstrip("　"))


@conversations.command("export", help="导出会话，每行一个 JSON；不写 ID 则导出全部。")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.jsonl", help="写入文件，默认打印出来")
@click.option("--json", "as_json", is_flag=True, help="写入文件时用 JSON 报告写了多少")
def export(ids: tuple[str, ...], out: Path | None, as_json: bool) -> None:
    """Conversations as JSON Lines."""
    from assistant.store.conversations import all_ids

    with closing(_database()) as database:
        # One that is deleted while all are read is no longer there to be exported.
        rows = (_read(database, id_) for id_ in ids) if ids else _present(database, all_ids(database))
        if out is None:
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
            return
        number = 0
        with out.open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                number += 1
    if as_json:
        show_json({"exported": number, "file": str(out)})
    else:
        click.echo(f"已把 {number} 个会话写入 {out}。")


@conversations.command("delete", help="删除会话，连同它的反馈；不能恢复。")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--yes", is_flag=True, help="不再询问")
@_JSON
def delete(ids: tuple[str, ...], yes: bool, as_json: bool) -> None:
    """Delete conversations; an id that does not exist is an error, and the others are deleted all the same."""
    from assistant.store.conversations import delete_conversation

    if not yes:
        click.confirm(f"删除 {len(ids)} 个会话？删除后不能恢复", abort=True, err=True)
    with closing(_database()) as database:
        deleted = [id_ for id_ in ids if delete_conversation(database, id_)]
    if as_json:
        show_json({"deleted": deleted})
    else:
        click.echo(f"已删除 {len(deleted)} 个会话。")
    if missing := [id_ for id_ in ids if id_ not in deleted]:
        raise InputError(f"没有这些会话：{'、'.join(missing)}；现有的会话见 hotline conversations list")


@conversations.command("expire", help="删除过了保留期限的会话和缺口（运行中的服务每小时自己做一次）。")
@click.option("--days", type=click.IntRange(min=1), help="保留多少天，默认按设置 HOTLINE_RETENTION_DAYS")
@_JSON
def expire_(days: int | None, as_json: bool) -> None:
    """Delete what is older than the retention allows."""
    from assistant.store.conversations import expire

    days = days or Settings.load().retention_days
    with closing(_database()) as database:
        expired = expire(database, days, clock.now())
    if as_json:
        show_json({"days": days, "expired": expired})
    else:
        click.echo(f"已删除 {expired} 个超过 {days} 天的会话。")


def _read(database: Database, id_: str) -> dict[str, Any]:
    for data in _present(database, [id_]):
        return data
    raise InputError(f"没有编号为 {id_} 的会话；现有的会话见 hotline conversations list")


def _present(database: Database, ids: Iterable[str]) -> Iterable[dict[str, Any]]:
    from assistant.store.conversations import conversation_as_data

    return (data for id_ in ids if (data := conversation_as_data(database, id_)) is not None)


@click.group("gaps", invoke_without_command=True, help="列出没有答上的问题，问得多的在前。")
@_REGION
@click.option("--state", type=click.Choice(list(_STATES)), help="open 待补，answered 已补，dismissed 不补")
@_LIMIT
@_JSON
@click.pass_context
def gaps(context: click.Context, region: str | None, state: Any, limit: int, as_json: bool) -> None:
    """What the knowledge could not answer."""
    from assistant.store.gaps import list_gaps

    if context.invoked_subcommand:
        return
    with closing(_database()) as database:
        found = list_gaps(database, region=_code(region), state=state, limit=limit)
    show_rows(found, _gap_line, as_json=as_json)


def _gap_line(gap: Gap) -> str:
    seen = gap.first_seen[:10] if gap.count == 1 else f"{gap.first_seen[:10]} 至 {gap.last_seen[:10]}"
    return f"{gap.id}　{gap.count} 次　{_STATES[gap.state]}　{_place(gap.region)}　{gap.ask}（{seen}）"


@gaps.command("mark", help="改一个缺口的状态：open 待补，answered 已补，dismissed 不补。")
@click.argument("id_", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@click.argument("state", type=click.Choice(list(_STATES)))
@_JSON
def mark(id_: int, state: Any, as_json: bool) -> None:
    """Change the state of a gap."""
    from assistant.store.gaps import set_gap_state

    with closing(_database()) as database:
        gap = set_gap_state(database, id_, state)
    if gap is None:
        raise InputError(f"没有编号为 {id_} 的缺口；现有的见 hotline gaps")
    if as_json:
        show_json(gap.model_dump())
    else:
        click.echo(f"{gap.id}　{_STATES[gap.state]}　{gap.ask}")


@click.group("feedback", help="查看对回答的反馈。")
def feedback() -> None:
    """What people say of the answers."""


@feedback.command("list", help="列出反馈，最近的在前。")
@click.option("--verdict", type=click.Choice(list(_VERDICTS)))
@_LIMIT
@_JSON
def list_feedback_(verdict: Any, limit: int, as_json: bool) -> None:
    """List feedback."""
    from assistant.store.feedback import list_feedback

    with closing(_database()) as database:
        found = list_feedback(database, verdict=verdict, limit=limit)
    show_rows(found, _feedback_line, as_json=as_json)


def _feedback_line(one: Feedback) -> str:
    stars = f"　{one.rating} 分" if one.rating else ""
    return f"{one.given_at}　{_VERDICTS[one.verdict]}{stars}　{one.comment or ''}\n  问：{one.message}\n  答：{one.text[:80]}"
