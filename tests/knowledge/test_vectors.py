"""The vector index finds the nearest clauses inside the scopes asked for, and passes over what is not its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from knowledge_texts import silent

from knowledge.chroma import close, folder_client
from knowledge.errors import VectorsUnavailable
from knowledge.vectors import ByScope, ChromaVectors, Vectors, add_missing, drop_others, held_ids


def vector(*values: float) -> Vectors:
    """A vector of length one."""
    raw = np.array(values, dtype=np.float32)
    return raw / np.float32(np.linalg.norm(raw))


class Numbers:
    """An embedder that reads a vector's numbers from the text, and counts what it was given."""

    identity, dimension = "numbers", 3

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One row per text."""
        self.texts += texts
        return np.stack([vector(*map(float, text.split())) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The vector of one text."""
        return vector(*map(float, text.split()))

    def embed_sentences(self, place: str, sentences: Sequence[str]) -> None:
        """None: nothing is read here."""


# Keys are letters; the row of a key is its place in the alphabet.
TEXTS = {
    "510704": {"a.0": "1 0 0", "b.0": "0 1 0", "b.1": "0 0 1", "b.2": "1 1 0"},
    "doc-report": {"m.0": "0 1 1"},
}


def rows(keys: Iterable[str]) -> Mapping[str, int]:
    """The rows of all keys."""
    return {key: ord(key) - ord("a") for key in keys}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> ChromaVectors:
    """Two rows in one scope, one of them with a vector for its text and two for its questions, and a third in another."""
    client = folder_client(tmp_path_factory.mktemp("vectors"))
    add_missing(client, "x-", {}, TEXTS, Numbers(), silent)
    return ChromaVectors(client, "x-", rows)


def test_nearest_first(index: ChromaVectors) -> None:
    """Rows come by cosine similarity; a row counts once, with its nearest vector."""
    found = ByScope(index).search(vector(1, 0, 0), ["510704"], 10)
    assert [hit.row for hit in found] == [0, 1]
    assert [hit.score for hit in found] == pytest.approx([1.0, 0.5**0.5], abs=1e-5)


def test_scopes(index: ChromaVectors) -> None:
    """Only the scopes asked for are searched, several together; unknown ones hold nothing."""
    assert [hit.row for hit in ByScope(index).search(vector(0, 1, 1), ["doc-report", "510704"], 10)] == [12, 1, 0]
    assert [hit.row for hit in ByScope(index).search(vector(0, 1, 1), ["doc-report"], 10)] == [12]
    assert ByScope(index).search(vector(0, 1, 1), ["620522"], 10) == []
    assert ByScope(index).search(vector(0, 1, 1), [], 10) == []


def test_top(index: ChromaVectors) -> None:
    """At most `top` rows come, though rows have several vectors."""
    assert [hit.row for hit in ByScope(index).search(vector(0, 1, 1), ["510704", "doc-report"], 2)] == [12, 1]


def test_equal_rows_in_a_fixed_order(tmp_path: Path) -> None:
    """Rows that are equally near come by their number."""
    client = folder_client(tmp_path)
    add_missing(client, "x-", {}, {"s": dict.fromkeys(["j.0", "d.0", "f.0"], "1 1 0")}, Numbers(), silent)
    found = ByScope(ChromaVectors(client, "x-", rows)).search(vector(1, 1, 0), ["s"], 10)
    assert [hit.row for hit in found] == [3, 5, 9]


def test_vectors_of_other_generations_are_passed_over(tmp_path: Path) -> None:
    """However many vectors of other generations lie nearer, the generation's own clauses are found."""
    client = folder_client(tmp_path)
    near = {f"other{n}.0": f"1 {n / 1000} 0" for n in range(400)}
    add_missing(client, "x-", {}, {"s": {**near, "c.0": "0 1 0", "d.0": "0 1 1"}}, Numbers(), silent)
    own = ChromaVectors(client, "x-", lambda keys: {k: r for k, r in {"c": 2, "d": 3}.items() if k in set(keys)})
    assert [hit.row for hit in ByScope(own).search(vector(1, 0, 0), ["s"], 2)] == [2, 3]


def test_only_what_is_missing_is_embedded(tmp_path: Path) -> None:
    """What is held already is not embedded again, and what is not to be kept is dropped, scope by scope."""
    client, embedder = folder_client(tmp_path), Numbers()
    add_missing(client, "x-", {}, TEXTS, embedder, silent)
    held = held_ids(client, "x-")
    assert held == {scope: set(texts) for scope, texts in TEXTS.items()}
    embedder.texts.clear()
    wanted = {"510704": {"a.0": "1 0 0", "c.0": "1 0 1"}}
    assert drop_others(client, "x-", held, wanted) == 4
    add_missing(client, "x-", held, wanted, embedder, silent)
    assert embedder.texts == ["1 0 1"]
    assert held_ids(client, "x-") == {"510704": {"a.0", "c.0"}, "doc-report": set()}
    assert held_ids(client, "y-") == {}


def test_missing_vectors_are_noticed(index: ChromaVectors) -> None:
    """A vector that is not there is told, whatever else fills its place; so is a scope that is not."""
    own = {scope: set(texts) for scope, texts in TEXTS.items()}
    assert index.lacks({"510704": {"z.0"}})
    assert not index.lacks(own)
    assert index.lacks({**own, "510704": own["510704"] | {"z.0"}})
    assert index.lacks({**own, "620522": {"z.0"}})


def test_more_than_one_batch(tmp_path: Path) -> None:
    """A scope holds more vectors than Chroma takes at once, and a second reader finds them."""
    count = 5_600
    numbers = np.random.default_rng(1).normal(size=(count, 16)).round(3)
    texts = {f"{row}.0": " ".join(map(str, numbers[row])) for row in range(count)}
    client = folder_client(tmp_path / "one")
    add_missing(client, "x-", {}, {"s": texts}, Numbers(), silent)
    close(client)
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    again = ChromaVectors(folder_client(tmp_path / "copy"), "x-", lambda keys: {k: int(k) for k in keys})
    some = [0, 4_999, 5_000, count - 1]
    assert [ByScope(again).search(vector(*numbers[row]), ["s"], 1)[0].row for row in some] == some


def test_a_client_that_fails(tmp_path: Path) -> None:
    """Whatever goes wrong in Chroma is told as vectors that are not available."""
    client = folder_client(tmp_path)
    add_missing(client, "x-", {}, TEXTS, Numbers(), silent)
    index = ChromaVectors(client, "x-", rows)
    with pytest.raises(VectorsUnavailable, match="向量库没有应答"):
        ByScope(index).search(vector(1, 0, 0, 0), ["510704"], 3)


def test_collections_of_others(tmp_path: Path) -> None:
    """A collection that another program named like a scope is not searched: the name begins with no prefix of ours."""
    client = folder_client(tmp_path)
    add_missing(client, "", {}, {"510704": {"a.0": "1 0 0"}}, Numbers(), silent)
    assert ByScope(ChromaVectors(client, "x-", rows)).search(vector(1, 0, 0), ["510704"], 3) == []
