"""The baseline, what differs from it, and the reports."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from eval_fakes import Scripted, Shelf, reply
from playwright.sync_api import sync_playwright

from eval.baseline import Accepted, Baseline, Outcome, made, outcomes, read_baseline
from eval.compare import Change, How, compare, how, lines
from eval.evidence import Evidence
from eval.junit import junit
from eval.report import page
from eval.runner import Runner, SuiteRun
from eval.suite import Suite
from knowledge.errors import DocumentError

RIGHT, PARTIAL = Outcome("right", text="一年2000元。"), Outcome("partial", missing=1)


def suite(name: str = "open-one", sealed: bool = False) -> Suite:
    """Two cases: one about the cap, one that nothing answers; the second has markup in its words."""
    cases = [
        {"id": "cap", "turns": ["封顶"], "expect": ["answer"], "must": ["2000元"], "cite": ["d.cap"]},
        {"id": "gift", "turns": ["<script>alert(1)</script>"], "expect": ["no_basis"]},
    ]
    return Suite.model_validate({"suite": name, "kind": "faq", "sealed": sealed, "cases": cases})


def ran(text: str = "一年2000元。", *suites: Suite) -> list[SuiteRun]:
    """The suites, where the cap is answered so."""
    replies = {
        "封顶": reply("answer", text, ["d.cap"]),
        "<script>alert(1)</script>": reply("no_basis", "没有\x0b依据。"),
    }
    runner = Runner(Scripted(replies), Shelf("d.cap"), Evidence({}))
    return [runner.run(one) for one in suites or (suite(),)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (RIGHT, PARTIAL, How.WORSE),
        (PARTIAL, RIGHT, How.BETTER),
        (Outcome("wrong_refusal"), Outcome("wrong_figure"), How.WORSE),
        (Outcome("wrong_clause"), Outcome("wrong_refusal"), How.BETTER),
        (Outcome("partial", missing=2), PARTIAL, How.BETTER),
        (RIGHT, Outcome("right", text="每年2000元。"), How.WORDS),
        (RIGHT, RIGHT, How.SAME),
        (None, RIGHT, How.NEW),
    ],
)
def test_what_is_worse(before: Outcome | None, after: Outcome, expected: How) -> None:
    """Refusing is better than misleading, and every missing fact counts."""
    assert how(before, after) is expected


def test_a_baseline_outlives_its_file(tmp_path: Path) -> None:
    """Written and read it is the same, one case a line; of sealed suites there are totals and no case."""
    runs = ran("一年2000元。", suite(), suite("sealed-one", sealed=True))
    baseline = made(runs, {"suites": {}})
    baseline.save(tmp_path / "baseline.json")
    again = read_baseline(tmp_path / "baseline.json")
    text = (tmp_path / "baseline.json").read_text(encoding="utf-8")
    assert (again.cases, again.totals) == (baseline.cases, json.loads(json.dumps(baseline.totals)))
    assert list(again.cases) == ["open-one/cap", "open-one/gift"]
    assert (again.totals["sealed"]["cases"], again.totals["sealed"]["right"]) == (2, 1.0)
    assert [line for line in text.splitlines() if line.startswith(' "open-one/cap"')]
    assert "sealed-one/" not in text


@pytest.mark.parametrize("text", ["", "[]", '{"format": 0}', '{"format": 1, "cases": {"a": 1}}'])
def test_a_file_that_is_no_baseline(tmp_path: Path, text: str) -> None:
    """It is refused in one line that says how to make one."""
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match="--save-baseline"):
        read_baseline(tmp_path / "b.json")


def test_what_became_worse_fails_unless_accepted() -> None:
    """The case is named with its verdicts; accepted it is still named, with the reason."""
    baseline = made(ran(), {})
    now = outcomes(ran("一年2500元。"))
    (change,) = [c for c in compare(baseline, now) if c.how is How.WORSE]
    assert (change.name, change.fails) == ("open-one/cap", True)
    agreed = Baseline(cases=baseline.cases, accepted={"open-one/cap": Accepted("新政策", "2026-01-01")})
    changes = compare(agreed, now)
    assert not any(c.fails for c in changes)
    assert lines(changes)[1] == "  变差 open-one/cap：right → wrong_clause（已接受：新政策）"


def test_cases_that_are_gone_are_told_of_whole_suites_only() -> None:
    """Of a part of a suite nothing is gone; a suite that was not run is not spoken of."""
    baseline = Baseline(cases={"open-one/old": RIGHT, "other/x": RIGHT})
    now = {"open-one/cap": RIGHT}
    assert [(c.name, c.how) for c in compare(baseline, now)] == [("open-one/cap", How.NEW), ("open-one/old", How.GONE)]
    assert [c.name for c in compare(baseline, now, whole=False)] == ["open-one/cap"]


def changes(text: str) -> tuple[list[SuiteRun], dict[str, Change]]:
    """A run in which the cap is answered so, beside a sealed suite, against what was right."""
    runs = ran(text, suite(), suite("sealed-one", sealed=True))
    return runs, {c.name: c for c in compare(made(ran(), {}), outcomes(runs))}


def test_junit_names_what_became_worse() -> None:
    """A build server sees a failure for it, and of the sealed suite its totals alone."""
    root = ET.fromstring(junit(*changes("一年2500元。")))
    cases = {(c.get("classname"), c.get("name")): c for c in root.iter("testcase")}
    assert set(cases) == {("open-one", "cap"), ("open-one", "gift"), ("sealed-one", "sealed")}
    failure = cases["open-one", "cap"].find("failure")
    assert failure is not None and failure.get("message") == "比基线差：答偏"
    assert cases["open-one", "gift"].find("failure") is None
    assert [suite.get("failures") for suite in root] == ["1", "0"]


def test_the_report_needs_nothing_but_itself(tmp_path: Path) -> None:
    """Opened as a file it asks for nothing, shows old and new side by side, filters, and runs no case's words."""
    configured = {"started": "2026-01-01", "generations": [1], "commit": None, "url": None}
    (tmp_path / "report.html").write_text(page(*changes("一年2500元。"), configured), encoding="utf-8")
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        view = browser.new_page()
        asked: list[str] = []
        troubles: list[str] = []
        view.on("request", lambda request: asked.append(request.url))
        view.on("dialog", lambda dialog: troubles.append(dialog.message))
        view.on("pageerror", lambda error: troubles.append(str(error)))
        view.goto((tmp_path / "report.html").as_uri())
        assert len(asked) == 1
        assert view.locator("svg").count() == 2
        assert view.locator("#count").inner_text() == "2 / 2"
        view.select_option("select[name=how]", "worse")
        assert view.locator("#count").inner_text() == "1 / 2"
        view.locator("details:not([hidden]) summary").click()
        sides = view.locator("details[open] .sides > div").all_inner_texts()
        assert "一年2000元" in sides[0] and "d.cap" in sides[0]
        assert "一年2500元" in sides[1]
        view.select_option("select[name=how]", "")
        view.fill("input[name=words]", "SCRIPT")
        assert view.locator("#count").inner_text() == "1 / 2"
        assert "sealed-one/" not in view.content()
        browser.close()
    assert troubles == []
