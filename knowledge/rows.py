"""The vectors of a generation as plain rows, in one file beside Chroma's folder.

Chroma takes half a second to import and to open, more than all else that one question needs. Until it is there the
rows of the scopes are read from here and compared one by one: exact, and over one place's clauses as fast. What a
build takes over from the last generation is read from here, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from knowledge.errors import IndexDamaged
from knowledge.vectors import ROOM, ByScope, Embedded, Vectors

_KEY_BYTES = 16


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


class PlainVectors(ByScope):
    """VectorIndex over plain rows; `rows_of` gives the rows of those keys that the generation holds."""

    def __init__(self, rows: Rows, rows_of: Callable[[Iterable[str]], Mapping[str, int]]) -> None:
        self._rows, self._rows_of = rows, rows_of
        self._read: dict[str, tuple[list[str], Vectors]] = {}

    def _nearest(self, scope: str, vector: Vectors, top: int) -> dict[int, float]:
        if scope not in self._read:
            self._read[scope] = self._rows.of(scope)
        keys, vectors = self._read[scope]
        if not keys:
            return {}
        scores = vectors @ vector
        best = np.argsort(-scores, kind="stable")[: top * ROOM]
        rows = self._rows_of(dict.fromkeys(keys[n] for n in best))
        near: dict[int, float] = {}
        for n in best:
            near.setdefault(rows[keys[n]], float(scores[n]))
        return near
