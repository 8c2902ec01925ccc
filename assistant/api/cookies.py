"""The cookie of a login, and whether a request that carries it was sent by a page of this server."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Response
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from assistant.access.logins import LONGEST
from assistant.api.addresses import is_loopback

_SECURE, _LOCAL = "__Host-hotline", "hotline"
"""Browsers accept the first name only over TLS, for this host alone; on a loopback address there is no TLS."""


def login_secret(headers: Headers) -> str | None:
    """The secret in the request's cookie."""
    return cookie_parser(headers.get("cookie", "")).get(_name(headers))


def give(response: Response, headers: Headers, secret: str) -> None:
    """Put the login into the browser: no script reads it, no other site sends it."""
    response.set_cookie(
        _name(headers),
        secret,
        max_age=int(LONGEST.total_seconds()),
        secure=_name(headers) == _SECURE,
        httponly=True,
        samesite="strict",
    )


def take_back(response: Response, headers: Headers) -> None:
    """Make the browser forget it."""
    response.delete_cookie(_name(headers), secure=_name(headers) == _SECURE, httponly=True, samesite="strict")


def same_origin(headers: Headers) -> bool:
    """Whether the browser says that a page of this server sent the request; False where it says nothing."""
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] == "same-origin"
    return "origin" in headers and urlsplit(headers["origin"]).netloc == headers.get("host")


def _name(headers: Headers) -> str:
    return _LOCAL if is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or "") else _SECURE
