"""`python -m tests.knowledge.nursery`: runs `hotline` commands in forked children, so that each starts at once.

One JSON line on stdin is one command (`Command`), one JSON line on stdout how it ended (`Ended`). Everything that
takes long to import is imported before the first fork, and nothing is opened.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Command:
    """Arguments of `hotline` and its home; and when it is to be hit.

    `kill_after`: seconds after which it is killed. `kill_at`: it is killed just before its n-th renaming of a
    file or folder. `room`: bytes to which it can write a file, as on a disk that is nearly full. `chroma`: every
    scope counts as large.
    """

    arguments: tuple[str, ...]
    home: str
    kill_after: float | None = None
    kill_at: int | None = None
    room: int | None = None
    chroma: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit code (negative: the signal), what was said on stdout and stderr, and the seconds it took."""

    code: int
    said: str
    complained: str
    seconds: float


def main() -> None:
    """Serve commands until stdin ends."""
    # As early as this: what is forked must not have to import it.
    import chromadb

    from assistant.cli import run
    from knowledge.words import words

    assert chromadb.__version__
    words("预热")
    for line in sys.stdin:
        print(json.dumps(asdict(_run(Command(**json.loads(line)), run))), flush=True)


def _run(command: Command, run: Callable[[Any], int]) -> Ended:
    started = time.monotonic()
    out, err = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(out[1], 1)
        os.dup2(err[1], 2)
        for end in (*out, *err):
            os.close(end)
        _prepare(command)
        sys.exit(run(list(command.arguments)))
    for pipe in (out, err):
        os.close(pipe[1])
    status = _wait(child, None if command.kill_after is None else started + command.kill_after)
    took = time.monotonic() - started
    said, complained = (os.fdopen(pipe[0], encoding="utf-8").read() for pipe in (out, err))
    return Ended(os.waitstatus_to_exitcode(status), said, complained, took)


def _wait(child: int, end: float | None) -> int:
    while end is not None and time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.001)
    if end is not None:
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _prepare(command: Command) -> None:
    """In the child: its home, and what is to befall it."""
    os.environ.update(HOTLINE_HOME=command.home, HOTLINE_BUILTIN="0")
    os.chdir(command.home)
    if command.room is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing fails, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (command.room, command.room))
    if command.chroma:
        from knowledge import generation

        generation.MOST_EXACT = 0
    if command.kill_at is not None:
        _kill_at_renaming(command.kill_at)


def _kill_at_renaming(which: int) -> None:
    left = which

    def killing(rename: Callable[..., None]) -> Callable[..., None]:
        def renamed(source: Path, target: Path) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            rename(source, target)

        return renamed

    os.rename, os.replace = killing(os.rename), killing(os.replace)  # type: ignore[assignment]


if __name__ == "__main__":
    main()
