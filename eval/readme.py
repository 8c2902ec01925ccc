"""`python -m eval.readme`: writes the quality table of both READMEs from the kept results, so that none is typed.

The product's figures are those of the baseline (`hotline eval run --save-baseline`), the others' those of
`python -m eval.peers`; both must have been asked the same questions.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from eval.baseline import FILE, read_baseline
from eval.judge import Verdict
from eval.suite import SUITES
from knowledge.errors import HotlineError, InputError

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(__file__).parent / "peers" / "result.json"
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
_BETWEEN = re.compile(r"(<!-- quality -->\n).*?(<!-- /quality -->)", re.DOTALL)
_HARMFUL = (Verdict.FALSE_ANSWER, Verdict.WRONG_FIGURE, Verdict.WRONG_PLACE, Verdict.WRONG_DAY, Verdict.WRONG_CLAUSE)
_ORDER = ("bm25", "ensemble", "chain")

Totals = Mapping[str, Any]


@dataclass(frozen=True)
class _Row:
    """A line of the table: its names, the group of cases, the figure; `less`: the lower the better."""

    names: Mapping[str, str]
    group: str
    figure: Callable[[Totals], float | None]
    less: bool = False


def _harm(totals: Totals) -> float:
    return float(sum(totals["verdicts"][v.value] for v in _HARMFUL)) / float(totals["cases"])


def _exact(totals: Totals) -> float | None:
    counts = totals["counts"]
    return counts.get("figures_exact", 0) / counts["figures"] if counts.get("figures") else None


_ROWS = (
    _Row({"en": "right clause first", "zh": "正确条款排第一"}, "all", lambda t: t["hit@1"]),
    _Row({"en": "right clause among the first three", "zh": "正确条款在前三"}, "all", lambda t: t["hit@3"]),
    _Row({"en": "answered right, all", "zh": "回答正确（全部）"}, "all", lambda t: t["right"]),
    _Row({"en": "answered right, written and open", "zh": "回答正确（人写，开放）"}, "open-written", lambda t: t["right"]),
    _Row({"en": "answered right, written and sealed", "zh": "回答正确（人写，密封）"}, "sealed", lambda t: t["right"]),
    _Row({"en": "answered right, generated", "zh": "回答正确（生成）"}, "generated", lambda t: t["right"]),
    _Row({"en": "figure computed exactly", "zh": "算得的数完全正确"}, "all", _exact),
    _Row({"en": "misled: a false answer, figure, place, day or clause", "zh": "误导：误答、错数、错地、错时、答偏"}, "all", _harm, True),
)  # fmt: skip
_HEADS = {
    "en": ("", "this product", "jieba BM25", "LangChain ensemble, Chroma", "LangChain RAG chain", "beside the best of them"),
    "zh": ("", "本产品", "jieba BM25", "LangChain 集成检索＋Chroma", "LangChain RAG 链", "与其中最好的相比"),
}  # fmt: skip
_INTRO = {
    "en": "{cases} questions: {written} written by people who saw the sources only ({sealed} of them sealed), {generated} "
    "({share}) generated from those and from oracles. All systems search the same clauses of the right place; where "
    "BM25 and the ensemble are to answer, their first clause is the answer. Made by `make baseline`, not typed.",
    "zh": "共 {cases} 个问题：{written} 个由只看过来源的人编写（其中密封 {sealed} 个），{generated} 个（{share}）由这些问题和独立的"
    "核算程序生成。各系统检索的都是当地的同一批条款；BM25 和集成检索以排第一的条款作答。本表由 `make baseline` 生成，不是手填的。",
}


def quality(language: str, baseline: Path = SUITES / FILE, peers: Path = PEERS) -> str:
    """The text between the marks; InputError where the two results are not of the same questions."""
    own, others = read_baseline(baseline), _peers(peers)
    if own.configuration["suites"] != others["suites"]:
        raise InputError("基线和 eval/peers/result.json 问的不是同一批用例；请运行 make baseline")
    rows = [_HEADS[language], ("---",) * len(_HEADS[language])]
    for row in _ROWS:
        figures = [row.figure(totals[row.group]) for totals in (own.totals, *(others["peers"][n] for n in _ORDER))]
        rows.append((row.names[language], *map(_percent, figures), _beside(figures, row.less)))
    counts = {name: own.totals[name]["cases"] for name in ("all", "sealed", "generated")}
    told = _INTRO[language].format(
        cases=counts["all"],
        written=counts["all"] - counts["generated"],
        sealed=counts["sealed"],
        generated=counts["generated"],
        share=f"{100 * counts['generated'] / counts['all']:.0f} %",
    )
    return told + "\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _peers(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    except (OSError, ValueError) as error:
        raise InputError(f"{path} 读不出来；请运行 python -m eval.peers") from error


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _beside(figures: list[float | None], less: bool) -> str:
    """How many times the figure of the best of the others the product's is."""
    own, *others = figures
    best = (min if less else max)((f for f in others if f is not None), default=None)
    return f"× {own / best:.2f}" if own is not None and best else "–"


def rewritten(text: str, between: str) -> str:
    """A README with the table put between its marks."""
    if not _BETWEEN.search(text):
        raise InputError("README 里没有 <!-- quality --> 与 <!-- /quality --> 两个标记")
    return _BETWEEN.sub(lambda found: found[1] + between + found[2], text)


def main() -> None:
    """Rewrite both READMEs."""
    try:
        for language, path in READMES.items():
            path.write_text(rewritten(path.read_text(encoding="utf-8"), quality(language)), encoding="utf-8")
    except HotlineError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
