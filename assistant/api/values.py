"""What stands in the fields of a request: days, names, facts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY = "须是 YYYY-MM-DD 形式的日期，例如 2023-06-01"
_DIGITS = 30
"""A number further from 1 than this is no fact, and would be long when written out."""


def _day(value: object) -> object:
    if value is None or isinstance(value, date):
        return value
    try:
        if not isinstance(value, str) or not _ISO.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(_DAY) from None


def whole(value: str) -> str:
    """Half a surrogate pair can be written in JSON, but neither stored nor sent back."""
    if any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("里有不成对的代用字符，请用 UTF-8 重新编码")
    return value


def digits(value: object) -> object:
    """A bare number as the digits that were written; anything else as it is."""
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite() or abs(value.adjusted()) > _DIGITS:
        raise ValueError("不是可用的数；请写成 1600.50 的形式")
    return format(value, "f")


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Name = Annotated[str, Field(max_length=200), AfterValidator(whole)]
Fact = Annotated[Name, BeforeValidator(digits), WithJsonSchema({"type": ["string", "number"], "maxLength": 200})]
