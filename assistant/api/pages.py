"""The demo page and the description of the interface: a few named files, none of them from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

WEB = Path(__file__).resolve().parent.parent / "web"

_FILES = {
    "/": ("index.html", "text/html"),
    "/demo.js": ("demo.js", "text/javascript"),
    "/reply.js": ("reply.js", "text/javascript"),
    "/demo.css": ("demo.css", "text/css"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/docs": ("docs.html", "text/html"),
    "/docs.js": ("docs.js", "text/javascript"),
    "/login": ("login.html", "text/html"),
    "/login.js": ("login.js", "text/javascript"),
    "/login.css": ("login.css", "text/css"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}


def install(app: FastAPI) -> None:
    """Add one route for each file."""
    for path, (name, kind) in _FILES.items():
        app.add_api_route(path, _page(name, kind), methods=["GET", "HEAD"], include_in_schema=False)


def _page(name: str, kind: str) -> Callable[[], Awaitable[FileResponse]]:
    async def page() -> FileResponse:
        return FileResponse(WEB / name, headers=_HEADERS, media_type=kind)

    return page
