"""Chroma, embedded in a folder or on a server: the one file that makes its clients.

Reading an embedded folder writes to it, and two processes on one folder hang or see stale data (both
measured). So nobody opens a generation's folder itself: a reader takes a private copy, checked against the
checksums on the way, and a build works on a copy of the last one.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from uuid import uuid4

from knowledge.errors import HotlineError, IndexDamaged, InputError, VectorsUnavailable
from knowledge.files import write_atomically, writing_to
from knowledge.home import Home
from knowledge.manifest import is_as_written

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

_SECONDS = 30.0
"""How long a server may take to answer one call."""


def folder_client(folder: Path) -> ClientAPI:
    """A client of an embedded folder, made if it is missing; a path must never be used twice in one process."""
    # Imported here: chromadb costs about two seconds, which a command that needs no vectors should not pay.
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def writing_folder(folder: Path) -> Iterator[ClientAPI]:
    """A client for writing an embedded folder, closed at the end; OSError where the disk takes no more."""
    from chromadb.errors import InternalError

    with writing_to(folder, InternalError):
        client = folder_client(folder)
        try:
            yield client
        finally:
            close(client)


def server_client(url: str) -> ClientAPI:
    """A client of the server at `url`; InputError for an address that is none, VectorsUnavailable where nobody answers."""
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise InputError(f"设置 HOTLINE_CHROMA_URL 的值“{url}”不能用；请写成 http://127.0.0.1:8001 的形式")
    secure = parts.scheme == "https"
    try:
        client = chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if secure else 80),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
    except Exception as error:  # the transport's own kinds
        raise VectorsUnavailable(
            f"连不上 Chroma 服务 {url}（{type(error).__name__}）；请检查地址和服务，或去掉 HOTLINE_CHROMA_URL"
        ) from error
    # Chroma sets no time-out and offers none: a server that hangs would hang every answer.
    cast(Any, client)._server._session.timeout = _SECONDS
    return client


@contextmanager
def on_server(url: str) -> Iterator[ClientAPI]:
    """A client for a piece of work on the server; VectorsUnavailable where the server leaves us in the middle of it."""
    client = server_client(url)
    try:
        yield client
    except HotlineError:
        raise
    except Exception as error:  # the transport's own kinds
        raise VectorsUnavailable(
            f"Chroma 服务 {url} 中途没有应答（{type(error).__name__}）；请检查服务后再试"
        ) from error
    finally:
        with suppress(Exception):
            close(client)


def collection_prefix(home: Home, embedder_identity: str) -> str:
    """What the names of the collections with this model's vectors begin with: those of two models never meet."""
    return f"{home_prefix(home)}{re.sub(r'[^A-Za-z0-9]', '-', embedder_identity)[-24:].strip('-')}-"


def home_prefix(home: Home) -> str:
    """What the names of a home's collections on a server begin with: two homes never touch each other there either."""
    try:
        home_id = home.identity.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        home_id = uuid4().hex[:12]
        write_atomically(home.identity, home_id.encode(), durable=True)
    return f"{home_id}-"


def checked_copy(folder: Path, expected: Mapping[str, str], target: Path) -> None:
    """Copy the files of a folder to a new place; `expected`: path → SHA-256 of each.

    Nothing is left there where that fails: IndexDamaged where a file differs or is missing, OSError where the
    copy cannot be written.
    """
    try:
        for name in expected:
            copy = target / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, copy)
    except OSError:
        shutil.rmtree(target, ignore_errors=True)
        if is_as_written(folder, expected):
            raise
        raise IndexDamaged(f"{folder} 的文件读不全") from None
    if not is_as_written(target, expected):
        shutil.rmtree(target)
        raise IndexDamaged(f"{folder} 的文件与建立时不一致")


class PrivateCopy:
    """A copy of a generation's vectors that only this process opens; removed by `remove`, or by the next one to look.

    `expected`: path → SHA-256 of each file. IndexDamaged where one differs or is missing.
    """

    def __init__(self, folder: Path, expected: Mapping[str, str], serving: Path) -> None:
        serving.mkdir(parents=True, exist_ok=True)
        own = serving / uuid4().hex
        with (serving / "lock").open("w") as looking:
            fcntl.flock(looking, fcntl.LOCK_EX)
            for other in serving.iterdir():
                _remove_if_left(other)
            own.mkdir()
            self._lock = os.open(own / "lock", os.O_CREAT | os.O_RDWR)
            fcntl.flock(self._lock, fcntl.LOCK_SH)
        self._own, self.path = own, own / "vectors"
        try:
            checked_copy(folder, expected, self.path)
        except BaseException:
            self.remove()
            raise

    def remove(self) -> None:
        """Let the copy go."""
        shutil.rmtree(self._own, ignore_errors=True)
        os.close(self._lock)


def close(client: ClientAPI) -> None:
    """Let a client's files and connections go."""
    # Every client has `close`, the interface does not name it; that of a server leaves its connections open.
    known = cast(Any, client)
    sessions = [getattr(part, "_session", None) for part in (known._server, known._admin_client._server)]
    known.close()
    for session in filter(None, sessions):
        session.close()


def close_with(owner: object, client: ClientAPI, copy: PrivateCopy | None = None) -> None:
    """Close the client, and remove the private copy it reads, once nobody holds `owner` any more."""
    weakref.finalize(owner, _close, client, copy)


def _close(client: ClientAPI, copy: PrivateCopy | None) -> None:
    with suppress(Exception):  # nobody waits for it any more
        close(client)
    if copy is not None:
        copy.remove()


def _remove_if_left(copy: Path) -> None:
    """Remove a copy whose process is gone: nobody holds its lock, or it did not live to make one."""
    with suppress(OSError):
        lock = os.open(copy / "lock", os.O_CREAT | os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(copy, ignore_errors=True)
        finally:
            os.close(lock)
