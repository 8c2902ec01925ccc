"""The baseline: how every open case came out when it was last agreed on, and the totals of the sealed ones.

One JSON file beside the suites, one case a line, so that a change of answers shows in the history of the project.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.metrics import add
from eval.record import write
from eval.result import Result
from eval.runner import SuiteRun
from eval.show import by_kind
from knowledge.errors import DocumentError

FILE = "baseline.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case came out: what comparing and telling needs. `missing` counts facts that were not shown."""

    verdict: str
    missing: int = 0
    kind: str | None = None
    text: str = ""
    cites: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @classmethod
    def of(cls, result: Result) -> Outcome:
        """The outcome of a result."""
        reply, grade = result.reply, result.grade
        if reply is None:
            return cls(grade.verdict.value, len(grade.missing), text=result.error or "")
        return cls(
            grade.verdict.value,
            len(grade.missing),
            reply.kind.value,
            reply.text,
            tuple(c.clause_id for c in reply.citations),
            tuple(dict.fromkeys(c.rule_id for c in reply.calculations)),
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """A case that may be worse than the baseline says: why, and since when."""

    why: str
    on: str


@dataclass(frozen=True)
class Baseline:
    """Outcomes by `suite/case`; `totals` by group (`open`, `sealed`, `all`, kinds) as `Totals.as_json` writes them."""

    configuration: Mapping[str, Any] = field(default_factory=dict)
    totals: Mapping[str, Any] = field(default_factory=dict)
    cases: Mapping[str, Outcome] = field(default_factory=dict)
    accepted: Mapping[str, Accepted] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write the file whole."""
        parts = [f'"format": {_FORMAT}']
        parts += [f'"{name}": {_line(getattr(self, name))}' for name in ("configuration", "totals")]
        rows = {name: _row(outcome) for name, outcome in sorted(self.cases.items())}
        parts.append(_block("cases", rows))
        parts.append(_block("accepted", {name: asdict(one) for name, one in sorted(self.accepted.items())}))
        write(path, "{\n" + ",\n".join(parts) + "\n}\n")


def read_baseline(path: Path) -> Baseline:
    """Read the file; DocumentError where it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        cases = {
            name: Outcome(verdict, missing, kind, text, tuple(cites), tuple(rules))
            for name, (verdict, missing, kind, text, cites, rules) in data["cases"].items()
        }
        accepted = {name: Accepted(**one) for name, one in data["accepted"].items()}
        return Baseline(data["configuration"], data["totals"], cases, accepted)
    except OSError as error:
        raise DocumentError("读不到基线；请检查路径，或先运行 hotline eval run --save-baseline", path) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DocumentError("不是本版本的基线；请用 hotline eval run --save-baseline 重新生成", path) from error


def made(runs: Sequence[SuiteRun], configured: Mapping[str, Any]) -> Baseline:
    """The baseline that a whole run makes; nothing is accepted in it, for it says what is."""
    return Baseline(configured, group_totals(runs), outcomes(runs))


def outcomes(runs: Iterable[SuiteRun]) -> dict[str, Outcome]:
    """Outcomes of all open results by `suite/case`."""
    return {f"{run.suite.suite}/{r.case.id}": Outcome.of(r) for run in runs for r in run.results}


def group_totals(runs: Sequence[SuiteRun]) -> dict[str, Any]:
    """Totals of both halves, of those that were written and generated, and of every kind."""
    groups = {
        "all": runs,
        "open": [r for r in runs if not r.suite.sealed],
        "open-written": [r for r in runs if not r.suite.sealed and r.suite.seed is None],
        "sealed": [r for r in runs if r.suite.sealed],
        "generated": [r for r in runs if r.suite.seed is not None],
    }
    found = {name: add([r.totals for r in some]).as_json() for name, some in groups.items()}
    return {**found, **{name: totals.as_json() for name, totals in by_kind(runs)}}


def _row(outcome: Outcome) -> list[Any]:
    return [outcome.verdict, outcome.missing, outcome.kind, outcome.text, list(outcome.cites), list(outcome.rules)]


def _block(name: str, rows: Mapping[str, Any]) -> str:
    lines = ",\n".join(f" {_line(key)}: {_line(value)}" for key, value in rows.items())
    return f'"{name}": {{\n{lines}\n}}' if rows else f'"{name}": {{}}'


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
