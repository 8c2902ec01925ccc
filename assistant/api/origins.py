"""Which other sites' pages may ask this server: those that embed the widget, named one by one."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

_METHODS = ("GET", "POST", "DELETE")


def install(app: FastAPI, named: Sequence[str]) -> None:
    """Let the pages of the named origins ask; without any, no other site's page can."""
    if named:
        app.add_middleware(CORSMiddleware, allow_origins=named, allow_methods=_METHODS, allow_headers=["Content-Type"])
