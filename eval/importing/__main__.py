"""`python -m eval.importing [SHARED]`: every figure on how well and how fast the importer understands official texts."""

from __future__ import annotations

from pathlib import Path

import click

from eval.importing import clauses, documents, speed
from eval.importing.sources import Texts

HERE = Path(__file__).resolve().parent


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("../shared"))
@click.option("--misses", is_flag=True, help="Name every clause and document that came out wrong.")
@click.option("--no-speed", is_flag=True, help="Leave out the import of the whole set.")
def main(shared: Path, misses: bool, no_speed: bool) -> None:
    """Print the figures; SHARED is the folder that holds data/ and sources/."""
    texts = Texts(shared)
    for name, what in (
        ("labels", "300 clauses that the rules were made with"),
        ("learnt", "200 fresh clauses, looked at afterwards"),
        ("fresh", "100 fresh clauses, nothing changed since"),
    ):
        click.echo(f"{what} ({name}.jsonl)")
        for field, found in clauses.score(HERE / f"{name}.jsonl", texts).items():
            counts = f"{found.right:4} right {found.wrong:3} wrong {found.missed:3} missed"
            click.echo(f"  {field:17} precision {_figure(found.precision)}  recall {_figure(found.recall)}  {counts}")
            if misses and "." not in field:
                click.echo("".join(f"      {line}\n" for line in found.misses), nl=False)
    readings = list(documents.read(HERE / "documents.jsonl"))
    for fresh, what in ((False, "documents read before the last changes"), (True, "documents read last")):
        chosen = [r for r in readings if r.fresh is fresh]
        for titled in (True, False):
            click.echo(f"{len(chosen)} {what}, {'title as first line' if titled else 'text alone, right or left open'}")
            for field, share in documents.metadata(chosen, texts, titled).items():
                _show(field, share, misses)
    share, stale = documents.clauses(readings, texts)
    click.echo("clauses judged by eye")
    _show("right boundaries", share, misses)
    if stale:
        click.echo(f"  cut otherwise since they were judged: {', '.join(stale)}")
    if not no_speed:
        found_speed = speed.measure(texts.rows)
        click.echo(
            f"speed: {found_speed.documents} documents, {found_speed.characters} characters, {found_speed.clauses} clauses: "
            f"{found_speed.wall:.1f} s wall, {found_speed.processor:.1f} s processor; "
            f"seconds a million characters: {found_speed.small:.2f} in short texts, {found_speed.large:.2f} in long ones"
        )


def _figure(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"


def _show(field: str, share: documents.Share, misses: bool) -> None:
    part = share.right / share.total if share.total else 1.0
    names = f"  {', '.join(share.misses)}" if misses and share.misses else ""
    click.echo(f"  {field:17} {part:.3f}  ({share.right} of {share.total}){names}")


if __name__ == "__main__":
    main()
