"""`python -m eval.talks`: what is understood of blind messages and conversations, open and sealed.

`run` prints the totals of each half, with `--show` also what an open half got wrong; `convert` makes suites of
JSON Lines written blind, half of them sealed.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import click

from assistant.wiring import open_assistant
from eval.convert import is_sealed
from eval.retrieval.homes import built
from eval.talks.measure import Measure, measure
from eval.talks.talk import SEALED, SUITES, load_all, written
from knowledge.settings import Settings


@click.group()
def main() -> None:
    """Blind talks."""


@main.command()
@click.option("--show", is_flag=True, help="List what was wrong in the open half.")
@click.option("--suite", default="", help="Only suites whose name begins so.")
@click.option("--open-only", is_flag=True, help="Leave the sealed half alone.")
def run(show: bool, suite: str, open_only: bool) -> None:
    """Measure both halves on the shipped knowledge, built for the run."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), builtin=True, embedding_model=None)
        built(settings)
        assistant = open_assistant(settings)
        for sealed in (False,) if open_only else (False, True):
            found = Measure()
            for one in load_all(sealed=sealed):
                if one.suite.startswith(suite):
                    found += measure(one, assistant)
            click.echo(f"{'sealed' if sealed else 'open'}: {found}")
            if show and not sealed:
                for line in found.wrong:
                    click.echo(line)


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--name", required=True)
@click.option("--half", type=click.Choice(["open", "sealed"]), help="Put all into one half.")
def convert(inputs: tuple[Path, ...], name: str, half: str | None) -> None:
    """Write the suites; only counts are printed."""
    halves: dict[bool, list[dict[str, Any]]] = defaultdict(list)
    for path in inputs:
        for line in path.read_text(encoding="utf-8").splitlines():
            talk = json.loads(line)
            halves[is_sealed(name, talk["id"]) if half is None else half == "sealed"].append(talk)
    for sealed, talks in sorted(halves.items()):
        suite = f"{name}-{'sealed' if sealed else 'open'}"
        target = (SEALED if sealed else SUITES) / f"{suite}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(written(suite, talks, sealed=sealed), encoding="utf-8")
        lengths = Counter("message" if len(talk["turns"]) == 1 else "conversation" for talk in talks)
        click.echo(f"{suite}: {dict(lengths)}")


if __name__ == "__main__":
    main()
