"""`hotline knowledge publish|rollback|versions|diff|export|collect`: which generation answers, and what became of the others."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from knowledge import clock
from knowledge.console import parse_day, show_json
from knowledge.difference import Contents, Difference, difference, lines
from knowledge.errors import HotlineError, IndexUnusable, InputError
from knowledge.files import files_below
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.manifest import read_manifest
from knowledge.opening import make_ready, opened
from knowledge.plugins import gathered
from knowledge.pointer import Pointer, publish, read_pointer, roll_back, schedule, unschedule
from knowledge.reminders import Reminder, reminders
from knowledge.retention import Collected, collect
from knowledge.settings import Settings

_JSON = click.option("--json", "as_json", is_flag=True)


@click.command("publish", help="启用某个版本；--from 定在某天启用，--cancel 取消。")
@click.argument("generation", type=int)
@click.option("--from", "day", metavar="YYYY-MM-DD", help="从哪天起启用")
@click.option("--cancel", is_flag=True, help="取消定好的启用")
@click.option("--demand-suite", is_flag=True, help="先问受影响的用例，有变差的就不启用")
@_JSON
def publish_(generation: int, day: str | None, cancel: bool, demand_suite: bool, as_json: bool) -> None:
    """Switch to a generation that was built before, now or from a day on."""
    settings = Settings.load()
    pointer, first = Home(settings.home).pointer, parse_day(day)
    if cancel and first:
        raise InputError("--from 和 --cancel 不能一起写；改日期直接用 --from 写新的日期")
    if cancel:
        unschedule(pointer, generation)
        said = f"版本 {generation} 不再定期启用。"
    else:
        make_ready(settings, generation)
        if demand_suite or settings.demand_suite:
            demand(settings, generation)
        if first:
            schedule(pointer, generation, first)
            said = f"版本 {generation} 将从 {first} 起启用。"
        else:
            publish(pointer, generation)
            said = f"已启用版本 {generation}。"
    _tell(Home(settings.home), said, as_json, answers=not (cancel or first))


@click.command("rollback", help="退回上一个启用过的版本，或指定的版本。")
@click.argument("generation", type=int, required=False)
@_JSON
def rollback(generation: int | None, as_json: bool) -> None:
    """Go back to what answered before, or to a generation by its number."""
    settings = Settings.load()
    home = Home(settings.home)
    target = read_pointer(home.pointer).before().generation if generation is None else generation
    assert target is not None  # `before` left at least one
    make_ready(settings, target)
    if generation is None:
        roll_back(home.pointer)
    else:
        publish(home.pointer, generation)
    _tell(home, f"已退回版本 {target}。", as_json, answers=True)


def _tell(home: Home, said: str, as_json: bool, *, answers: bool) -> None:
    pointer = read_pointer(home.pointer)
    if as_json:
        show_json({"generation": pointer.generation, "scheduled": _scheduled(pointer)})
        return
    click.echo(said)
    for line in still_scheduled(home) if answers else ():
        click.echo(line)


def still_scheduled(home: Home) -> list[str]:
    """One line for each generation that is going to take the place of what was just published."""
    later = _scheduled(read_pointer(home.pointer))
    return [f"版本 {s['generation']} 定在 {s['from']} 起启用，届时取代现在的版本。" for s in later]


def _scheduled(pointer: Pointer) -> list[dict[str, Any]]:
    return [{"generation": s.generation, "from": s.day} for s in sorted(pointer.scheduled, key=lambda s: s.day)]


@click.command("versions", help="列出全部版本，以及快要到期的规定。")
@_JSON
def versions(as_json: bool) -> None:
    """List the generations; the one that answers is marked, what runs out in it is told."""
    home = Home(Settings.load().home)
    pointer, damage = None, None
    try:
        pointer = read_pointer(home.pointer)
    except IndexUnusable as error:  # it is from this list that the editor chooses what mends it
        damage = error
    rows = [_row(home, number, pointer) for number in home.generation_numbers()]
    if as_json:
        show_json(rows)
    else:
        for line in (*map(_line, rows), *(f"提醒：{text}" for row in rows for text in row["reminders"])):
            click.echo(line)
        if not rows:
            click.echo("还没有任何版本；请先运行 hotline knowledge build")
    if damage:
        raise damage


def _row(home: Home, number: int, known: Pointer | None) -> dict[str, Any]:
    """A version as plain data; of a damaged one its number and what is wrong.

    Of a pointer that is damaged nothing is known: `published` is None.
    """
    pointer = known or Pointer()
    current = number == pointer.generation
    try:
        manifest = read_manifest(home.generation(number))
        ending = _ending(Generation(home, number)) if current else []
    except HotlineError as error:  # a rule that this version of the product refuses, too
        return {"number": number, "current": current, "damaged": str(error), "reminders": []}
    put_away = not (home.generation(number) / manifest.index).is_dir()
    told = {k: v for k, v in manifest.model_dump(mode="json").items() if k not in ("digests", "checksums")}
    day = next((s.day for s in pointer.scheduled if s.generation == number), None)
    published = known and any(p.generation == number for p in known.published)
    state = {"current": current, "published": published, "from": day, "put_away": put_away}
    return {**told, **state, "reminders": [str(r) for r in ending]}


def _ending(generation: Generation) -> list[Reminder]:
    searched = (c for c in generation.store.all().values() if c.document_id not in generation.store.superseded)
    return reminders(searched, generation.rules.values(), clock.today())


def _line(row: dict[str, Any]) -> str:
    mark = "*" if row["current"] else " "
    if "damaged" in row:
        return f"{mark} {row['number']}　{row['damaged']}"
    built = clock.local(row["built"]).strftime("%Y-%m-%d %H:%M")
    told = [built, f"{row['documents']} 份文档", f"{row['clauses']} 条"]
    told += [f"{row['from']} 起启用"] if row["from"] else []
    told += ["草稿或已退回"] if row["published"] is False else []
    told += ["索引已收起，用到时重建"] if row["put_away"] else []
    return f"{mark} {row['number']}　{'　'.join(told)}"


@click.command("diff", help="两个版本有什么不同：逐条列出，标明改动的数字和涉及的用例。")
@click.argument("generation", type=int)
@click.argument("other", type=int, required=False)
@_JSON
def diff(generation: int, other: int | None, as_json: bool) -> None:
    """What a generation has otherwise than another; alone, what publishing it would change."""
    settings = Settings.load()
    earlier, later = (None, generation) if other is None else (generation, other)
    before, after = opened(settings, earlier), opened(settings, later)
    found = difference(_contents(before), _contents(after))
    reports = [ask(**_touched(found), before=before.store, after=after.store) for ask in gathered("hotline.affected")]
    if as_json:
        cases = [report.as_json() for report in reports]
        show_json({"from": before.number, "to": after.number, **found.as_json(), "affected": cases})
        return
    click.echo(f"版本 {before.number} → {after.number}")
    for line in lines(found):
        click.echo(line)
    for line in (line for report in reports for line in report.lines() if found):
        click.echo(line)


def demand(settings: Settings, generation: int) -> None:
    """Let every package look at what a generation would change; CheckFailed where one of them refuses it.

    Where nothing is published yet, nothing can become worse.
    """
    current = Home(settings.home).current()
    if current in (None, generation):
        return
    before, after = opened(settings, current), opened(settings, generation)
    found = difference(_contents(before), _contents(after))
    for ask in gathered("hotline.demanded"):
        ask(settings, before, after, **_touched(found))


def _touched(found: Difference) -> dict[str, Any]:
    return {"clauses": found.touched_clauses, "documents": found.touched_documents, "rules": found.touched_rules}


def _contents(generation: Generation) -> Contents:
    store, digests = generation.store, generation.manifest.digests
    others = {name: d for name, d in digests.items() if "documents/" not in name and "rules/" not in name}
    return Contents(store.headers, store.superseded, store.all(), generation.rules, others)


@click.command("export", help="把一个版本的全部文档、规则和词表导出为压缩包。")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), required=False, metavar="FILE.zip")
@click.option("--generation", type=int, help="哪个版本，默认正在使用的")
@_JSON
def export(target: Path | None, generation: int | None, as_json: bool) -> None:
    """Everything that a generation was built from, laid out as a home has it; what is shipped below shipped/."""
    settings = Settings.load()
    chosen = opened(settings, generation)
    make_ready(settings, chosen.number)  # no source goes out that is not what was read
    target = target or Path(f"knowledge-{chosen.number:06d}.zip")
    if target.exists():
        raise InputError(f"{target} 已经存在；请换一个文件名，或先移走它")
    files = list(files_below(chosen.sources))
    archive = zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED)
    try:
        with archive:
            for path in files:
                archive.write(path, path.relative_to(chosen.sources))
    except BaseException:
        target.unlink(missing_ok=True)  # half an archive would pass for a whole one
        raise
    manifest = chosen.manifest
    if as_json:
        told = {"generation": chosen.number, "file": str(target), "files": len(files)}
        show_json({**told, "documents": manifest.documents, "clauses": manifest.clauses})
        return
    click.echo(
        f"版本 {chosen.number} 已导出到 {target}：{manifest.documents} 份文档，{manifest.clauses} 条。"
        "解压后，documents/、rules/、words/ 等可放进另一个存放文件夹使用。"
    )


@click.command("collect", help="清理：删去没有用处的旧版本，收起只供复核旧回答的版本的索引。")
@_JSON
def collect_(as_json: bool) -> None:
    """Remove the generations that nothing refers to."""
    done = collect_old(Settings.load())
    if as_json:
        show_json(asdict(done))
        return
    click.echo(said_of(done) or "没有可清理的版本。")


def collect_old(settings: Settings) -> Collected:
    """Collect, asking every package which generations its records still need."""
    return collect(settings, _needed(settings))


def _needed(settings: Settings) -> Iterator[int]:
    for ask in gathered("hotline.needed"):
        yield from ask(settings)


def said_of(done: Collected) -> str:
    """One line about what was collected; empty where nothing was."""
    removed = f"已删去旧版本 {'、'.join(map(str, done.removed))}。" if done.removed else ""
    put_away = f"已收起版本 {'、'.join(map(str, done.put_away))} 的索引（复核旧回答时重建）。" if done.put_away else ""
    return removed + put_away


commands = [publish_, rollback, versions, diff, export, collect_]
