"""`python -m eval.retrieval [SHARED]`: how well the retriever alone finds the clause that answers, and how fast."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from eval.retrieval import benchmarks, speed
from eval.retrieval.homes import Ground, hebei, raw, shipped
from eval.retrieval.measure import TOP, by_product, measure
from eval.retrieval.rivals import plain_bm25
from eval.suite import Case
from knowledge.passage import passage, scope_of
from knowledge.training.evaluate import QuestionSet


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True, file_okay=False), default=Path("../shared"))
@click.option("--speed/--no-speed", "timed", default=True, help="Leave out how long searches take.")
@click.option("--rival-large", is_flag=True, help="Time LangChain's ensemble among 100,000 clauses too (minutes).")
def main(shared: Path, timed: bool, rival_large: bool) -> None:
    """Print the figures; SHARED is the folder that holds data/ and sources/."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for sealed, half in ((False, "open"), (True, "sealed")):
            for name, ground in (
                ("shipped digests", shipped(home / f"shipped-{half}", sealed=sealed)),
                ("sources as they are", raw(home / f"raw-{half}", sealed=sealed)),
                ("20 Hebei documents as they are", hebei(home / f"hebei-{half}", shared, sealed=sealed)),
            ):
                _show(f"{name}, {half} questions", ground)
        for number, asked in enumerate(benchmarks.question_sets(shared)):
            _compare(home / f"set-{number}", asked)
    if timed:
        speed.report(shared, rival_large=rival_large)


def _show(name: str, ground: Ground) -> None:
    click.echo(name)
    click.echo(f"  all         {measure(ground, by_product(ground))}")
    click.echo(f"  misspelt    {measure(ground, by_product(ground), ground.noisy)}")
    clauses = [
        clause
        for document in ground.retriever.documents
        for clause in ground.retriever.generation.store.of_document(document)
    ]
    answer = plain_bm25([passage(clause) for clause in clauses], len(clauses))

    def by_words(case: Case) -> list[str]:
        scopes = ground.scopes(case)
        found = (clauses[number] for number in answer(case.turns[0]))
        return [c.id for c in found if scope_of(c) in scopes][:TOP]

    click.echo(f"  plain BM25  {measure(ground, by_words)}")


def _compare(home: Path, benchmark: QuestionSet) -> None:
    click.echo(f"{benchmark.name}: {len(benchmark.questions)} questions, {len(benchmark.passages)} passages")
    retriever = benchmarks.opened(home, benchmark.passages)
    click.echo(f"  product     {benchmarks.asked(benchmark, retriever)}")
    click.echo(f"  plain BM25  {benchmarks.answered(benchmark, plain_bm25(benchmark.passages, TOP))}")


if __name__ == "__main__":
    main()
