"""The demo page, the widget and the description of the interface: named files, none of them from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse

WEB = Path(__file__).resolve().parent.parent / "web"

_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_PAGES = {"/": "index.html", "/docs": "docs.html"}
_OWN = ("demo.js", "docs.js", "page.css", "icon.svg")
_SHARED = tuple(
    str(file.relative_to(WEB))
    for file in (WEB / "widget.js", *(WEB / "shared").rglob("*"), *(WEB / "widget").rglob("*"))
    if file.suffix in (".js", ".css")
)
"""The widget's scripts and style sheets, which other sites may load."""

_ALWAYS = {"Cache-Control": "no-cache"}
_PAGE_HEADERS = _ALWAYS | {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
_SHARED_HEADERS = _ALWAYS | {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def install(app: FastAPI) -> None:
    """Add one route for each file."""
    for path, name in _PAGES.items():
        _add(app, path, name, _PAGE_HEADERS)
    for name in _OWN:
        _add(app, f"/{name}", name, _PAGE_HEADERS)
    for name in _SHARED:
        _add(app, f"/{name}", name, _SHARED_HEADERS)


def _add(app: FastAPI, path: str, name: str, headers: Mapping[str, str]) -> None:
    page = _page(WEB / name, headers)
    app.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)


def _page(file: Path, headers: Mapping[str, str]) -> Callable[[], Awaitable[FileResponse]]:
    async def page() -> FileResponse:
        return FileResponse(file, headers=headers, media_type=_KINDS[file.suffix])

    return page
