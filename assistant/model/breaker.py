"""A circuit breaker: what failed several times in a row is left alone for a while, then tried once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES = 3
REST_S = 30.0


class Breaker:
    """Open (nothing is tried) for REST_S seconds after FAILURES failures in a row; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_from = 0.0

    def lets_through(self) -> bool:
        """Whether to try now; while it is open, one try after each rest."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = self._clock()
            if now < self._closed_from:
                return False
            self._closed_from = now + REST_S
            return True

    def succeeded(self) -> None:
        """The try came to something."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """The try came to nothing."""
        with self._lock:
            self._failures += 1
            self._closed_from = self._clock() + REST_S
