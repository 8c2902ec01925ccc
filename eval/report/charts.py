"""Two small charts as SVG; colours are the page's own, so they hold in light and dark."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from eval.judge import Verdict
from eval.metrics import Totals
from eval.show import VERDICT_NAMES

_BAR, _GAP, _LABEL, _WIDTH = 22, 10, 130, 720
_GROUPS = (
    ("good", (Verdict.RIGHT,)),
    ("part", (Verdict.PARTIAL,)),
    ("held", (Verdict.WRONG_REFUSAL, Verdict.WRONG_KIND)),
    ("off", (Verdict.WRONG_CLAUSE, Verdict.UNCITED)),
    (
        "bad",
        (Verdict.FALSE_ANSWER, Verdict.WRONG_FIGURE, Verdict.WRONG_PLACE, Verdict.WRONG_DAY, Verdict.FAILED),
    ),
)
"""Verdicts that share a colour, from harmless to harmful."""

LEGEND = tuple((name, "、".join(VERDICT_NAMES[v] for v in verdicts)) for name, verdicts in _GROUPS)


def shares(rows: Sequence[tuple[str, Totals]]) -> Markup:
    """One bar a group of cases, parted by how they came out."""
    parts = []
    for number, (name, totals) in enumerate(rows):
        y, x = number * (_BAR + _GAP), float(_LABEL)
        parts.append(_text(_LABEL - 8, y, name, "end"))
        for colour, verdicts in _GROUPS:
            count = sum(totals.verdicts[v] for v in verdicts)
            if not count:
                continue
            wide = count / totals.cases * (_WIDTH - _LABEL - 70)
            tip = Markup("<title>{}：{}</title>").format(dict(LEGEND)[colour], count)
            parts.append(_rect(x, y, wide, colour, tip))
            x += wide
        parts.append(_text(x + 8, y, f"{100 * totals.share(Verdict.RIGHT):.1f}%", "start"))
    return _svg(parts, len(rows), "每类用例的结果")


def steps(totals: Totals) -> Markup:
    """One bar a step: the share of all the time that it took."""
    spent = {name: sum(found) for name, found in totals.steps.items()}
    whole = sum(spent.values())
    parts = []
    for number, (name, taken) in enumerate(spent.items()):
        y, wide = number * (_BAR + _GAP), taken / whole * (_WIDTH - _LABEL - 70)
        parts += [
            _text(_LABEL - 8, y, name, "end"),
            _rect(_LABEL, y, wide, "plain", Markup("")),
            _text(_LABEL + wide + 8, y, f"{100 * taken / whole:.1f}%", "start"),
        ]
    return _svg(parts, len(spent), "各步骤耗时占比") if whole else Markup("")


def _svg(parts: Sequence[Markup], rows: int, label: str) -> Markup:
    height = rows * (_BAR + _GAP)
    head = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(_WIDTH, height, label)
    return head + Markup("").join(parts) + Markup("</svg>")


def _rect(x: float, y: int, width: float, colour: str, inside: Markup) -> Markup:
    return Markup('<rect x="{:.1f}" y="{}" width="{:.1f}" height="{}" class="{}">{}</rect>').format(
        x, y, width, _BAR, colour, inside
    )


def _text(x: float, y: int, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(x, y + 16, anchor, text)
