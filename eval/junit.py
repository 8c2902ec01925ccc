"""A run as JUnit XML, as build servers read it: one test case a case, a sealed suite as one that holds its totals."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from eval.compare import Change
from eval.judge import Verdict
from eval.runner import SuiteRun
from eval.show import VERDICT_NAMES

# characters that XML 1.0 cannot hold
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(runs: Sequence[SuiteRun], changes: Mapping[str, Change]) -> str:
    """A failed gate and a case that became worse are failures; other wrong answers are known and told in the output."""
    root = ET.Element("testsuites", name="hotline eval")
    for run in runs:
        suite = ET.SubElement(root, "testsuite", name=run.suite.suite, tests=str(run.totals.cases))
        seconds = sum(run.totals.seconds)
        suite.set("time", f"{seconds:.3f}")
        failures = 0
        if run.suite.sealed:
            totals = ET.SubElement(suite, "testcase", classname=run.suite.suite, name="sealed", time=f"{seconds:.3f}")
            _output(totals, f"正确 {run.totals.right}/{run.totals.cases}")
            if failed := run.totals.counts["gates_failed"]:
                failures += 1
                _failure(totals, f"{failed} 个门禁用例未通过")
        for result in run.results:
            name, verdict = f"{run.suite.suite}/{result.case.id}", result.grade.verdict
            case = ET.SubElement(suite, "testcase", classname=run.suite.suite, name=result.case.id)
            case.set("time", f"{sum(one.seconds for one in result.answered):.3f}")
            change = changes.get(name)
            if change is not None and change.fails:
                failures += 1
                _failure(case, f"比基线差：{VERDICT_NAMES[verdict]}")
            elif result.case.gate and verdict is not Verdict.RIGHT:
                failures += 1
                _failure(case, f"门禁未通过：{VERDICT_NAMES[verdict]}")
            reply = result.reply.text if result.reply else result.error or ""
            _output(case, f"[{VERDICT_NAMES[verdict]}] 问：{' / '.join(result.case.turns)}\n答：{reply}")
        suite.set("failures", str(failures))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _failure(case: ET.Element, message: str) -> None:
    ET.SubElement(case, "failure", message=message)


def _output(case: ET.Element, text: str) -> None:
    ET.SubElement(case, "system-out").text = _FORBIDDEN.sub("�", text)
