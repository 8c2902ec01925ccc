"""The report: charts, tables, and every open case with its old and its new answer side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.baseline import Outcome
from eval.compare import HOW_NAMES, Change, How
from eval.judge import Verdict
from eval.metrics import DEPTHS, Totals, add, percentile
from eval.report import charts
from eval.result import Result
from eval.runner import SuiteRun
from eval.show import KIND_NAMES, VERDICT_NAMES, by_kind, honest_gap, percent

_NAMES = {verdict.value: name for verdict, name in VERDICT_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One case as the page shows it."""

    name: str
    suite: str
    kind: str
    verdict: str
    right: bool
    how: str
    changed: str
    why: str
    result: Result
    before: Outcome | None


def page(runs: Sequence[SuiteRun], changes: Mapping[str, Change], configured: Mapping[str, Any]) -> str:
    """The page as HTML; `changes` by `suite/case`, empty where there is no baseline."""
    environment = Environment(
        loader=PackageLoader("eval.report", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    together = add([run.totals for run in runs])
    kinds = by_kind(runs)
    shown = [_shown(run, result, changes) for run in runs for result in run.results]
    shown.sort(key=lambda case: (list(How).index(How(case.how)), case.right))  # what needs a look comes first
    return environment.get_template("page.html").render(
        configuration=configured,
        summary=[_summary(name, totals) for name, totals in [*kinds, ("合计", together)]],
        gap=honest_gap(runs),
        shares=charts.shares([*kinds, ("合计", together)]),
        legend=charts.LEGEND,
        steps=charts.steps(together),
        hows=[(one.value, HOW_NAMES[one], sum(c.how == one.value for c in shown)) for one in How],
        gone=[change.name for change in changes.values() if change.how is How.GONE],
        verdicts=[(v.value, name) for v, name in VERDICT_NAMES.items()],
        suites=sorted({case.suite for case in shown}),
        kinds=sorted({case.kind for case in shown}),
        verdict_names=_NAMES,
        cases=shown,
    )


def _shown(run: SuiteRun, result: Result, changes: Mapping[str, Change]) -> Shown:
    name = f"{run.suite.suite}/{result.case.id}"
    change = changes.get(name)
    how = change.how if change else How.NEW
    return Shown(
        name,
        run.suite.suite,
        KIND_NAMES[run.suite.kind_of(result.case)],
        result.grade.verdict.value,
        result.grade.verdict is Verdict.RIGHT,
        how.value,
        HOW_NAMES[how],
        change.accepted.why if change and change.accepted else "",
        result,
        change.before if change else None,
    )


def _summary(name: str, totals: Totals) -> list[str]:
    milliseconds = [1000 * s for s in totals.seconds]
    return [
        name,
        str(totals.cases),
        percent(totals.share(Verdict.RIGHT)),
        *(str(totals.verdicts[v]) for v in Verdict if v is not Verdict.RIGHT),
        *(percent(totals.hit(depth)) for depth in DEPTHS),
        percent(totals.ratio("citations_right", "citations")),
        percent(totals.ratio("cited", "citable")),
        percent(totals.ratio("quotes_exact", "quotes")),
        percent(totals.ratio("figures_exact", "figures")),
        f"{percentile(milliseconds, 50) or 0:.0f}",
        f"{percentile(milliseconds, 95) or 0:.0f}",
    ]
