"""One process at a time writes generations; whoever comes second is told who it is."""

from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge import clock
from knowledge.errors import IndexUnusable
from knowledge.home import Home


@contextmanager
def writing(home: Home, *, wait: bool = False) -> Iterator[None]:
    """Hold the home's lock; the system lets it go when the process ends, however it ends.

    Raises IndexUnusable with the holder's process, machine and start where another holds it, unless `wait`.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    with (home.root / "build.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "另一个进程"
            raise IndexUnusable(f"{home.root} 正由{holder}建立或修复索引；请等它结束后再试") from None
        lock.truncate(0)
        since = clock.now().isoformat(sep=" ", timespec="seconds")
        lock.write(f"进程 {os.getpid()}（{socket.gethostname()}，{since} 开始）")
        lock.flush()
        try:
            yield
        finally:
            lock.truncate(0)
