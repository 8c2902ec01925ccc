"""`hotline ask|chat|batch|serve|calculate|conversations|gaps|feedback|user|key|widget-token|settings`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from tqdm import tqdm

from assistant.access_commands import key, user, widget_token
from assistant.calculate_command import calculate_
from assistant.chain import Assistant, Message
from assistant.conversation_commands import conversations, feedback, gaps
from assistant.reply import Reply
from assistant.understanding.privacy import mask
from assistant.wiring import open_assistant
from knowledge.console import parse_day, read_lines, refuse_overwriting, show_json
from knowledge.errors import CheckFailed, HotlineError, InputError
from knowledge.settings import Settings

_REGION = click.option("--region", help="地区（名称或六位代码）")
_AS_OF = click.option("--as-of", help="提问的日期 YYYY-MM-DD，默认今天")


@click.command("ask", help="问一个问题。")
@click.argument("question")
@_REGION
@_AS_OF
@click.option("--json", "as_json", is_flag=True, help="输出完整的 Reply")
def ask(question: str, region: str | None, as_of: str | None, as_json: bool) -> None:
    """One question; exit 0 for every kind of Reply."""
    message = Message(question, region=region, as_of=parse_day(as_of))
    reply = open_assistant().answer(message)
    if as_json:
        click.echo(reply.model_dump_json(indent=2))
    else:
        _show(reply)


def _show(reply: Reply) -> None:
    click.echo(reply.text)
    for notice in reply.notices:
        if notice.code == "ai_generated":  # must be shown with what a model worded
            click.echo(f"（{notice.text}）")
    for citation in reply.citations:
        click.echo(citation.line)


@click.command("chat", help="在终端里对话；空行或 Ctrl-D 结束。")
@_REGION
@_AS_OF
def chat(region: str | None, as_of: str | None) -> None:
    """A conversation in the terminal."""
    assistant = open_assistant()
    day, conversation = parse_day(as_of), None
    while True:
        try:
            text = click.prompt("您", default="", show_default=False, prompt_suffix="：")
        except click.exceptions.Abort:
            return
        if not text.strip():
            return
        reply = assistant.answer(Message(text, conversation_id=conversation, region=region, as_of=day))
        conversation = reply.conversation_id
        _show(reply)


@click.command("replay", help="用当时的知识库版本重新作答一次，核对当时的回答。")
@click.argument("turn_id", metavar="TURN")
@click.option("--json", "as_json", is_flag=True)
def replay_(turn_id: str, as_json: bool) -> None:
    """A stored answer given again; exit 1 where it comes out otherwise."""
    from assistant.replay import replay  # loads the database; a question does without

    done = replay(Settings.load(), turn_id)
    if as_json:
        show_json(
            {
                "same": not done.differing,
                "differing": done.differing,
                "stored": done.stored.model_dump(mode="json"),
                "again": done.again.model_dump(mode="json"),
            }
        )
    else:
        _show(done.again)
    if done.differing:
        raise CheckFailed(f"与当时的回答不同：{'、'.join(done.differing)}；当时的回答是：{done.stored.text}")
    if not as_json:
        click.echo(f"与当时的回答相同（知识库版本 {done.stored.generation}）。")


@click.command("batch", help="批量：每行一段对话，每行一份结果。")
@click.argument("source", type=click.Path(path_type=Path), metavar="IN.jsonl")
@click.argument("target", type=click.Path(path_type=Path), metavar="OUT.jsonl")
def batch(source: Path, target: Path) -> None:
    """Many conversations in one process; a bad line is reported with its number and the rest still run."""
    assistant = open_assistant()
    lines = read_lines(source)
    refuse_overwriting(source, target)
    good = bad = 0
    # A lone surrogate in an id has no UTF-8 form.
    with target.open("w", encoding="utf-8", errors="replace") as out:
        for number, line in enumerate(tqdm(lines, desc="作答", disable=None), 1):
            if not line.strip():
                continue
            try:
                out.write(_batch_line(assistant, line) + "\n")
                good += 1
            except HotlineError as error:
                bad += 1
                click.echo(f"{source}:{number}: {mask(str(error))[0]}", err=True)
    if bad:
        raise CheckFailed(f"{bad} 行没有处理，原因见上；其余 {good} 行已写入 {target}")


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _batch_line(assistant: Assistant, line: str) -> str:
    try:
        row = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise InputError("不是合法的 JSON") from None
    turns = row.get("turns") if isinstance(row, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise InputError(
            '缺少 turns；每行须形如 {"id": "1", "region": "510704", "as_of": "2023-06-01", "turns": ["问题"]}'
        )
    region, as_of = row.get("region"), row.get("as_of")
    if not isinstance(region, str | None) or not isinstance(as_of, str | None):
        raise InputError("region 和 as_of 须是文字，或者不写")
    replies = assistant.converse(turns, region=region, as_of=parse_day(as_of))
    return json.dumps(
        {"id": row.get("id"), "replies": [r.model_dump(mode="json") for r in replies]}, ensure_ascii=False
    )


@click.command("serve", help="启动服务。")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """The HTTP server."""
    from assistant.api.server import run

    run(Settings.load(), host=host, port=port, workers=workers)


@click.command("settings", help="列出全部设置及当前值。")
def settings() -> None:
    """All settings with their values and meanings."""
    current = Settings.load()
    for name, field in Settings.model_fields.items():
        value = getattr(current, name)
        click.echo(f"HOTLINE_{name.upper()}={'' if value is None else value}　{field.description}", file=sys.stdout)


commands = [
    ask,
    chat,
    replay_,
    batch,
    serve,
    calculate_,
    conversations,
    gaps,
    feedback,
    user,
    key,
    widget_token,
    settings,
]
