"""How often somebody may ask, by what they show and by their address; each worker counts for itself."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from assistant.access.principal import Principal
from knowledge.settings import Settings


class Rates:
    """Counts requests; a window slides, so nobody gets twice as many around its end."""

    def __init__(self, settings: Settings) -> None:
        self._counted = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._address = parse(settings.rate_address)
        self._widget = parse(settings.rate_widget)
        self._key = parse(settings.rate_key)

    def wait(self, principal: Principal, address: str) -> int | None:
        """Count one request; the seconds to wait where it is one too many."""
        for limit, subject in self._limits(principal, address):
            if not self._counted.hit(limit, *subject):
                left = self._counted.get_window_stats(limit, *subject).reset_time - time.time()
                return max(1, math.ceil(left))
        return None

    def _limits(self, principal: Principal, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
        owner = principal.owner or ""
        if not principal.known or "widget" in principal.roles:
            by_token = [(self._widget, (owner,))] if principal.known else []
            return [(self._address, ("address", address)), *by_token]
        # Many operators sit behind one address, and programs send for many people.
        return [(self._key, (owner, address)), (self._key, (owner,))]
