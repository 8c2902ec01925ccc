"""Random secrets: shown once, kept as a digest.

They are random and long, so a plain SHA-256 is enough: there is no list of likely ones to try.
"""

from __future__ import annotations

import hashlib
import secrets

KEY = "hlk_"
WIDGET = "hlw_"
"""By its beginning a secret that leaked is found by scanners and told from others."""


def new_secret(prefix: str = "") -> str:
    """A secret of 256 bits."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What of a secret is kept."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
