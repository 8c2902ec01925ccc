"""JSON bodies whose numbers keep every digit that was written."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class _ExactRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            body = await self.body()
            read = json.loads(body, parse_float=_number, parse_int=_number, parse_constant=_number)
            # The validator would look for the fields among the attributes of a Decimal, as of any object.
            self._json = None if isinstance(read, Decimal) else read
        return self._json


class ExactRoute(APIRoute):
    """A route whose body holds Decimal for every number; NaN for what is none (NaN, Infinity, 1e99999999999999999999).

    Whoever takes a number refuses what it cannot use, by the name of the field.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a request that reads numbers exactly."""
        handle = super().get_route_handler()

        async def exactly(request: Request) -> Response:
            return await handle(_ExactRequest(request.scope, request.receive))

        return exactly


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent that no Decimal holds
        return Decimal("NaN")
