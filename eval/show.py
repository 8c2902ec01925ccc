"""The totals as Chinese tables for a terminal, and the line that keeps us honest.

诚实差距 is the share of right answers on open suites less that on sealed suites of the same kind:
what grows when somebody tunes on the questions that can be read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from eval.judge import Verdict
from eval.metrics import DEPTHS, Totals, add, percentile
from eval.runner import SuiteRun
from eval.suite import Subject

VERDICT_NAMES = {
    Verdict.RIGHT: "正确",
    Verdict.PARTIAL: "部分",
    Verdict.WRONG_FIGURE: "错数",
    Verdict.WRONG_PLACE: "错地",
    Verdict.WRONG_DAY: "错时",
    Verdict.WRONG_CLAUSE: "答偏",
    Verdict.UNCITED: "无引用",
    Verdict.FALSE_ANSWER: "误答",
    Verdict.WRONG_REFUSAL: "误拒",
    Verdict.WRONG_KIND: "类别错",
    Verdict.FAILED: "出错",
}
KIND_NAMES = {
    Subject.FAQ: "问答",
    Subject.CALCULATION: "计算",
    Subject.CONVERSATION: "多轮",
    Subject.NOISY: "带噪",
    Subject.UNANSWERABLE: "无据",
    Subject.CROSS_PLACE: "跨地",
    Subject.TIME: "时效",
    Subject.INJECTED: "注入",
    Subject.CONTACT: "电话",
    Subject.BLIND: "混合",
}
TOGETHER = "合计"


def show(runs: Sequence[SuiteRun]) -> str:
    """Everything that is printed after a run."""
    named = [(_name(run), run.totals) for run in runs]
    groups = by_kind(runs)
    if len(groups) > 1:
        named += groups
    if len(runs) > 1:
        named.append((TOGETHER, add([run.totals for run in runs])))
    parts = [_answers(named), _sources(named), _understanding(named)]
    if steps := _steps(add([run.totals for run in runs])):
        parts.append(steps)
    parts.append(honest_gap(runs))
    if gates := _gates(runs):
        parts.append(gates)
    return "\n\n".join(parts)


def by_kind(runs: Sequence[SuiteRun]) -> list[tuple[str, Totals]]:
    """Totals by what is put to the test, open and sealed apart."""
    found = []
    for kind in Subject:
        for sealed, half in ((False, "开放"), (True, "密封")):
            some = [r.kinds[kind] for r in runs if r.suite.sealed is sealed and kind in r.kinds]
            if some:
                found.append((f"{KIND_NAMES[kind]}（{half}）", add(some)))
    return found


def honest_gap(runs: Sequence[SuiteRun]) -> str:
    """Share right on open and on sealed suites of the kinds that have both, and the difference in points."""
    shared = {r.suite.kind for r in runs if r.suite.sealed} & {r.suite.kind for r in runs if not r.suite.sealed}
    if not shared:
        return "诚实差距：需要同一类的开放套件和密封套件一起运行才能计算"
    sides = []
    for sealed in (False, True):
        totals = add([r.totals for r in runs if r.suite.kind in shared and r.suite.sealed is sealed])
        sides.append((100 * totals.share(Verdict.RIGHT), totals.cases))
    (opened, many), (closed, others) = sides
    gap = opened - closed
    return f"开放 {opened:.1f}%（{many} 例） 密封 {closed:.1f}%（{others} 例） 诚实差距 {gap:+.1f} 个百分点"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns under each other, wide characters counted as two; the first column left, figures right."""
    widths = [max(width(row[n]) for row in (header, *rows)) for n in range(len(header))]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    return "\n".join([_line(header, widths), rule, *(_line(row, widths) for row in rows)])


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = cells
    padded = [first + " " * (widths[0] - width(first))]
    padded += [" " * (w - width(cell)) + cell for cell, w in zip(rest, widths[1:], strict=True)]
    return "  ".join(padded).rstrip()


def _name(run: SuiteRun) -> str:
    name = run.suite.suite
    return f"{name}（密封）" if run.suite.sealed and "sealed" not in name else name


def _answers(named: Sequence[tuple[str, Totals]]) -> str:
    wrong = [verdict for verdict in Verdict if verdict is not Verdict.RIGHT]
    header = ["回答", "用例", "正确率", "可答对", "不可答对", *(VERDICT_NAMES[verdict] for verdict in wrong)]
    rows = []
    for name, totals in named:
        right, answerable = totals.answerable[Verdict.RIGHT], totals.answerable.total()
        others = totals.verdicts[Verdict.RIGHT] - right
        rows.append(
            [
                name,
                str(totals.cases),
                percent(totals.share(Verdict.RIGHT)),
                f"{right}/{answerable}",
                f"{others}/{totals.cases - answerable}",
                *(str(totals.verdicts[verdict]) for verdict in wrong),
            ]
        )
    return table(header, rows)


def _sources(named: Sequence[tuple[str, Totals]]) -> str:
    header = ["检索与引用", "检索", "未测", *(f"前{depth}" for depth in DEPTHS), "MRR", "引用准", "引用全", "原文一致"]
    rows = [
        [
            name,
            str(totals.counts["searched"]),
            str(totals.counts["unmeasured"]),
            *(percent(totals.hit(depth)) for depth in DEPTHS),
            "–" if totals.mrr is None else f"{totals.mrr:.3f}",
            percent(totals.ratio("citations_right", "citations")),
            percent(totals.ratio("cited", "citable")),
            percent(totals.ratio("quotes_exact", "quotes")),
        ]
        for name, totals in named
    ]
    return table(header, rows)


def _understanding(named: Sequence[tuple[str, Totals]]) -> str:
    header = ["理解与计算", "计算对", "要素对", "轮数", "多轮对", "字数p50", "p95", "毫秒p50", "p95"]
    rows = [
        [
            name,
            *(_of(totals, part, whole) for part, whole in (("figures_exact", "figures"), ("slots_right", "slots"))),
            str(totals.counts["turns"]),
            _of(totals, "talks_right", "talks"),
            *(_number(percentile(totals.lengths, p)) for p in (50, 95)),
            *(_number(percentile([s * 1000 for s in totals.seconds], p)) for p in (50, 95)),
        ]
        for name, totals in named
    ]
    return table(header, rows)


def _steps(totals: Totals) -> str:
    rows = [[name, *(f"{percentile(spent, p):.2f}" for p in (50, 95))] for name, spent in totals.steps.items()]
    return table(["步骤", "毫秒p50", "p95"], rows) if rows else ""


def _gates(runs: Sequence[SuiteRun]) -> str:
    lines = []
    for run in runs:
        counts = run.totals.counts
        if not counts["gates_failed"]:
            continue
        failed = [r.case.id for r in run.results if r.case.gate and r.grade.verdict is not Verdict.RIGHT]
        which = f"：{'、'.join(failed)}" if failed else ""
        lines.append(f"门禁未通过 {run.suite.suite} {counts['gates_failed']}/{counts['gates']}{which}")
    return "\n".join(lines)


def _of(totals: Totals, part: str, whole: str) -> str:
    return f"{totals.counts[part]}/{totals.counts[whole]}"


def percent(share: float | None) -> str:
    """A share as people read it."""
    return "–" if share is None else f"{100 * share:.1f}%"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"
