"""What is wrong with the fields of a request, in Chinese; never with the value that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

_SHOWN = 40

_WORDS = {
    "missing": "缺少 {field}",
    "string_type": "{field} 须是文字",
    "string_unicode": "{field} 里有不成对的代用字符，请用 UTF-8 重新编码",
    "string_too_short": "{field} 不能为空",
    "string_too_long": "{field} 太长，最多 {max_length} 个字符",
    "extra_forbidden": "不认识的字段 {field}；请对照 /docs 检查拼写",
    "literal_error": "{field} 只能是 {expected}",
    "int_parsing": "{field} 须是整数",
    "greater_than_equal": "{field} 不能小于 {ge}",
    "less_than_equal": "{field} 不能大于 {le}",
    "bool_parsing": "{field} 只能是 true 或 false",
    "bool_type": "{field} 只能是 true 或 false",
    "dict_type": '{field} 须是对象，例如 {{"insured": "employee"}}',
    "too_long": "{field} 里的项太多，最多 {max_length} 项",
    "model_attributes_type": "请求正文须是 JSON 对象，并带上 Content-Type: application/json",
    "value_error": "{field} {error}",
}


class FieldError(BaseModel):
    """One field and what is wrong with it; `field` is empty where the body as a whole cannot be read."""

    field: str
    detail: str


def in_chinese(errors: Sequence[Any]) -> list[FieldError]:
    """The validator's findings as a person reads them."""
    return [_one(error) for error in errors]


def _one(error: dict[str, Any]) -> FieldError:
    kind, place = error["type"], error["loc"][1:]
    if kind == "json_invalid":
        return FieldError(field="", detail=f"请求正文不是合法的 JSON（第 {place[0] + 1} 个字符附近）")
    if not place and kind == "missing":
        return FieldError(field="", detail=_WORDS["model_attributes_type"])
    field = ".".join(plain_name(part) for part in place if part != "[key]")
    values = {name: str(value).replace(" or ", " 或 ") for name, value in error.get("ctx", {}).items()}
    return FieldError(field=field, detail=_WORDS.get(kind, "{field} 的值不能用").format_map({**values, "field": field}))


def plain_name(part: object) -> str:
    """A name that came with the request, short and without anything that does not print."""
    text = str(part)
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "".join(c if c.isprintable() else "?" for c in text)
