"""`hotline eval …`: the policy FAQ regression suite on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from tqdm import tqdm

from assistant.reply import Reply
from eval.evidence import SOURCES, Evidence
from eval.record import record, write
from eval.runner import Answerer, Runner, Searcher
from eval.show import show
from eval.suite import SUITES, load_suites
from knowledge.errors import CheckFailed
from knowledge.finding import Finder

if TYPE_CHECKING:
    from assistant.chain import Assistant

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


class InProcess:
    """The assistant of this process as both answerer and searcher."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._finder = Finder(assistant.retriever)

    def converse(self, turns: Sequence[str], *, region: str | None, as_of: date | None) -> list[Reply]:
        """One reply a turn."""
        return list(self._assistant.converse(turns, region=region, as_of=as_of))

    def search(self, query: str, *, region: str | None, as_of: date | None, top: int) -> list[str]:
        """Clause ids, best first."""
        return [hit["clause_id"] for hit in self._finder.find(query, region=region, as_of=as_of, top=top)]


@click.group("eval")
def evaluate() -> None:
    """政策问答回归套件。"""


@evaluate.command("run")
@click.option("--suite", "names", multiple=True, metavar="NAME", help="只跑这个套件；可写多次，可用通配符 *")
@click.option("--url", help="向正在运行的服务提问（POST /api/v1/chat），不在本进程内回答；此时不测检索")
@click.option("--json", "json_file", type=FILE, help="把结果和配置写入文件；密封套件只写合计")
@click.option("--folder", type=FOLDER, default=SUITES, help="套件所在文件夹")
@click.option("--sources", type=FOLDER, default=SOURCES, help="来源原文所在文件夹，可以没有")
def run(names: tuple[str, ...], url: str | None, json_file: Path | None, folder: Path, sources: Path) -> None:
    """运行套件，给出回答、检索、要素识别和耗时的合计；门禁用例未通过时退出码为 1。"""
    suites = load_suites(folder, names)
    evidence = Evidence.shipped(sources=sources)
    started = datetime.now(UTC)
    answerer, searcher = _open(url)
    runner = Runner(answerer, searcher, evidence)
    runs = []
    with tqdm(total=sum(len(suite.cases) for suite in suites), unit="例", dynamic_ncols=True) as bar:
        for suite in suites:
            bar.set_description(suite.suite)
            runs.append(runner.run(suite, done=partial(_step, bar)))
    click.echo(show(runs))
    if json_file is not None:
        write(json_file, record(runs, started, url))
    if failed := sum(r.totals.gates_failed for r in runs):
        raise CheckFailed(f"{failed} 个门禁用例（gate: true）未通过")


def _step(bar: tqdm[NoReturn]) -> None:
    bar.update()


def _open(url: str | None) -> tuple[Answerer, Searcher | None]:
    # imported here: `hotline` gathers every command at each start, and most need neither httpx nor the index
    if url is not None:
        from eval.remote import RemoteAnswerer

        return RemoteAnswerer(url), None
    from assistant.wiring import open_assistant

    assistant = InProcess(open_assistant())
    return assistant, assistant


commands: list[click.Command] = [evaluate]
