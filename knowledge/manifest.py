"""The manifest of a generation: what it was built from and by what, and the checksum of every file.

It is written last, twice and sealed, so that a folder without one was not finished and a damaged one is told
from a right one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import IndexDamaged, IndexUnusable
from knowledge.files import file_digest, files_below, write_atomically

FORMAT = 2
"""Raised whenever the folder's layout changes, so that an older generation is built anew."""

FIRST, SECOND = "manifest.json", "manifest.copy.json"


class EmbedderNamed(BaseModel):
    """The model that made the vectors: a name with a short SHA-256, and how many numbers a vector has."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    identity: str
    dimension: int


class Manifest(BaseModel):
    """What stands in `manifest.json`.

    `inputs` is one SHA-256 over all that the answers depend on, `code` over the program that read the documents.
    `index` names the folder with the indexes. `checksums`: path in the folder → SHA-256. `dropped` counts vectors
    that were deleted from the copied index since it was last made from nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int = FORMAT
    number: int
    built: str
    product: str
    builtin: bool
    inputs: str
    code: str
    embedder: EmbedderNamed
    vectors: Literal["folder", "server"]
    index: str
    documents: int
    clauses: int
    dropped: int
    digests: dict[str, str]
    checksums: dict[str, str]


def now() -> str:
    """This moment as manifests write it: ISO, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def checksums(folder: Path) -> dict[str, str]:
    """Path below the folder → SHA-256, of every file."""
    return {str(path.relative_to(folder)): file_digest(path) for path in files_below(folder)}


def is_as_written(folder: Path, expected: Mapping[str, str]) -> bool:
    """Whether these files are there, each with its SHA-256; what else lies in the folder is nobody's concern."""
    try:
        return all(file_digest(folder / name) == digest for name, digest in expected.items())
    except OSError:
        return False


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write both copies; the first is the one that counts."""
    body = manifest.model_dump(mode="json")
    data = json.dumps({**body, "seal": _seal(body)}, ensure_ascii=False, indent=1).encode()
    for name in (FIRST, SECOND):
        write_atomically(folder / name, data, durable=True)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation's folder.

    IndexDamaged where neither copy is whole; IndexUnusable where another version of the product wrote it.
    """
    found = next(filter(None, (_read(folder / name) for name in (FIRST, SECOND))), None)
    if found is None:
        raise IndexDamaged(f"知识库版本 {_number(folder)} 不存在或已损坏；请运行 hotline knowledge build")
    return found


def _read(path: Path) -> Manifest | None:
    try:
        body: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
        seal = body.pop("seal", None)
        if seal != _seal(body) and not (seal is None and "inputs" in body):  # the first format had no seal
            return None
        if body.get("format") != FORMAT:
            raise IndexUnusable(
                f"知识库版本 {_number(path.parent)} 是别的产品版本建立的；请运行 hotline knowledge build 重建"
            )
        if seal is None:
            return None
        return Manifest.model_validate(body)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return None


def _seal(body: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _number(folder: Path) -> str:
    return folder.name.lstrip("0")
