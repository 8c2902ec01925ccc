"""The vector index: one Chroma collection per scope, ids and vectors only.

Chroma's `where` filters slowly (it scans), so a scope (a region, or one document without a region)
is a collection of its own. Texts stay in the clause store. Cosine space; vectors are normalised.
An id is `<row>.<n>`: a clause has one vector for its text and one for each question it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Scored

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

Vectors = npt.NDArray[np.float32]
_BATCH = 5_000  # Chroma takes at most 5,461 rows at once


class VectorIndex(Protocol):
    """The port that search uses."""

    def search(self, vector: Vectors, scopes: Sequence[str], top: int) -> list[Scored]:
        """The nearest rows of these scopes, best first; the score is the cosine similarity."""
        ...


class ChromaVectors:
    """VectorIndex in an embedded Chroma folder; written once by a build, then only read."""

    def __init__(self, folder: Path) -> None:
        self._client = _client(folder)
        self._names = {collection.name for collection in self._client.list_collections()}

    def add(self, scope: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Add vectors to a scope; ids are `<row>.<n>`."""
        collection = self._client.get_or_create_collection(
            _collection(scope), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        self._names.add(collection.name)
        for start in range(0, len(ids), _BATCH):
            chunk = slice(start, start + _BATCH)
            collection.add(ids=list(ids[chunk]), embeddings=vectors[chunk])

    def search(self, vector: Vectors, scopes: Sequence[str], top: int) -> list[Scored]:
        """The nearest rows of these scopes; a row counts with its nearest vector."""
        best: dict[int, float] = {}
        for scope in scopes:
            if _collection(scope) not in self._names:
                continue
            collection = self._client.get_collection(_collection(scope), embedding_function=None)
            # Several vectors may belong to one row, so more are asked for than are wanted.
            found = collection.query(query_embeddings=vector[None, :], n_results=top * 3, include=["distances"])
            for name, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True):
                row = int(name.partition(".")[0])
                best[row] = max(best.get(row, -1.0), 1.0 - float(distance))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Scored(row, score) for row, score in ranked[:top]]


def _collection(scope: str) -> str:
    return f"scope-{scope}"


def _client(folder: Path) -> ClientAPI:
    # Imported here: chromadb costs about two seconds, which a command that needs no vectors should not pay.
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
