"""`hotline knowledge import`: shows what was recognised, asks once, writes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from knowledge.console import bar, parse_day, show_json
from knowledge.errors import InputError
from knowledge.home import Home
from knowledge.region import places
from knowledge.settings import Settings

if TYPE_CHECKING:
    from knowledge.importing.result import ImportResult

_KINDS = {"policy": "政策", "notice": "通知", "interview": "访谈", "news": "新闻", "report": "报告"}
_STATES = {"new": "新增", "same": "未变", "changed": "更新"}


@click.command("import", help="导入政策文件、规则文件和医院名录（文件、文件夹或通配符）。")
@click.argument("paths", nargs=-1, required=True)
@click.option("--title", help="标题（只用于一个文件）")
@click.option("--region", help="适用地区（名称或六位代码）")
@click.option("--issuer", help="发布机关")
@click.option("--published", help="发布日期 YYYY-MM-DD")
@click.option("--effective-from", help="施行日期 YYYY-MM-DD")
@click.option("--source", help="来源网址")
@click.option("--yes", is_flag=True, help="不确认，直接写入")
@click.option("--json", "as_json", is_flag=True, help="输出每个文件的结果")
def import_(
    paths: tuple[str, ...],
    title: str | None,
    region: str | None,
    issuer: str | None,
    published: str | None,
    effective_from: str | None,
    source: str | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Read every file, show what was recognised, ask once, write; exit 2 where no file could be used."""
    from knowledge.importing.importer import Overrides, carry_out, prepare

    overrides = Overrides(
        region=places().resolve(region) if region else None,
        issuer=issuer,
        published=parse_day(published),
        effective_from=parse_day(effective_from),
        source=source,
        title=title,
    )
    settings = Settings.load()
    home = Home(settings.home)
    follow = bar("文件")
    plans = prepare(
        paths, home, overrides, lambda done, total, _: follow("读取", done, total), builtin=settings.builtin
    )
    waiting = sum(plan.write is not None for plan in plans)
    if not yes:
        for plan in plans:
            _show(plan.result, err=as_json)
    if waiting and not yes and not _confirmed(waiting, home):
        click.echo("没有写入。", err=True)
        return
    results = carry_out(plans)
    if as_json:
        show_json([_row(result) for result in results])
    else:
        for result, plan in zip(results, plans, strict=True):
            if yes or result.error != plan.result.error:
                _show(result)
        _sum_up(results)
    if results and all(result.error for result in results):
        raise InputError("没有任何文件可以导入；原因见上")
    if not results:
        raise InputError("所给路径下没有可以导入的文件；请检查路径和后缀")


def _confirmed(waiting: int, home: Home) -> bool:
    try:
        return click.confirm(f"将写入 {waiting} 个文件到 {home.root}，继续吗？", default=True, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        raise InputError("没有人可以确认，什么也没有写入；无人值守时请加 --yes") from None


def _sum_up(results: Sequence[ImportResult]) -> None:
    failed = sum(result.error is not None for result in results)
    click.echo(f"共 {len(results)} 个文件，成功 {len(results) - failed} 个，失败 {failed} 个。")


def _show(result: ImportResult, err: bool = False) -> None:
    """One file, as people read it."""
    if result.error:
        click.echo(f"✗ {result.error}", err=True)
        return
    click.echo(f"✓ {result.path}（{_STATES[result.state or 'new']}）", err=err)
    if result.document:
        header = result.document.header
        click.echo(f"  标题：{header.title}", err=err)
        click.echo(
            f"  文号：{header.document_number or '—'}　发布机关：{header.issuer or '—'}　日期：{header.published or '—'}",
            err=err,
        )
        place = places().full_name(header.region) if header.region else "（未写明地区）"
        click.echo(
            f"  地区：{place}　条款：{len(result.document.clauses)}　编号：{header.id}　类型：{_KINDS[header.kind]}",
            err=err,
        )
    elif result.rule:
        click.echo(f"  规则：{result.rule.title}　编号：{result.rule.id}", err=err)
    else:
        click.echo(f"  医院名录：{result.hospitals} 家", err=err)
    for warning in result.warnings:
        click.echo(f"  注意：{warning}", err=err)


def _row(result: ImportResult) -> dict[str, Any]:
    """One file, as programs read it."""
    row: dict[str, Any] = {
        "path": str(result.path),
        "kind": result.kind,
        "state": result.state,
        "error": result.error,
        "warnings": list(result.warnings),
    }
    if result.document:
        header = result.document.header
        region = {"code": header.region, "name": places().full_name(header.region)} if header.region else None
        row |= {**header.model_dump(mode="json"), "kind": "document", "document_kind": header.kind, "region": region}
        row["clauses"] = len(result.document.clauses)
    elif result.rule:
        row |= {"id": result.rule.id, "title": result.rule.title}
    elif result.hospitals is not None:
        row["hospitals"] = result.hospitals
    return row
