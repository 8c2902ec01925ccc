"""`hotline knowledge …`: documents come in, an index is built, searched and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from knowledge.build import build, is_current
from knowledge.check import check as run_check
from knowledge.errors import CheckFailed, HotlineError, InputError
from knowledge.generation import Generation, open_current
from knowledge.home import Home
from knowledge.region import places
from knowledge.settings import Settings


def parse_day(value: str | None) -> date | None:
    """A day as people write it on the command line; InputError says how."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InputError(f"“{value}”不是日期；请写成 2023-01-31 的形式") from None


def bar(what: str) -> Callable[[str, int, int], None]:
    """A progress bar on stderr that follows (step, done, total); silent without a terminal."""
    bars: dict[str, tqdm[Any]] = {}

    def follow(step: str, done: int, total: int) -> None:
        if step not in bars:
            bars[step] = tqdm(total=total, desc=f"{what} {step}", disable=None, leave=False)
        bars[step].update(done - bars[step].n)

    return follow


def show_json(data: object) -> None:
    """Print JSON as people and programs read it."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@click.group("knowledge", help="知识库：导入文档、建立索引、检索、检查。")
def knowledge() -> None:
    """The group of the knowledge commands."""


@knowledge.command("import", help="导入政策文件（文件、文件夹或通配符）。")
@click.argument("paths", nargs=-1, required=True)
@click.option("--region", help="适用地区（名称或六位代码）")
@click.option("--issuer", help="发布机关")
@click.option("--published", help="发布日期 YYYY-MM-DD")
@click.option("--effective-from", help="施行日期 YYYY-MM-DD")
@click.option("--source", help="来源网址")
@click.option("--yes", is_flag=True, help="不逐个确认")
def import_(
    paths: tuple[str, ...],
    region: str | None,
    issuer: str | None,
    published: str | None,
    effective_from: str | None,
    source: str | None,
    yes: bool,
) -> None:
    """Import files into the home and show what was recognised; exit 2 where no file could be used."""
    from knowledge.importing import Overrides, import_paths

    overrides = Overrides(
        region=places().resolve(region) if region else None,
        issuer=issuer,
        published=parse_day(published),
        effective_from=parse_day(effective_from),
        source=source,
    )
    home = Home(Settings.load().home)
    if not yes and not click.confirm(f"将导入 {len(paths)} 个路径到 {home.root}，继续吗？", default=True):
        return
    follow = bar("文件")
    results = import_paths(paths, home.documents, overrides, lambda done, total, _: follow("导入", done, total))
    for result in results:
        _show_import(result)
    failed = [r for r in results if r.error]
    click.echo(f"共 {len(results)} 个文件，成功 {len(results) - len(failed)} 个，失败 {len(failed)} 个。")
    if len(failed) == len(results):
        raise InputError("没有任何文件可以导入；原因见上")


def _show_import(result: Any) -> None:
    if result.error:
        click.echo(f"✗ {result.error}", err=True)
        return
    header = result.document.header
    place = places().full_name(header.region) if header.region else "（未写明地区）"
    state = {"new": "新增", "same": "未变", "changed": "更新"}[result.state]
    click.echo(f"✓ {result.path}（{state}）")
    click.echo(
        f"  标题：{header.title}\n  文号：{header.document_number or '—'}　发布机关：{header.issuer or '—'}　日期：{header.published or '—'}"
    )
    click.echo(f"  地区：{place}　条款：{len(result.document.clauses)}　编号：{header.id}")
    for warning in result.warnings:
        click.echo(f"  注意：{warning}")


@knowledge.command("build", help="用全部文档和规则建立新版本并启用。")
@click.option("--draft", is_flag=True, help="只建立，不启用")
@click.option("--if-stale", is_flag=True, help="内容没有变化就不重建")
def build_(draft: bool, if_stale: bool) -> None:
    """Build a generation; without --draft it answers from now on."""
    settings = Settings.load()
    if if_stale and is_current(settings):
        click.echo("知识库已是最新。")
        return
    number = build(settings, bar("建立"), publish=not draft)
    manifest = Generation(Home(settings.home), number).manifest
    state = "草稿" if draft else "已启用"
    click.echo(f"版本 {number}（{state}）：{manifest['documents']} 份文档，{manifest['clauses']} 条。")


@knowledge.command("publish", help="启用某个版本。")
@click.argument("generation", type=int)
def publish(generation: int) -> None:
    """Switch to a generation that was built before."""
    home = Home(Settings.load().home)
    Generation(home, generation)
    home.switch(generation)
    click.echo(f"已启用版本 {generation}。")


@knowledge.command("versions", help="列出全部版本。")
@click.option("--json", "as_json", is_flag=True)
def versions(as_json: bool) -> None:
    """List the generations; the one that answers is marked."""
    home = Home(Settings.load().home)
    current = home.current()
    rows = [{**Generation(home, n).manifest, "current": n == current} for n in home.generation_numbers()]
    if as_json:
        show_json([{k: v for k, v in row.items() if k != "digests"} for row in rows])
        return
    for row in rows:
        click.echo(
            f"{'*' if row['current'] else ' '} {row['number']}　{row['built']}　{row['documents']} 份文档　{row['clauses']} 条"
        )


@knowledge.command("list", help="列出知识库里的文档。")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List the documents of the generation that answers."""
    store = open_current(Home(Settings.load().home)).store
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
@click.option("--json", "as_json", is_flag=True)
def show(id_: str, as_json: bool) -> None:
    """Show a document's clauses, or one clause."""
    store = open_current(Home(Settings.load().home)).store
    clause = store.by_id(id_)
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
    from knowledge.finding import Finder, open_retriever

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
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError(f"{source}：不是 UTF-8 文本；请另存为 UTF-8 编码") from None
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


@knowledge.command("check", help="检查文档、规则和词表。")
@click.option("--json", "as_json", is_flag=True)
def check(as_json: bool) -> None:
    """Everything that must hold; exit 1 with one line for each thing that does not."""
    problems = run_check(Settings.load())
    if as_json:
        show_json(problems)
    else:
        for problem in problems:
            click.echo(problem)
    if problems:
        raise CheckFailed(f"检查发现 {len(problems)} 个问题")
    if not as_json:
        click.echo("检查通过。")


commands = [knowledge]
