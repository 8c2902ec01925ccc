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
from knowledge.errors import IndexDamaged
from knowledge.generation import Generation
from knowledge.home import Home
from knowledge.indexing import ROWS
from knowledge.live import Live
from knowledge.opening import open_quickly, open_retriever
from knowledge.rows import PlainVectors, Rows, write_rows
from knowledge.search import Days, Found, Retriever
from knowledge.settings import Settings

SAMPLE = 150
SEED = 20230601


@pytest.fixture(scope="module")
def settings(built_home: Path) -> Settings:
    """Those of the shared home."""
    return Settings(home=built_home, region=None, embedding_model=None)


@pytest.fixture(scope="module")
def retriever(settings: Settings) -> Retriever:
    """The whole retriever, with Chroma."""
    return open_retriever(settings)


@pytest.fixture(scope="module")
def plain(settings: Settings) -> Retriever:
    """The one without."""
    plain = open_quickly(settings)
    assert plain is not None
    assert isinstance(plain.generation.vectors, PlainVectors)
    return plain


def scores(found: Found) -> list[float]:
    """How well each hit fits, as a whole and by meaning."""
    return [score for hit in found.hits for score in (hit.score, hit.dense)]


def test_same_hits_as_chroma(retriever: Retriever, plain: Retriever) -> None:
    """A seeded sample of the open suites' questions finds the same clauses with the same scores both ways."""
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


@pytest.mark.parametrize("damage", ["", "cut short"])
def test_damaged_rows_are_not_searched(built_home: Path, tmp_path: Path, damage: str) -> None:
    """Where the file is gone or another, nothing is opened quickly."""
    shutil.copytree(built_home, tmp_path / "home")
    settings = Settings(home=tmp_path / "home", region=None, embedding_model=None)
    file = Generation(Home(tmp_path / "home"), 1).index / ROWS
    file.unlink()
    if damage:
        file.write_text(damage)
    assert open_quickly(settings) is None


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


def unopenable(*given: object) -> Retriever:
    """What a full disk does to an opening."""
    raise OSError("full")


def test_server_answers_before_chroma_is_there(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A running process begins with the plain rows and goes over to Chroma; where that does not open, it stays."""
    live = Live(settings, look_s=3_600)
    assert isinstance(live.current().generation.vectors, PlainVectors)
    with monkeypatch.context() as broken:
        broken.setattr("knowledge.live.open_retriever", unopenable)
        live.settle()
    assert isinstance(live.current().generation.vectors, PlainVectors)
    live = Live(settings, look_s=3_600)
    live.settle()
    assert not isinstance(live.current().generation.vectors, PlainVectors)
