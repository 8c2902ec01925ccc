"""The vectors of a generation as plain rows, in one file beside Chroma's folder.

Scopes that are small are searched here, row by row: exact, and faster than any index. What a build takes over from
the last generation is read from here, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from knowledge.errors import IndexDamaged
from knowledge.vectors import ROOM, Embedded, Vectors

_KEY_BYTES = 16
MOST_EXACT = 30_000
"""Vectors of a scope up to which all of them are compared: half as long as Chroma takes, which misses some of the nearest.
From 50,000 on Chroma is the faster (measured, see docs/architecture.md, decision 12)."""


def write_rows(path: Path, vectors: Embedded) -> None:
    """Write scope → vector id → vector; the ids of a clause stand together and are numbered from 0."""
    tensors: dict[str, npt.NDArray[np.uint8] | Vectors] = {}
    for scope, rows in vectors.items():
        keys = b"".join(bytes.fromhex(name.partition(".")[0]) for name in rows)
        tensors[f"{scope}/keys"] = np.frombuffer(keys, np.uint8).reshape(-1, _KEY_BYTES)
        tensors[f"{scope}/vectors"] = np.array(list(rows.values()), np.float32)
    path.write_bytes(save(tensors))  # `save_file` would make a file that nobody else may read


class Rows:
    """The file, opened; it is read scope by scope, also when its folder is gone. IndexDamaged where it is none."""

    def __init__(self, path: Path) -> None:
        try:
            file: Any = safe_open(path, framework="numpy")
            self._file, self._names = file, set(file.keys())
        except (OSError, SafetensorError) as error:
            raise IndexDamaged(f"{path} 打不开") from error

    def count(self, scope: str) -> int:
        """How many vectors a scope has."""
        if f"{scope}/vectors" not in self._names:
            return 0
        return int(self._file.get_slice(f"{scope}/vectors").get_shape()[0])

    def of(self, scope: str) -> tuple[list[str], Vectors]:
        """The keys and vectors of a scope, row by row; none of a scope that is not there."""
        if f"{scope}/keys" not in self._names:
            return [], np.empty((0, 0), np.float32)
        keys = self._file.get_tensor(f"{scope}/keys").tobytes().hex()
        width = 2 * _KEY_BYTES
        return [keys[at : at + width] for at in range(0, len(keys), width)], self._file.get_tensor(f"{scope}/vectors")

    def embedded(self) -> Embedded:
        """All of it as it was written."""
        return {scope: self._named(scope) for scope in sorted({name.partition("/")[0] for name in self._names})}

    def _named(self, scope: str) -> dict[str, Vectors]:
        keys, vectors = self.of(scope)
        names = [f"{key}.{number}" for key, group in groupby(keys) for number, _ in enumerate(group)]
        return dict(zip(names, vectors, strict=True))


class _Read(NamedTuple):
    """The vectors of a scope, and the row of the clause that each is of."""

    vectors: Vectors
    rows: npt.NDArray[np.int64]


class ExactVectors:
    """ScopeIndex that compares every vector of a scope; `rows_of` gives the rows of those keys that the generation holds.

    A scope is read when it is first searched, and kept.
    """

    def __init__(self, rows: Rows, rows_of: Callable[[Iterable[str]], Mapping[str, int]]) -> None:
        self._rows, self._rows_of = rows, rows_of
        self._read: dict[str, _Read] = {}

    def nearest(self, scope: str, vector: Vectors, top: int) -> dict[int, float]:
        """See ScopeIndex."""
        vectors, rows = self._read.get(scope) or self._read.setdefault(scope, self._of(scope))
        if not len(rows):
            return {}
        scores = vectors @ vector
        best = np.argpartition(-scores, min(top * ROOM, len(rows)) - 1)[: top * ROOM]
        near: dict[int, float] = {}
        for n in best[np.lexsort((best, -scores[best]))]:
            near.setdefault(int(rows[n]), float(scores[n]))
        return near

    def _of(self, scope: str) -> _Read:
        keys, vectors = self._rows.of(scope)
        rows = self._rows_of(dict.fromkeys(keys))
        return _Read(vectors, np.array([rows[key] for key in keys], np.int64))
