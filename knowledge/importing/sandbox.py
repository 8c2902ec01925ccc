"""A child process that reads what strangers packed: bounded in memory and time, replaced when it dies.

One child serves many files, one after the other, and goes by itself when nothing comes. What it answers is
checked like any other stranger's word.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from knowledge.errors import DocumentError

_MAX_REPLY = 64 * 1024 * 1024
_WORKER = "knowledge.importing.worker"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the child may use for one file; `idle` seconds without work and it goes."""

    memory: int = 768 * 1024 * 1024  # address space, libraries included
    cpu: int = 40
    wall: float = 60.0
    idle: float = 30.0


class Sandbox:
    """Asks the child; starts it when needed. Threads take turns."""

    def __init__(self, allowance: Allowance | None = None) -> None:
        self._allowance = allowance or Allowance()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    @property
    def pid(self) -> int | None:
        """The running child, if there is one."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def ask(self, kind: str, data: bytes, name: str) -> dict[str, Any]:
        """The child's answer for one file; raises DocumentError where it refuses, dies or takes too long."""
        with self._lock:
            for attempt in (1, 2):
                answer, timed_out = self._try(kind, data, name)
                if answer is not None:
                    if isinstance(answer.get("error"), str):
                        raise DocumentError(" ".join(answer["error"].split())[:300], name)
                    return answer
                code = self._end()
                # A child that went by itself (idle, or to give its memory back) is no fault of this file.
                if timed_out or code != 0 or attempt == 2:
                    raise DocumentError(_why(code, timed_out, self._allowance), name)
        raise AssertionError("unreachable")

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end(kill=False)

    def _try(self, kind: str, data: bytes, name: str) -> tuple[dict[str, Any] | None, bool]:
        process = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._allowance.wall, stop)
        timer.daemon = True
        timer.start()
        try:
            into, out = _pipes(process)
            head = json.dumps({"kind": kind, "name": name, "size": len(data)})
            into.write(head.encode() + b"\n")
            into.write(data)
            into.flush()
            size = int.from_bytes(out.read(8), "big")
            if not 0 < size <= _MAX_REPLY:
                process.kill()
                return None, late.is_set()
            answer = json.loads(out.read(size))
            return (answer, False) if isinstance(answer, dict) else (None, False)
        except (OSError, ValueError, RecursionError):
            return None, late.is_set()
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner != os.getpid():
            self._process = None  # after a fork the child is the parent's
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            allowance = self._allowance
            paths = [str(Path(__file__).resolve().parents[2]), *(str(Path(p).resolve()) for p in sys.path if p)]
            environment = {
                "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
                "PYTHONUTF8": "1",
                "OMP_NUM_THREADS": "1",
            }
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _WORKER, str(allowance.memory), str(allowance.cpu), str(allowance.idle)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=os.sep,
                start_new_session=True,  # Ctrl-C is for the parent, which then ends the child
            )
        return self._process

    def _end(self, kill: bool = True) -> int | None:
        """End the child, if it has not ended by itself, and say how it ended."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return None
        into, out = _pipes(process)
        with contextlib.suppress(OSError):
            into.close()  # the child reads the end and goes
        try:
            process.wait(timeout=2 if kill else 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        out.close()
        return process.returncode


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    return process.stdin, process.stdout


def _why(code: int | None, timed_out: bool, allowance: Allowance) -> str:
    if timed_out or code == -signal.SIGXCPU:
        seconds = allowance.wall if timed_out else allowance.cpu
        return f"解析超过 {seconds:.0f} 秒仍未完成，已中止；请拆成几个文件，或把正文另存为 .txt 后再导入"
    return "解析时异常退出，已中止（文件可能已损坏、过大或带有恶意内容）；请用办公软件打开后另存再导入"


_shared = Sandbox()
atexit.register(_shared.close)


def shared() -> Sandbox:
    """The child that all imports of this process use."""
    return _shared
