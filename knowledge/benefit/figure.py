"""Numbers as people write them in rule files and facts, and how they are shown again.

`Figure` keeps the exact value beside the way it was written, so that `20万` stays 20万元 in an
answer. Only plain decimals are read: no exponent, no sign of infinity, never a float.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

Unit = Literal["yuan", "ratio", "count", "hours", "days", "months", "years"]
UNIT_WORDS: dict[Unit, str] = {
    "yuan": "元",
    "ratio": "",
    "count": "",
    "hours": "小时",
    "days": "天",
    "months": "个月",
    "years": "年",
}
NONE = "none"
"""Written in a table where an option has no such thing: no reduction, no deductible."""
SCALES = {"": 0, "万": 4, "亿": 8}

_NUMBER = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?(%|万|亿)?")

_IN_WAN = 100_000
"""From so many yuan on a sum in whole 万元 is written as such."""


class Figure(BaseModel):
    """One number of a rule file.

    `value` is exact and in the parameter's own unit (a ratio as 0.5, money in yuan); `written` is the
    file's text. A derived figure has `operands` that add up to it and the `clauses` they come from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Decimal
    written: str
    operands: tuple[Figure, ...] = ()
    clauses: tuple[str, ...] = ()

    @property
    def absent(self) -> bool:
        """Whether the option has no such thing (`none`); it then counts as 0 and claims nothing."""
        return self.written == NONE

    def text(self, unit: Unit) -> str:
        """The figure with its unit, in 万 or 亿 where the file has it so."""
        if self.written.endswith(("万", "亿")):
            return self.written + UNIT_WORDS[unit]
        return show(self.value, unit)


def read_figure(text: str) -> Figure:
    """Read `200`, `1,600.50`, `50%` or `20万`; ValueError (Chinese, with the remedy) for anything else."""
    plain_text = unicodedata.normalize("NFKC", text[:80]).strip()
    match = _NUMBER.fullmatch(plain_text)
    if not match or len(text) > 40:
        raise ValueError(f"“{text[:40]}”不是数；请写成 200、0.5、50% 或 20万 的形式")
    sign, whole, fraction, mark = match.groups()
    value = Decimal(sign + whole.replace(",", "") + (fraction or ""))
    exponent = -2 if mark == "%" else SCALES[mark or ""]
    return Figure(value=shift(value, exponent), written=plain_text)


def shift(value: Decimal, places: int) -> Decimal:
    """`value` × 10^`places`, exactly and without an exponent in its text form."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "only finite numbers are read"
    moved = Decimal((sign, digits, exponent + places))
    return Decimal(f"{moved:f}")


def plain(value: Decimal) -> str:
    """Plain digits without needless zeros: 700.00 → 700, 0.50 → 0.5; never an exponent, never -0."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def show(value: Decimal, unit: Unit) -> str:
    """A value with its unit as a citizen reads it: `480元`, `0.5元`, `60%`, `3天`."""
    if unit == "ratio":
        return plain(shift(value, 2)) + "%"
    return plain(value) + UNIT_WORDS[unit]


def show_computed(value: Decimal, unit: Unit) -> str:
    """What was computed, with its unit: as `show` has it, but a large sum in whole 万元 as such (`5040万元`)."""
    if unit == "yuan" and value >= _IN_WAN and value % 10_000 == 0:
        return plain(shift(value, -4)) + "万元"
    return show(value, unit)
