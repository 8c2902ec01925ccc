"""How long large knowledge takes: built from nothing, built again after one change, switched, opened.

    python -m tests.bench.generations ../shared

The documents are the Hebei set of the data folder, imported as they are, and copied under other ids and to
other provinces until there are as many clauses as wanted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tqdm import tqdm

from eval.importing.sources import HEBEI, Texts
from knowledge.build import build
from knowledge.document import Document, write_document
from knowledge.embed import load_embedder
from knowledge.home import Home
from knowledge.importing.importer import Overrides, build_document
from knowledge.importing.loaders import SourceText
from knowledge.pointer import publish, roll_back
from knowledge.settings import Settings
from tests.bench.timing import seconds

PROVINCES = ("130000", "370000", "410000", "510000")
HOTLINE = str(Path(sys.executable).with_name("hotline"))
OPEN = """
import sys, time
from pathlib import Path
import chromadb, tantivy, numpy
from datetime import date
from knowledge.opening import open_retriever
from knowledge.search import Days
from knowledge.settings import Settings
from tests.bench.timing import seconds
started = time.perf_counter()
retriever = open_retriever(Settings(home=Path(sys.argv[1]), builtin=False))
opened = time.perf_counter()
retriever.search("职工医保门诊报销比例", scopes=retriever.scopes("130000"), days=Days.on(date(2024, 1, 1)))
print(opened - started, time.perf_counter() - opened)
"""


def hebei(shared: Path) -> list[Document]:
    """The Hebei set as documents."""
    rows = tqdm(Texts(shared).rows, desc="documents", disable=None)
    return [
        build_document(SourceText(f"{row.title}\n{row.text}", f"{n}.txt"), Overrides())[0] for n, row in enumerate(rows)
    ]


def copies(documents: list[Document]) -> Iterator[Document]:
    """The documents without end, each time round under other ids and of another province."""
    for turn in count():
        for number, document in enumerate(documents):
            yield _as(document, f"d{turn}-{number}", PROVINCES[turn % len(PROVINCES)])


def _as(document: Document, new_id: str, region: str) -> Document:
    header = document.header.model_copy(update={"id": new_id, "region": region, "document_number": None})
    clauses = tuple(
        c.model_copy(
            update={
                "id": c.id.replace(f"{document.id}.", f"{new_id}.", 1),
                "document_id": new_id,
                "region": region if c.region else None,
            }
        )
        for c in document.clauses
    )
    return Document(header=header, clauses=clauses)


def grow(home: Path, documents: Iterator[Document], have: int, wanted: int) -> int:
    """Write documents into a home until it holds at least that many clauses; how many it holds."""
    (home / "documents").mkdir(parents=True, exist_ok=True)
    while have < wanted:
        document = next(documents)
        (home / "documents" / f"{document.id}.md").write_text(write_document(document), encoding="utf-8")
        have += len(document.clauses)
    return have


def change(home: Path) -> None:
    """Change the words of one document."""
    path = home / "documents" / "d0-7.md"
    path.write_text(path.read_text(encoding="utf-8").replace("。", "，另有规定的除外。", 1), encoding="utf-8")


def command(home: Path, *arguments: str) -> None:
    """Run the script in a fresh process over a home without the shipped documents."""
    environment = {"HOTLINE_HOME": str(home), "HOTLINE_BUILTIN": "0", "OMP_NUM_THREADS": "1", "CI": "true"}
    subprocess.run([HOTLINE, *arguments], check=True, capture_output=True, env=environment)


def quiet(step: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


def opened(home: Path) -> tuple[float, float]:
    """Seconds to open the published generation and to answer its first search, in a fresh process."""
    ran = subprocess.run([sys.executable, "-c", OPEN, str(home)], check=True, capture_output=True, text=True)
    first, second = map(float, ran.stdout.split())
    return first, second


def report(shared: Path) -> None:
    """Print all figures."""
    if not (shared / HEBEI).exists():
        print(f"large knowledge: not measured, {shared / HEBEI} is not there")
        return
    load_embedder()
    documents = hebei(shared)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        settings, pointer, more = Settings(home=home, builtin=False), Home(home).pointer, copies(documents)
        have = grow(home, more, 0, sum(len(d.clauses) for d in documents))
        took = seconds(lambda: build(settings, quiet, publish=True))
        print(f"Hebei set, {len(documents)} documents, {have} clauses: built from nothing in {took:.1f} s")
        have = grow(home, more, have, 40_000)
        build(settings, quiet, publish=True)
        change(home)
        took = seconds(lambda: build(settings, quiet, publish=True))
        change(home)
        told = seconds(lambda: command(home, "knowledge", "build"))
        print(f"one document of {have} clauses changed: built again in {took:.2f} s (command: {told:.2f} s)")
        took, back = seconds(lambda: publish(pointer, 2)), seconds(lambda: roll_back(pointer))
        told = seconds(lambda: command(home, "knowledge", "publish", "2"))
        undone = seconds(lambda: command(home, "knowledge", "rollback"))
        print(f"publish {1000 * took:.1f} ms, roll back {1000 * back:.1f} ms (commands: {told:.2f} s, {undone:.2f} s)")
        have = grow(home, more, have, 100_000)
        took = seconds(lambda: build(settings, quiet, publish=True))
        first, second = opened(home)
        print(f"{have} clauses: built in {took:.1f} s, opened in {first:.2f} s, first search {second:.2f} s")


if __name__ == "__main__":
    report(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("../shared"))
