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

from knowledge.benefit import Calculation
from knowledge.benefit.ledger import yuan

PAYERS = ("fund", "serious", "aid", "self")
"""Results that are parts of a bill, in the order in which they pay."""

WIDTH, MARGIN = 300, 16
BAR = WIDTH - 2 * MARGIN
THINNEST = Decimal(4)
"""A part above zero is seen, however small."""

_BAR_HEIGHT, _ROW, _FONT, _SWATCH = 28, 27, 16, 12
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
    """The bill of a calculation as SVG; None where it divides no bill."""
    parts = [_Part(r.name, r.label, r.value) for r in calculation.results if r.name in PAYERS]
    total = sum((part.amount for part in parts), Decimal(0))
    if not {"fund", "self"} <= {part.payer for part in parts} or not total:
        return None
    parts.sort(key=lambda part: PAYERS.index(part.payer))
    told = f"费用总额{yuan(total)}：" + "，".join(f"{part.label}{yuan(part.amount)}" for part in parts) + "。"
    return _drawn(calculation.title, told, total, parts)


def _drawn(title: str, told: str, total: Decimal, parts: list[_Part]) -> str:
    own = "bill-" + hashlib.sha256((title + told).encode(errors="replace")).hexdigest()[:8]
    bar_top = MARGIN + _ROW + 4
    rows_top = bar_top + _BAR_HEIGHT + 10
    height = rows_top + _ROW * len(parts) + MARGIN - 8
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "id": own,
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": "100%",
            "height": str(height),
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
    _box(svg, "ground", 0, 0, WIDTH, height, rx="8")
    _row(svg, MARGIN, MARGIN, "费用总额", total, bold=True)
    x = Decimal(MARGIN)
    for part, width in zip(parts, widths([part.amount for part in parts]), strict=True):
        if width:
            _box(svg, part.payer, x, bar_top, width, _BAR_HEIGHT, stroke=_LIGHT["ground"])
        x += width
    for number, part in enumerate(parts):
        top = rows_top + _ROW * number
        _box(svg, part.payer, MARGIN, top + (_ROW - _SWATCH) // 2, _SWATCH, _SWATCH, rx="2")
        _row(svg, MARGIN + _SWATCH + 8, top, part.label, part.amount)
    return tostring(svg, encoding="unicode")


def widths(amounts: list[Decimal]) -> list[Decimal]:
    """Widths of the bar's parts, which add up to BAR: zero for zero, else at least THINNEST; the largest gives way."""
    total = sum(amounts, Decimal(0))
    found = [max(round(BAR * amount / total, 1), THINNEST) if amount else Decimal(0) for amount in amounts]
    found[amounts.index(max(amounts))] += BAR - sum(found, Decimal(0))
    return found


def _row(svg: Element, x: int, top: int, label: str, amount: Decimal, *, bold: bool = False) -> None:
    """A label at the left and an amount at the right of one line; the label is cut where both do not fit."""
    said, baseline = yuan(amount), str(top + (_ROW + _FONT) // 2 - 2)
    more = {"font-weight": "bold"} if bold else {}
    shown = _cut(label, WIDTH - MARGIN - x - _room(said) - 8)
    _worded(svg, "text", shown, x=str(x), y=baseline, fill=_LIGHT["ink"], **more)
    end = {"x": str(WIDTH - MARGIN), "y": baseline, "fill": _LIGHT["ink"], "text-anchor": "end"}
    _worded(svg, "text", said, **end, **more)


def _box(svg: Element, name: str, x: Decimal | int, y: int, width: Decimal | int, height: int, **more: str) -> None:
    size = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
    SubElement(svg, "rect", {"class": name, **size, "fill": _LIGHT[name], **more})


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
