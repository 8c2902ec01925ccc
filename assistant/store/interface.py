"""What goes wrong with the store on purpose."""

from __future__ import annotations

from knowledge.errors import HotlineError


class StoreUnavailable(HotlineError):
    """The database cannot be read or written just now."""
