"""`hotline knowledge …`: documents come in, an index is built, searched and checked."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from knowledge import clock
from knowledge.build import build, is_current
from knowledge.check import check as run_check
from knowledge.console import bar, parse_day, read_lines, refuse_overwriting, show_json
from knowledge.errors import CheckFailed, HotlineError, InputError
from knowledge.home import Home
from knowledge.importing.command import import_
from knowledge.library import read_library
from knowledge.lifecycle import collect_old, demand, said_of, still_scheduled
from knowledge.lifecycle import commands as lifecycle
from knowledge.manifest import read_manifest
from knowledge.opening import open_retriever, opened
from knowledge.pointer import publish
from knowledge.region import places
from knowledge.retention import Collected
from knowledge.settings import Settings

_GENERATION = click.option("--generation", type=int, help="哪个版本，默认正在使用的")


@click.group("knowledge", help="知识库：导入文档、建立索引、检索、检查。")
def knowledge() -> None:
    """The group of the knowledge commands."""


@knowledge.command("build", help="用全部文档和规则建立新版本并启用。")
@click.option("--draft", is_flag=True, help="只建立，不启用")
@click.option("--if-stale", is_flag=True, help="内容没有变化就不重建")
@click.option("--json", "as_json", is_flag=True)
def build_(draft: bool, if_stale: bool, as_json: bool) -> None:
    """Build a generation; without --draft it answers from now on."""
    settings = Settings.load()
    home = Home(settings.home)
    if if_stale and is_current(settings):
        number, said = home.current() or 0, "知识库已是最新："
    else:
        number = build(settings, bar("建立"), publish=not draft and not settings.demand_suite)
        if settings.demand_suite and not draft:
            demand(settings, number)
            publish(home.pointer, number)
        said = f"版本 {number}（{'草稿' if draft else '已启用'}）："
    manifest = read_manifest(home.generation(number))
    done = Collected()
    try:
        done = collect_old(settings)
    except (HotlineError, OSError) as error:  # the build is done all the same
        click.echo(f"这次没有清理旧版本：{error}", err=True)
    if as_json:
        told = {"generation": number, "documents": manifest.documents, "clauses": manifest.clauses}
        show_json({**told, "published": home.current() == number, **asdict(done)})
        return
    click.echo(said + f"{manifest.documents} 份文档，{manifest.clauses} 条。{said_of(done)}")
    for line in still_scheduled(home):
        click.echo(line)


@knowledge.command("list", help="列出知识库里的文档。")
@_GENERATION
@click.option("--json", "as_json", is_flag=True)
def list_(generation: int | None, as_json: bool) -> None:
    """List the documents of the generation that answers, or of another."""
    store = opened(Settings.load(), generation).store
    if as_json:
        show_json(
            [{**h.model_dump(mode="json"), "superseded": i in store.superseded} for i, h in store.headers.items()]
        )
        return
    for document_id, header in store.headers.items():
        place = places().full_name(header.region) if header.region else "未写明地区"
        replaced = "（已由导入的原文代替）" if document_id in store.superseded else ""
        click.echo(f"{document_id}　{place}　{header.published or '无日期'}　{header.title}{replaced}")


@knowledge.command("show", help="显示一份文档或一个条款。")
@click.argument("id_", metavar="ID")
@_GENERATION
@click.option("--json", "as_json", is_flag=True)
def show(id_: str, generation: int | None, as_json: bool) -> None:
    """Show a document's clauses, or one clause."""
    store = opened(Settings.load(), generation).store
    clause = store.get(id_)
    clauses = [clause] if clause else store.of_document(id_)
    if not clauses:
        raise InputError(f"没有编号为 {id_} 的文档或条款；可用的文档见 hotline knowledge list")
    if as_json:
        show_json([c.model_dump(mode="json") for c in clauses])
        return
    for item in clauses:
        click.echo(f"[{item.id}] {item.heading}\n{item.text}\n")


