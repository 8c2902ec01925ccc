"""`python -m eval.peers`: asks the peers every case of the suites, open and sealed, and keeps their totals.

What they reach stands beside the product's in the README, made by `python -m eval.readme`.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import click
from tqdm import tqdm

from eval.baseline import group_totals
from eval.evidence import SOURCES, Evidence
from eval.parallel import in_processes
from eval.peers.peer import peers
from eval.record import as_text, write
from eval.runner import Runner
from eval.show import percent
from eval.suite import load_suites
from knowledge.embed import load_embedder
from knowledge.opening import open_retriever
from knowledge.settings import Settings

RESULT = Path(__file__).parent / "result.json"


@click.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=RESULT)
def main(out: Path) -> None:
    """Ask, print and keep."""
    settings = Settings.load()
    retriever, suites = open_retriever(settings), load_suites()
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for name, peer in peers(retriever, load_embedder(settings.embedding_model), Path(folder)).items():
            with tqdm(total=sum(len(s.cases) for s in suites), desc=name, unit="例", disable=None) as bar:
                runner = partial(Runner, peer, peer, Evidence.shipped(sources=SOURCES))
                runs = in_processes(suites, runner, 1, bar.update)
            found[name] = group_totals(runs)
            totals = found[name]["all"]
            click.echo(f"{name}: {percent(totals['right'])} right, {percent(totals['hit@1'])} right clause first")
    write(out, as_text({"suites": {s.suite: s.digest for s in suites}, "peers": found}))


if __name__ == "__main__":
    main()
