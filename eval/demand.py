"""The gate before publishing: no case that a new generation can touch may come out worse than it does now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import click

from eval.affected import affected
from eval.baseline import FILE, Baseline, outcomes, read_baseline
from eval.compare import compare, lines
from eval.evidence import SOURCES
from eval.impact import only
from eval.running import ask_here
from eval.suite import SUITES, load_suites
from eval.words import changed_words
from knowledge.errors import CheckFailed
from knowledge.generation import Generation
from knowledge.settings import Settings


def demand(
    settings: Settings,
    before: Generation,
    after: Generation,
    *,
    clauses: Collection[str],
    documents: Collection[str],
    rules: Mapping[str, Collection[str]],
    suites: Path = SUITES,
) -> None:
    """Ask the open cases that the difference can touch of both generations; CheckFailed where one became worse.

    Cases that were accepted as worse in the baseline pass.
    """
    touched = affected(
        clauses=clauses,
        documents=documents,
        rules=rules,
        before=before.store.all(),
        after=after.store.all(),
        words=changed_words(before.words, after.words),
        suites=suites,
    )
    asked = only(load_suites(suites), touched)
    if not asked:
        return
    accepted = read_baseline(suites / FILE).accepted if (suites / FILE).exists() else {}
    now, then = (outcomes(ask_here(asked, SOURCES, 1, settings, one.number)[0]) for one in (before, after))
    changes = compare(Baseline(cases=now, accepted=accepted), then)
    for line in lines(changes):
        click.echo(line, err=True)
    if worse := [change.name for change in changes if change.fails]:
        raise CheckFailed(
            f"版本 {after.number} 没有启用：{len(worse)} 个用例会变差（见上）；请改正，"
            "或运行 hotline eval accept 套件/编号 --why 原因 后再启用"
        )
