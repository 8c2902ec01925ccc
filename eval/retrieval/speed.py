"""How long one search takes among many clauses, beside LangChain's stock ensemble, and whether memory grows."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import click
import psutil

from eval.metrics import percentile
from eval.retrieval.benchmarks import BENCHMARK, LAWS, PLACE, opened
from eval.retrieval.measure import TOP
from eval.retrieval.rivals import stock_ensemble
from knowledge.finding import Finder
from knowledge.training.evaluate import statute_questions
from knowledge.training.pairs import read_rows

SMALL, LARGE = 10_000, 100_000
QUESTIONS = 500
BATCH = 10_000


def report(shared: Path, *, rival_large: bool = False) -> None:
    """Print all figures; with `rival_large` the ensemble is measured among the many clauses too, which takes minutes."""
    texts = list(dict.fromkeys(f"{row['law']} {row['text']}" for row in islice(read_rows(shared / LAWS), LARGE * 2)))
    questions = statute_questions(shared / BENCHMARK).questions[:QUESTIONS]
    for size in (SMALL, LARGE):
        passages = texts[:size]
        with tempfile.TemporaryDirectory() as folder:
            finder = Finder(opened(Path(folder) / "home", passages))

            def search(question: str, finder: Finder = finder) -> None:
                finder.find(question, region=PLACE, as_of=None, top=TOP)

            click.echo(f"one search among {len(passages)} clauses of one place: {timed(search, questions)}")
            if size == SMALL or rival_large:
                rival = stock_ensemble(Path(folder) / "chroma", passages, finder.retriever.embedder, TOP)
                click.echo(f"  LangChain's ensemble of bm25s and Chroma:  {timed(rival, questions)}")
            if size == LARGE:
                many = random.Random(7).choices(questions, k=BATCH)
                click.echo(f"  {batch(search, many)}")


def timed(run: Callable[[str], object], questions: list[str]) -> str:
    """Milliseconds of one call each, after a round that warms caches of files."""
    for question in questions[:50]:
        run(question)
    times = []
    for question in questions:
        started = time.perf_counter()
        run(question)
        times.append(1000 * (time.perf_counter() - started))
    return f"p50 {percentile(times, 50):.1f} ms, p95 {percentile(times, 95):.1f} ms"


def batch(run: Callable[[str], object], questions: list[str]) -> str:
    """How fast many questions go one after the other, and how memory grows meanwhile."""
    process, half = psutil.Process(), len(questions) // 2
    started = time.perf_counter()
    for question in questions[:half]:
        run(question)
    middle = process.memory_info().rss
    for question in questions[half:]:
        run(question)
    seconds, grown = time.perf_counter() - started, process.memory_info().rss - middle
    return (
        f"{len(questions)} questions in {seconds:.0f} s ({len(questions) / seconds:.0f} a second), "
        f"{middle / 1e6:.0f} MB after the first half, {grown / 1e6:+.0f} MB after the second"
    )
