"""A bill as a picture: who pays which part of it.

The SVG stands alone (no script, no font, no file from elsewhere) and brings its own light or dark ground, so
that it is readable on any page. Where a page forbids style elements, the light colours still apply. It is
drawn at its own size, and smaller only where there is less room.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

from knowledge.benefit import Calculation, Result
from knowledge.benefit.ledger import yuan

PAYERS = ("fund", "serious", "aid", "self")
"""Results that are parts of a bill, in the order in which they pay."""

WIDTH, MARGIN = 300, 16
BAR = WIDTH - 2 * MARGIN
THINNEST = Decimal(4)
"""A part above zero is seen, however small."""

_PADDING, _BAR_HEIGHT, _ROW, _FONT, _SWATCH = 12, 28, 27, 16, 12
_LIGHT = {
    "ground": "#ffffff",
    "ink": "#1a1a1a",
    "fund": "#1f5fa8",
    "serious": "#1b7f74",
    "aid": "#7a4fa8",
    "self": "#b36b00",
}
_DARK = {
    "ground": "#1b1f24",
    "ink": "#f0f0f0",
    "fund": "#6ea8ea",
    "serious": "#58c2b3",
    "aid": "#bd9be6",
    "self": "#e8b25c",
}
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class _Part:
    payer: str
    label: str
    amount: Decimal


def bill_svg(calculation: Calculation) -> str | None:
    """The bill of a calculation as SVG, a bar for each reading of it; None where it divides no bill."""
    results = sorted((r for r in calculation.results if r.name in PAYERS), key=lambda r: PAYERS.index(r.name))
    first = _parts(results)
    total = sum((part.amount for part in first), Decimal(0))
    if not {"fund", "self"} <= {part.payer for part in first} or not total:
        return None
    second = _parts([result.otherwise or result for result in results])
    readings = {"": first} if first == second else {"一种读法": first, "另一种读法": second}
    told = "；".join(
        f"{reading}{'，' if reading else ''}{'，'.join(f'{part.label}{yuan(part.amount)}' for part in parts)}"
        for reading, parts in readings.items()
    )
    return _drawn(calculation.title, f"费用总额{yuan(total)}：{told}。", total, readings)


def _parts(results: list[Result]) -> list[_Part]:
    return [_Part(r.name, r.label, r.value) for r in results if isinstance(r.value, Decimal)]


def _drawn(title: str, told: str, total: Decimal, readings: Mapping[str, list[_Part]]) -> str:
    own = "bill-" + hashlib.sha256((title + told).encode(errors="replace")).hexdigest()[:8]
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "id": own,
            "width": "100%",
            "preserveAspectRatio": "xMinYMin meet",
            "role": "img",
            "aria-labelledby": f"{own}-title {own}-desc",
            "lang": "zh-CN",
            "font-family": "system-ui, sans-serif",
            "font-size": str(_FONT),
        },
    )
    _worded(svg, "title", title, id=f"{own}-title")
    _worded(svg, "desc", told, id=f"{own}-desc")
    _worded(svg, "style", _dark(own))
    ground = _box(svg, "ground", 0, 0, WIDTH, 0, rx="8")
    _row(svg, MARGIN, _PADDING, "费用总额", total, bold=True)
    top = _PADDING + _ROW
    for reading, parts in readings.items():
        if reading:
            _row(svg, MARGIN, top + 4, reading)
            top += _ROW + 4
        top = _bar(svg, top + 4, parts)
    height = str(top + _PADDING)
    ground.set("height", height)
    svg.set("height", height)
    svg.set("viewBox", f"0 0 {WIDTH} {height}")
    return tostring(svg, encoding="unicode")


def _bar(svg: Element, top: int, parts: list[_Part]) -> int:
    """The bar and a row for each of its parts; returns where the next thing may begin."""
    x = Decimal(MARGIN)
    for part, width in zip(parts, widths([part.amount for part in parts]), strict=True):
        if width:
            _box(svg, part.payer, x, top, width, _BAR_HEIGHT, stroke=_LIGHT["ground"])
        x += width
    top += _BAR_HEIGHT + 8
    for part in parts:
        _box(svg, part.payer, MARGIN, top + (_ROW - _SWATCH) // 2, _SWATCH, _SWATCH, rx="2")
        _row(svg, MARGIN + _SWATCH + 8, top, part.label, part.amount)
        top += _ROW
    return top


def widths(amounts: list[Decimal]) -> list[Decimal]:
    """Widths of the bar's parts, which add up to BAR: zero for zero, else at least THINNEST; the largest gives way."""
    total = sum(amounts, Decimal(0))
    found = [max(round(BAR * amount / total, 1), THINNEST) if amount else Decimal(0) for amount in amounts]
    found[amounts.index(max(amounts))] += BAR - sum(found, Decimal(0))
    return found


def _row(svg: Element, x: int, top: int, label: str, amount: Decimal | None = None, *, bold: bool = False) -> None:
    """A label at the left and an amount at the right of one line; the label is cut where both do not fit."""
    said = "" if amount is None else yuan(amount)
    style = {"y": str(top + (_ROW + _FONT) // 2 - 2), "fill": _LIGHT["ink"]} | ({"font-weight": "bold"} if bold else {})
    _worded(svg, "text", _cut(label, WIDTH - MARGIN - x - _room(said) - 8), x=str(x), **style)
    if said:
        _worded(svg, "text", said, **{"x": str(WIDTH - MARGIN), "text-anchor": "end"}, **style)


def _box(svg: Element, name: str, x: Decimal | int, y: int, width: Decimal | int, height: int, **more: str) -> Element:
    size = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
    return SubElement(svg, "rect", {"class": name, **size, "fill": _LIGHT[name], **more})


def _worded(svg: Element, tag: str, text: str, /, **attributes: str) -> None:
    SubElement(svg, tag, attributes).text = _NOT_XML.sub("", text)


def _dark(own: str) -> str:
    """The dark colours, for this picture only."""
    colours: Mapping[str, str] = {f".{name}": f"fill:{_DARK[name]}" for name in ("ground", *PAYERS)}
    rules = {**colours, "rect[stroke]": f"stroke:{_DARK['ground']}", "text": f"fill:{_DARK['ink']}"}
    return "@media (prefers-color-scheme:dark){" + "".join(f"#{own} {k}{{{v}}}" for k, v in rules.items()) + "}"


def _room(text: str) -> Decimal:
    """How wide a text is drawn at most: a Chinese character takes a square, a digit some 0.6 of one."""
    return sum((_FONT * (Decimal(1) if _is_wide(c) else Decimal("0.62")) for c in text), Decimal(0))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def _cut(text: str, room: Decimal) -> str:
    if _room(text) <= room:
        return text
    while text and _room(text + "…") > room:
        text = text[:-1]
    return text + "…"