@knowledge.command("search", help="只检索，不作答。")
@click.argument("query", required=False)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True)
@click.option("--region", help="地区（名称或六位代码）")
@click.option("--as-of", help="日期 YYYY-MM-DD")
@click.option("--json", "as_json", is_flag=True)
@click.option("--batch", nargs=2, type=click.Path(path_type=Path), metavar="IN.jsonl OUT.jsonl", help="批量检索")
def search(
    query: str | None, top: int, region: str | None, as_of: str | None, as_json: bool, batch: tuple[Path, Path] | None
) -> None:
    """The retriever alone, for one query or for a file of them."""
    from knowledge.finding import Finder

    settings = Settings.load()
    finder = Finder(open_retriever(settings), home_region=settings.region)
    if batch:
        _search_batch(finder, batch[0], batch[1], top)
        return
    if not query:
        raise InputError('缺少检索词；用法：hotline knowledge search "起付标准" --region 游仙区')
    hits = finder.find(query, region=region, as_of=parse_day(as_of), top=top)
    if as_json:
        show_json(hits)
        return
    for hit in hits:
        click.echo(f"{hit['score']:.3f}　[{hit['clause_id']}] {hit['heading']}\n　　　{hit['text'][:80]}")


_BATCH_LINE = '{"id": "1", "query": "起付标准", "region": "510704", "as_of": "2023-06-01"}'


def _search_batch(finder: Any, source: Path, target: Path, top: int) -> None:
    """Every good line is answered; a bad one is reported with its number."""
    lines = read_lines(source)
    refuse_overwriting(source, target)
    bad = 0
    with target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(tqdm(lines, desc="检索", disable=None), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                hits = finder.find(row["query"], region=row.get("region"), as_of=parse_day(row.get("as_of")), top=top)
                out.write(json.dumps({"id": row.get("id"), "hits": hits}, ensure_ascii=False, default=str) + "\n")
            except (ValueError, KeyError, TypeError, AttributeError, HotlineError) as error:
                bad += 1
                reason = str(error) if isinstance(error, HotlineError) else f"不能用；每行须形如 {_BATCH_LINE}"
                click.echo(f"{source}:{number}: {reason}", err=True)
    if bad:
        raise CheckFailed(f"{bad} 行没有处理，原因见上")


@knowledge.command("retire", help="终止一份文档：到期日之后其规定不再作答，所记事实仍可查。")
@click.argument("id_", metavar="ID")
@click.option("--on", help="最后一天有效的日期 YYYY-MM-DD，默认今天；写了 --superseded-by 时默认为新文档施行的前一天")
@click.option("--superseded-by", metavar="ID", help="取代它的文档")
@click.option("--json", "as_json", is_flag=True)
def retire(id_: str, on: str | None, superseded_by: str | None, as_json: bool) -> None:
    """End a document of the home or a shipped one; exit 2 for an id that nothing bears."""
    from knowledge.retiring import retire_document

    settings = Settings.load()
    home = Home(settings.home)
    done = retire_document(
        home,
        read_library(home, builtin=settings.builtin),
        id_,
        on=parse_day(on),
        superseded_by=superseded_by,
        today=clock.today(),
    )
    if as_json:
        show_json({**asdict(done), "file": str(done.file)})
        return
    instead = f"，由 {superseded_by} 取代" if superseded_by else ""
    click.echo(
        f"{id_} 的规定到 {done.effective_to} 止{instead}（已写入 {done.file}）。运行 hotline knowledge build 后生效。"
    )


@knowledge.command("check", help="检查文档、规则、医院名录和词表。")
@click.option("--json", "as_json", is_flag=True)
def check(as_json: bool) -> None:
    """Everything that must hold, one line for each thing that does not; exit 1 for errors, 0 where only reminders are left."""
    problems = run_check(Settings.load(), today=clock.today(), progress=bar("检查"))
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        show_json([problem.as_json() for problem in problems])
    else:
        for problem in problems:
            click.echo(str(problem))
    reminders = f"另有 {len(problems) - errors} 条提醒" if len(problems) > errors else ""
    if errors:
        raise CheckFailed(f"检查发现 {errors} 个问题" + (f"，{reminders}" if reminders else ""))
    if not as_json:
        click.echo(f"检查通过，{reminders}。" if reminders else "检查通过。")


for command in (import_, *lifecycle):
    knowledge.add_command(command)

commands = [knowledge]
