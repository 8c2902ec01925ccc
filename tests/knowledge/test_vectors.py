"""The vector index finds the nearest clauses inside the scopes asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.vectors import ChromaVectors, Vectors


def vector(*values: float) -> Vectors:
    """A vector of length one."""
    raw = np.array(values, dtype=np.float32)
    return raw / np.float32(np.linalg.norm(raw))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ChromaVectors:
    """Three rows in two scopes; row 1 has a vector for its text and two for its questions."""
    index = ChromaVectors(tmp_path_factory.mktemp("vectors"))
    ones = [vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1), vector(1, 1, 0)]
    index.add("510704", ["0.0", "1.0", "1.1", "1.2"], np.stack(ones))
    index.add("doc-report", ["12.0"], np.stack([vector(0, 1, 1)]))
    return index


def test_nearest_first(index: ChromaVectors) -> None:
    """Rows come by cosine similarity; a row counts once, with its nearest vector."""
    found = index.search(vector(1, 0, 0), ["510704"], 10)
    assert [hit.row for hit in found] == [0, 1]
    assert [hit.score for hit in found] == pytest.approx([1.0, 0.5**0.5], abs=1e-5)


def test_scopes(index: ChromaVectors) -> None:
    """Only the scopes asked for are searched, several together; unknown ones hold nothing."""
    assert [hit.row for hit in index.search(vector(0, 1, 1), ["doc-report", "510704"], 10)] == [12, 1, 0]
    assert [hit.row for hit in index.search(vector(0, 1, 1), ["doc-report"], 10)] == [12]
    assert index.search(vector(0, 1, 1), ["620522"], 10) == []
    assert index.search(vector(0, 1, 1), [], 10) == []


def test_top(index: ChromaVectors) -> None:
    """At most `top` rows come, though rows have several vectors."""
    assert [hit.row for hit in index.search(vector(0, 1, 1), ["510704", "doc-report"], 2)] == [12, 1]


def test_equal_rows_in_a_fixed_order(tmp_path: Path) -> None:
    """Rows that are equally near come by their number."""
    index = ChromaVectors(tmp_path)
    index.add("a", ["9.0", "3.0", "5.0"], np.stack([vector(1, 1)] * 3))
    assert [hit.row for hit in index.search(vector(1, 1), ["a"], 10)] == [3, 5, 9]


def test_more_than_one_batch(tmp_path: Path) -> None:
    """A scope holds more vectors than Chroma takes at once, and a second reader finds them."""
    count = 5_600
    vectors = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    ChromaVectors(tmp_path).add("a", [f"{row}.0" for row in range(count)], vectors)
    again = ChromaVectors(tmp_path)
    rows = [0, 4_999, 5_000, count - 1]
    assert [again.search(vectors[row], ["a"], 1)[0].row for row in rows] == rows
