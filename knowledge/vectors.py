"""The vector index: scope by scope; and Chroma behind it, one collection per scope, ids and vectors only.

Chroma's `where` filters slowly (it scans), so a scope (a region, or one document without a region) is a
collection of its own. Texts stay in the clause store. Cosine space; vectors are normalised. An id is
`<clause key>.<n>`: a clause has one vector for its text and one for each question it answers. The key is
made of all that the clause says, so a vector never has to be changed, only added or dropped.

In an embedded folder the collections hold one generation. On a Chroma server they are shared by all
generations of a home: what other generations hold is passed over when one is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.embed import Embedder
from knowledge.errors import VectorsUnavailable
from knowledge.lexical import Scored

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection

Vectors = npt.NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done, and how much there is."""
Texts = Mapping[str, Mapping[str, str]]
"""Scope → vector id → text."""
Held = Mapping[str, set[str]]
"""Scope → ids of the vectors that are there."""
Embedded = Mapping[str, Mapping[str, Vectors]]
"""Scope → vector id → vector."""

FOLDER_PREFIX = "scope-"
"""What the names of an embedded folder's collections begin with."""
_EFFORT = 400
"""How many neighbours a search looks at: by default 100, fewer than are asked for, and the graph is made with
chance, so that two builds of the same documents missed other clauses."""
_BATCH = 5_000  # Chroma takes at most 5,461 rows at once
ROOM = 3
"""Several vectors may belong to one row, so more are asked for than are wanted."""
_MORE = 4


class VectorIndex(Protocol):
    """The port that search uses."""

    def search(self, vector: Vectors, scopes: Sequence[str], top: int, of_each: int = 0) -> list[Scored]:
        """The nearest rows of these scopes, best first, some at least of each; the score is the cosine similarity.

        VectorsUnavailable where they cannot be reached just now.
        """
        ...


class ScopeIndex(Protocol):
    """What finds the nearest vectors of one scope."""

    def nearest(self, scope: str, vector: Vectors, top: int) -> dict[int, float]:
        """Row → cosine similarity of its nearest vector, of about `top` rows of the scope.

        VectorsUnavailable where they cannot be reached just now.
        """
        ...


class ByScope:
    """VectorIndex that asks each scope for its nearest: in the index that is named for it, else in `usual`."""

    def __init__(self, usual: ScopeIndex, named: Mapping[str, ScopeIndex] | None = None) -> None:
        self._usual, self._named = usual, named or {}

    def search(self, vector: Vectors, scopes: Sequence[str], top: int, of_each: int = 0) -> list[Scored]:
        """The nearest rows of these scopes; a row counts with its nearest vector."""
        best: dict[int, float] = {}
        kept: set[int] = set()
        for scope in scopes:
            near = self._named.get(scope, self._usual).nearest(scope, vector, top)  # each row lies in one scope
            best |= near
            kept.update(sorted(near, key=lambda row: (-near[row], row))[:of_each])
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Scored(row, score) for n, (row, score) in enumerate(ranked) if n < top or row in kept]


class ChromaVectors:
    """ScopeIndex over the collections of one client.

    `prefix` begins the collections' names; `rows` gives the rows of those keys that the generation holds.
    """

    def __init__(self, client: ClientAPI, prefix: str, rows: Callable[[Iterable[str]], Mapping[str, int]]) -> None:
        self._client, self._prefix, self._rows = client, prefix, rows
        self._collections: dict[str, ChromaCollection] = {}

    def nearest(self, scope: str, vector: Vectors, top: int) -> dict[int, float]:
        """See ScopeIndex."""
        try:
            return self._nearest(scope, vector, top)
        except Exception as error:  # whatever Chroma or its transport raises, the words still answer
            self._collections.clear()
            raise VectorsUnavailable(f"向量库没有应答（{type(error).__name__}）") from error

    def lacks(self, wanted: Held) -> bool:
        """Whether any of these vectors is missing. On a server others may fill their places, so a count tells nothing."""
        for scope, names in wanted.items():
            collection = self._collection(scope)
            if collection is None:
                return True
            for some in _batches(sorted(names)):
                if len(collection.get(ids=some, include=[])["ids"]) < len(some):
                    return True
        return False

    def _nearest(self, scope: str, vector: Vectors, top: int) -> dict[int, float]:
        collection = self._collection(scope)
        if collection is None:
            return {}
        wanted = top * ROOM
        while True:
            found = collection.query(query_embeddings=vector[None, :], n_results=wanted, include=["distances"])
            keys = [name.partition(".")[0] for name in found["ids"][0]]
            rows = self._rows(dict.fromkeys(keys))
            # Only where vectors of other generations took the places is there more to find.
            if len(keys) < wanted or len(rows) >= top or all(key in rows for key in keys):
                break
            wanted *= _MORE
        distances = (found["distances"] or [[]])[0]
        near: dict[int, float] = {}
        for key, distance in zip(keys, distances, strict=True):
            if key in rows:
                near.setdefault(rows[key], 1.0 - float(distance))
        return near

    def _collection(self, scope: str) -> ChromaCollection | None:
        if scope not in self._collections:
            self._collections = dict(_collections(self._client, self._prefix))
        return self._collections.get(scope)


def held_ids(client: ClientAPI, prefix: str) -> Held:
    """What the collections hold."""
    return {scope: set(c.get(include=[])["ids"]) for scope, c in _collections(client, prefix)}


def _collections(client: ClientAPI, prefix: str) -> Iterator[tuple[str, ChromaCollection]]:
    """Scope → collection; a server may hold collections of other homes and other models too."""
    found = (c for c in client.list_collections() if c.name.startswith(prefix))
    return ((c.name.removeprefix(prefix), c) for c in found)


def add_missing(
    client: ClientAPI, prefix: str, held: Held, texts: Texts, embedder: Embedder, progress: Progress
) -> Embedded:
    """Embed and add every text whose vector is not `held` yet; returns what was added."""
    added: dict[str, dict[str, Vectors]] = {}
    done, total = 0, sum(map(len, texts.values()))
    progress("向量索引", done, total)
    for scope, wanted in texts.items():
        missing = [name for name in wanted if name not in held.get(scope, ())]
        done += len(wanted) - len(missing)
        if not missing:
            continue
        collection = client.get_or_create_collection(
            prefix + scope,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": _EFFORT}},
        )
        for names in _batches(missing):
            vectors = embedder.embed_documents([wanted[name] for name in names])
            collection.add(ids=names, embeddings=np.ascontiguousarray(vectors))
            added.setdefault(scope, {}).update(zip(names, vectors, strict=True))
            done += len(names)
            progress("向量索引", done, total)
    progress("向量索引", total, total)
    return added


def drop_others(client: ClientAPI, prefix: str, held: Held, keep: Mapping[str, Collection[str]]) -> int:
    """Delete the vectors among those `held` that are not to be kept in their scope; how many there were."""
    dropped = 0
    for scope, names in held.items():
        others = sorted(names.difference(keep.get(scope, ())))
        for some in _batches(others):
            client.get_collection(prefix + scope, embedding_function=None).delete(ids=some)
        dropped += len(others)
    return dropped


def _batches(names: list[str]) -> Iterator[list[str]]:
    return (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))
