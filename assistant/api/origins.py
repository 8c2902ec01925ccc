"""Which other sites' pages may ask this server: those that embed the widget, named one by one."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from knowledge.settings import Settings

_METHODS = ("GET", "POST", "DELETE")


def install(app: FastAPI, settings: Settings) -> None:
    """Let the pages of the named origins ask; without any, no other site's page can."""
    named = settings.widget_origins.split()
    if named:
        app.add_middleware(CORSMiddleware, allow_origins=named, allow_methods=_METHODS, allow_headers=["Content-Type"])
