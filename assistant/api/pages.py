"""The demo page, the widget and the description of the interface: named files, none of them from elsewhere."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Scope

WEB = Path(__file__).resolve().parent.parent / "web"

_FILES = {
    "/": ("index.html", "text/html"),
    "/demo.js": ("demo.js", "text/javascript"),
    "/page.css": ("page.css", "text/css"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/docs": ("docs.html", "text/html"),
    "/docs.js": ("docs.js", "text/javascript"),
    "/console": ("console.html", "text/html"),
    "/login": ("login.html", "text/html"),
    "/login.js": ("login.js", "text/javascript"),
    "/login.css": ("login.css", "text/css"),
}
_ALWAYS = {"Cache-Control": "no-cache"}
_OWN = _ALWAYS | {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
_EVERYONE = _ALWAYS | {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def install(app: FastAPI) -> None:
    """Add one route for each page and its own files, and the folders of the widget, which other sites may load."""
    for path, (name, kind) in _FILES.items():
        page = _file(WEB / name, kind, _OWN)
        app.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    loader = _file(WEB / "widget.js", "text/javascript", _EVERYONE)
    app.add_api_route("/widget.js", loader, methods=["GET", "HEAD"], include_in_schema=False)
    for folder in ("shared", "widget", "console"):
        app.mount(f"/{folder}", GZipMiddleware(_Modules(directory=WEB / folder)))


def _file(file: Path, kind: str, headers: dict[str, str]) -> Callable[[], Awaitable[FileResponse]]:
    async def page() -> FileResponse:
        return FileResponse(file, headers=headers, media_type=kind)

    return page


class _Modules(StaticFiles):
    """Scripts and style sheets; a browser that has them already is told so."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with the headers that let every site load it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_EVERYONE)
        if str(full_path).endswith(".js"):  # else the machine's own table decides
            response.headers["Content-Type"] = "text/javascript; charset=utf-8"
        return response
