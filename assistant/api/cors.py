"""Which other sites' pages may ask: exactly those that a widget token names, and never with cookies."""

from __future__ import annotations

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from assistant.access.directory import Directory
from assistant.api.access import WIDGET_TOKEN


class WidgetOrigins(CORSMiddleware):
    """Starlette's CORS over the origins that are registered at the moment."""

    def __init__(self, app: ASGIApp, directory: Directory) -> None:
        super().__init__(
            app,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Content-Type", WIDGET_TOKEN),
            expose_headers=("Retry-After",),
        )
        self._directory = directory

    def is_allowed_origin(self, origin: str) -> bool:
        """See CORSMiddleware."""
        return origin in self._directory.origins
