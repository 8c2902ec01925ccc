"""A line between the browser and the server that can be held up or cut, byte by byte, on a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Passes everything on; `held(b"…")` holds back what the server says from those bytes on, `cut(b"…")` hangs up there."""

    def __init__(self, port: int) -> None:
        self._server = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._mark: bytes | None = None
        self._hang_up = False
        self._released = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def held(self, mark: bytes) -> Iterator[None]:
        """Within it, what comes from `mark` on does not arrive; afterwards it does."""
        self._released.clear()
        self._mark = mark
        try:
            yield
        finally:
            self._mark = None
            self._released.set()

    @contextmanager
    def cut(self, mark: bytes) -> Iterator[None]:
        """Within it, the line breaks where `mark` would come."""
        self._mark, self._hang_up = mark, True
        try:
            yield
        finally:
            self._mark, self._hang_up = None, False

    def close(self) -> None:
        """Take no more connections."""
        self._released.set()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._server))
                threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
                threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while piece := near.recv(65536):
                far.sendall(piece)
            far.shutdown(socket.SHUT_WR)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError), far, near:
            while piece := far.recv(65536):
                mark = self._mark
                if mark is not None and mark in piece:
                    before, found, after = piece.partition(mark)
                    near.sendall(before)
                    if self._hang_up:
                        near.shutdown(socket.SHUT_RDWR)
                        return
                    self._released.wait()
                    piece = found + after
                near.sendall(piece)
