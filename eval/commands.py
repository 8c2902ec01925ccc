"""`hotline eval …`: the policy FAQ regression suite on the command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from eval.baseline import FILE, Accepted, Baseline, made, outcomes, read_baseline
from eval.compare import Change, compare, lines
from eval.evidence import SOURCES
from eval.parallel import cores
from eval.record import as_text, configuration, record, write
from eval.show import show
from eval.suite import SUITES, load_suites
from knowledge import clock
from knowledge.console import show_json
from knowledge.errors import CheckFailed, InputError
from knowledge.opening import opened
from knowledge.settings import Settings

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_folder = click.option("--folder", type=_FOLDER, default=SUITES, help="套件所在文件夹")
_sources = click.option("--sources", type=_FOLDER, default=SOURCES, help="来源原文所在文件夹，可以没有")


@click.group("eval")
def evaluate() -> None:
    """政策问答回归套件。"""


@evaluate.command("run")
@click.option("--suite", "names", multiple=True, metavar="NAME", help="只跑这个套件；可写多次，可用通配符 *")
@click.option("--url", help="向正在运行的服务提问（POST /api/v1/chat），不在本进程内回答；此时不测检索")
@click.option("--baseline", "baseline_file", type=_FILE, help=f"与这份基线比较；默认用套件文件夹里的 {FILE}")
@click.option("--save-baseline", is_flag=True, help="把这次的结果存为基线（须运行全部套件）")
@click.option("--report", type=_FILE, help="写一份 HTML 报告")
@click.option("--junit", "junit_file", type=_FILE, help="写一份 JUnit XML")
@click.option("--json", "json_file", type=_FILE, help="把结果和配置写入文件；密封套件只写合计")
@click.option("--jobs", type=click.IntRange(min=1), default=cores(), help="并行数，默认按处理器")
@_folder
@_sources
def run(
    names: tuple[str, ...],
    url: str | None,
    baseline_file: Path | None,
    save_baseline: bool,
    report: Path | None,
    junit_file: Path | None,
    json_file: Path | None,
    jobs: int,
    folder: Path,
    sources: Path,
) -> None:
    """运行套件并与基线比较；有用例变差（未用 accept 接受）或门禁用例未通过时退出码为 1。"""
    # imported here: `hotline` gathers every command at each start, and most need none of this
    from eval.junit import junit
    from eval.report import page
    from eval.running import ask_here, ask_there

    suites = load_suites(folder, names)
    baseline_file = baseline_file or folder / FILE
    if save_baseline and names:
        raise InputError("保存基线须运行全部套件；请去掉 --suite")
    baseline = read_baseline(baseline_file) if baseline_file.exists() and not save_baseline else None
    started = datetime.now(UTC)
    if url is None:
        runs, asked = ask_here(suites, sources, jobs, Settings.load())
    else:
        runs, asked = ask_there(suites, sources, jobs, url)
    configured = configuration(runs, started, asked)
    changes = {} if baseline is None else {change.name: change for change in compare(baseline, outcomes(runs))}
    click.echo(show(runs))
    if json_file is not None:
        write(json_file, as_text(record(runs, configured)))
    if report is not None:
        write(report, page(runs, changes, configured))
    if junit_file is not None:
        write(junit_file, junit(runs, changes))
    if save_baseline:
        made(runs, configured).save(baseline_file)
        click.echo(f"\n已存为基线：{baseline_file}")
    if baseline is not None:
        click.echo("\n" + "\n".join(lines(list(changes.values()))))
    _refuse(sum(r.totals.counts["gates_failed"] for r in runs), list(changes.values()))


def _refuse(gates_failed: int, changes: list[Change]) -> None:
    worse = sum(change.fails for change in changes)
    found = [f"{gates_failed} 个门禁用例（gate: true）未通过"] if gates_failed else []
    found += [f"{worse} 个用例比基线差；确属应当，请运行 hotline eval accept 套件/编号 --why 原因"] if worse else []
    if found:
        raise CheckFailed("；".join(found))


@evaluate.command("add")
@click.argument("turn_id", metavar="TURN_ID")
@click.option("--suite", "name", default="added", help="写入这个套件（没有就新建）")
@_folder
def add(turn_id: str, name: str, folder: Path) -> None:
    """把一次存下来的问答（已隐去个人信息）写成用例，并说明还要补什么。"""
    from eval.adding import add_case

    added = add_case(Settings.load(), turn_id, folder, name)
    click.echo("\n".join([f"已写入 {added.path}:{added.line}", "还要补：", *(f"  {text}" for text in added.todo)]))


@evaluate.command("accept")
@click.argument("names", nargs=-1, required=True, metavar="套件/编号…")
@click.option("--why", required=True, help="为什么可以变差，写给以后的人看")
@click.option("--baseline", "baseline_file", type=_FILE, default=SUITES / FILE, help="基线文件")
def accept(names: tuple[str, ...], why: str, baseline_file: Path) -> None:
    """同意这些用例比基线差；下次 --save-baseline 时这份名单清空。"""
    baseline: Baseline = read_baseline(baseline_file)
    for name in names:
        if name not in baseline.cases:
            raise InputError(f"基线里没有用例 {name}；名称形如 套件/编号，运行结果里“变差”一行照抄即可")
    if not why.strip():
        raise InputError("--why 不能为空；请写明原因")
    accepted = dict.fromkeys(names, Accepted(why.strip(), clock.today().isoformat()))
    replace(baseline, accepted={**baseline.accepted, **accepted}).save(baseline_file)
    click.echo(f"已接受 {len(accepted)} 例，写入 {baseline_file}")


@evaluate.command("impact")
@click.argument("name", metavar="文档|条款|规则|词表|词语")
@click.option("--run", "asked", is_flag=True, help="随即运行这些用例（公开部分）并与基线比较")
@click.option("--json", "as_json", is_flag=True)
@_folder
@_sources
def impact_(name: str, asked: bool, as_json: bool, folder: Path, sources: Path) -> None:
    """一处改动会影响哪些用例：只列这些，并列出依据已失效的用例。"""
    from eval.impact import expired, impact, only
    from eval.running import ask_here

    settings = Settings.load()
    generation = opened(settings)
    touched = impact(name, generation, folder, sources)
    suites = load_suites(folder)
    old = expired(generation.store.all(), suites, sources)
    if as_json:
        show_json({**touched.as_json(), "expired": old.as_json()})
    else:
        click.echo("\n".join([*touched.lines(), *old.lines()]))
    if not asked or not touched.cases:
        return
    runs, _ = ask_here(only(suites, touched), sources, 1, settings)
    changes = compare(read_baseline(folder / FILE), outcomes(runs), whole=False)
    for line in lines(changes):
        click.echo(line, err=as_json)
    _refuse(0, changes)


commands: list[click.Command] = [evaluate]
