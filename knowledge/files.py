"""Files written whole or not at all, and the checksums that tell a damaged one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, durable: bool = False) -> None:
    """The whole file or none of it, even when the process is killed; `durable`: even when the power fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp keeps others from reading; a home may be shared
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def remove_unfinished(path: Path) -> None:
    """Remove what processes that were killed while they wrote this file left; nobody may be writing it now."""
    for left in path.parent.glob(f".{path.name}.*.tmp"):
        left.unlink(missing_ok=True)


@contextlib.contextmanager
def writing_to(path: Path, *kinds: type[Exception]) -> Iterator[None]:
    """What a library raises where the disk takes no more, of these kinds, is an OSError with the path in it."""
    try:
        yield
    except kinds as error:
        raise OSError(errno.EIO, f"写不进去（{type(error).__name__}）", str(path)) from error


def digest_of(data: bytes) -> str:
    """SHA-256 (hex) of bytes."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Every file of a folder and the folders in it, in a fixed order; hidden ones too."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
