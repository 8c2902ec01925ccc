"""`python -m eval.mutations`: of all mutations, how many the suite notices."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click
from tqdm import tqdm

from eval.baseline import Baseline, outcomes
from eval.evidence import SOURCES
from eval.mutations.bench import try_all
from eval.mutations.mutant import mutations
from eval.parallel import cores
from eval.running import ask_here
from eval.suite import load_suites
from knowledge.build import build
from knowledge.opening import opened
from knowledge.settings import Settings


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Try the mutations of these names, or all, against the answers of the program as it is."""
    some = [one for one in mutations() if not names or one.name in names]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", builtin=True, region=None, embedding_model=None)
        build(settings, lambda step, done, total: None, publish=True)
        runs, _ = ask_here([s for s in load_suites() if not s.sealed], SOURCES, cores(), settings)
        baseline = Path(folder) / "baseline.json"
        Baseline(cases=outcomes(runs)).save(baseline)
        found = list(tqdm(try_all(some, opened(settings), baseline), total=len(some), desc="变异", disable=None))
    for one in found:
        click.echo(f"{one.mutation.name:28} {one.worse or 'NOT NOTICED'} ({one.asked} asked)")
    noticed = sum(one.worse is not None for one in found)
    refused = sum((one.worse or "").startswith("refused") for one in found)
    click.echo(
        f"{noticed} of {len(found)} mutations noticed ({100 * noticed / len(found):.0f} %), "
        f"{refused} of these by the build itself; {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
