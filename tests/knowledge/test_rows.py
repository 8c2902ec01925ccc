"""The plain rows of a generation's vectors: the same hits as Chroma finds, and nothing taken for them that is not."""

from __future__ import annotations

import random
import shutil
import sys
from datetime import date
from pathlib import Path
from subprocess import run

import numpy as np
import pytest

from eval.suite import load_suites
from knowledge.embed import load_embedder
from knowledge.errors import IndexDamaged
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.indexing import ROWS
from knowledge.opening import open_retriever
from knowledge.rows import MOST_EXACT, ExactVectors, Rows, write_rows
from knowledge.search import Days, Found, Retriever
from knowledge.settings import Settings
from knowledge.vectors import ChromaVectors, Vectors

SAMPLE = 150
SEED = 20230601


@pytest.fixture(scope="module")
def settings(built_home: Path) -> Settings:
    """Those of the shared home."""
    return Settings(home=built_home, region=None, embedding_model=None)


@pytest.fixture(scope="module")
def plain(settings: Settings) -> Retriever:
    """The retriever as it opens where every scope is small."""
    return open_retriever(settings)


@pytest.fixture
def retriever(chroma_answers: None, settings: Settings) -> Retriever:
    """The one that asks Chroma whatever the size."""
    return open_retriever(settings)


def scores(found: Found) -> list[float]:
    """How well each hit fits, as a whole and by meaning."""
    return [score for hit in found.hits for score in (hit.score, hit.dense)]


def test_same_hits_as_chroma(retriever: Retriever, plain: Retriever) -> None:
    """A seeded sample of the open suites' questions finds the same clauses with the same scores both ways."""
    assert plain.generation.vectors is not retriever.generation.vectors
    cases = [(turn, case) for suite in load_suites() if not suite.sealed for case in suite.cases for turn in case.turns]
    for said, case in random.Random(SEED).sample(cases, SAMPLE):
        scopes = retriever.scopes(case.region or None, sorted(retriever.generation.names.values())[:2])
        days = Days.on(case.as_of or date(2023, 6, 1))
        one, other = (r.search(said, scopes=scopes, days=days) for r in (retriever, plain))
        assert [hit.clause.id for hit in one.hits] == [hit.clause.id for hit in other.hits]
        assert scores(one) == pytest.approx(scores(other), abs=1e-4)
        assert not other.degraded


def test_all_scopes_at_once(retriever: Retriever, plain: Retriever) -> None:
    """The nearest of all places together are the same, too, and so is a place that holds nothing."""
    vector = retriever.embedder.embed_query("住院起付标准")
    for scopes in (retriever.generation.scopes, ["110101"], []):
        one, other = (r.generation.vectors.search(vector, scopes, 40, 8) for r in (retriever, plain))
        assert [hit.row for hit in one] == [hit.row for hit in other]
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=1e-5)


def test_rows_are_all_vectors(plain: Retriever) -> None:
    """The file holds exactly the vectors that the clause store knows of."""
    rows = plain.generation.rows.embedded()
    assert {scope: set(vectors) for scope, vectors in rows.items()} == plain.generation.store.vector_ids()


def test_written_and_read(tmp_path: Path) -> None:
    """What is written is read again, scope by scope, also once the file is gone; another file is refused."""
    one, two = "0" * 32, "f" * 32
    vectors = {
        "510704": {f"{one}.0": np.float32([1, 0]), f"{one}.1": np.float32([0, 1])},
        "doc-a": {f"{two}.0": np.float32([0.5, 0])},
    }
    write_rows(tmp_path / "rows", vectors)
    rows = Rows(tmp_path / "rows")
    (tmp_path / "rows").unlink()
    assert rows.of("510704")[0] == [one, one]
    assert rows.of("doc-a")[1].tolist() == [[0.5, 0]]
    assert rows.of("doc-b")[0] == []
    read = {scope: {name: v.tolist() for name, v in some.items()} for scope, some in rows.embedded().items()}
    assert read == {scope: {name: v.tolist() for name, v in some.items()} for scope, some in vectors.items()}
    (tmp_path / "other").write_bytes(b"no such file")
    with pytest.raises(IndexDamaged):
        Rows(tmp_path / "other")


def test_sizes_decide(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma answers for the scopes that hold more than the limit, and the answer is the same."""
    home = Home(built_home)
    generation = Generation(home, 1)
    sizes = {scope: generation.rows.count(scope) for scope in generation.scopes}
    assert 0 < min(sizes.values()) <= max(sizes.values()) <= MOST_EXACT
    assert generation.rows.count("110101") == 0
    asked: list[str] = []

    def counted(index: ChromaVectors, scope: str, vector: Vectors, top: int) -> dict[int, float]:
        asked.append(scope)
        return nearest(index, scope, vector, top)

    nearest = ChromaVectors.nearest
    monkeypatch.setattr(ChromaVectors, "nearest", counted)
    vector = load_embedder().embed_query("住院起付标准")
    exact = generation.vectors.search(vector, generation.scopes, 40, 8)
    assert asked == []
    limit = sorted(sizes.values())[len(sizes) // 2]
    monkeypatch.setattr("knowledge.generation.MOST_EXACT", limit)
    both = Generation(home, 1).vectors.search(vector, generation.scopes, 40, 8)
    assert sorted(asked) == sorted(scope for scope, size in sizes.items() if size > limit) != []
    assert len(asked) < len(sizes)
    assert [hit.row for hit in both] == [hit.row for hit in exact]


def test_nearest_first(tmp_path: Path) -> None:
    """Of several vectors of a clause the nearest counts, equal ones keep their order, far ones are cut off."""
    one, two, three = (character * 32 for character in "012")
    unit = np.eye(3, dtype=np.float32)
    write_rows(
        tmp_path / "rows",
        {"s": {f"{one}.0": unit[1], f"{one}.1": unit[0], f"{two}.0": unit[0], f"{three}.0": unit[2]}},
    )
    index = ExactVectors(Rows(tmp_path / "rows"), lambda keys: {key: int(key[0]) for key in keys})
    assert list(index.nearest("s", unit[0], 5).items()) == [(0, 1.0), (1, 1.0), (2, 0.0)]
    assert list(index.nearest("s", unit[2], 1)) == [2, 0]
    assert index.nearest("t", unit[0], 5) == {}


@pytest.mark.parametrize("damage", ["", "cut short"])
def test_damaged_rows_are_made_again(built_home: Path, tmp_path: Path, damage: str) -> None:
    """Where the file is gone or another it is not searched but made again."""
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    settings = Settings(home=home, region=None, embedding_model=None)
    file = Generation(Home(home), 1).index / ROWS
    file.unlink()
    if damage:
        file.write_text(damage)
    generation = open_retriever(settings).generation
    assert generation.index != file.parent
    assert {s: set(v) for s, v in generation.rows.embedded().items()} == generation.store.vector_ids()


def test_one_question_loads_no_chroma(built_home: Path) -> None:
    """What takes long to import stays off the way of a single question."""
    heavy = ("chromadb", "torch", "langchain_core", "sentence_transformers", "jieba", "prometheus_client", "fastapi")
    asking = (
        "import sys; from assistant.cli import run; code = run(['ask', '住院起付标准是多少', '--region', '510704']); "
        f"print(code, [name for name in {heavy!r} if name in sys.modules])"
    )
    ended = run(
        [sys.executable, "-c", asking],
        env={"HOTLINE_HOME": str(built_home), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == "0 []"
