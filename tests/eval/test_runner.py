"""Running suites: totals, ranks, failures, and what a sealed suite leaves behind."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from eval_fakes import Scripted, Shelf, reply

from eval.evidence import Evidence
from eval.judge import Verdict
from eval.metrics import add, percentile
from eval.record import configuration, record
from eval.runner import Runner, SuiteRun
from eval.show import honest_gap, show, table, width
from eval.suite import Suite
from knowledge.errors import IndexUnusable

REPLIES = {
    "封顶": reply("answer", "一年2000元。", ["d.cap"], slots={"insured": "employee"}),
    "退休呢": reply("answer", "退休2500元。", ["d.cap"]),
    "住院": reply("no_basis", "没有依据。"),
    "彩礼": reply("answer", "200元。", ["d.x"]),
}


def suite(name: str = "one", sealed: bool = False, **more: Any) -> Suite:
    """Four answerable and unanswerable cases, one of which breaks the answerer."""
    cases = [
        {
            "id": "q-cap",
            "turns": ["封顶"],
            "expect": ["answer"],
            "must": ["2000元"],
            "cite": ["d.cap"],
            "slots": {"insured": "employee", "status": "active"},
            "region": "510704",
            "as_of": "2023-06-01",
        },
        {"id": "q-two", "turns": ["封顶", "退休呢"], "expect": ["answer"], "must": ["2500元"], "cite": ["d.retired"]},
        {"id": "q-stay", "turns": ["住院"], "expect": ["answer"], "cite": ["d.nowhere"], **more},
        {"id": "q-gift", "turns": ["彩礼"], "expect": ["no_basis"]},
        {"id": "q-break", "turns": ["没有这句"], "expect": ["chat"]},
    ]
    return Suite.model_validate({"suite": name, "kind": "blind", "sealed": sealed, "cases": cases})


def ran(*suites: Suite) -> list[SuiteRun]:
    """The suites, run against the scripted answers and a shelf of three clauses."""
    runner = Runner(Scripted(REPLIES), Shelf("d.cap", "d.other", "d.retired"), Evidence({}))
    return [runner.run(s) for s in suites]


def test_totals_of_a_run() -> None:
    """Verdicts, ranks and slots add up; a case that breaks is counted and the rest still run."""
    (run,) = ran(suite())
    totals = run.totals
    assert totals.verdicts == {
        Verdict.RIGHT: 2,
        Verdict.WRONG_REFUSAL: 1,
        Verdict.FALSE_ANSWER: 1,
        Verdict.FAILED: 1,
    }
    assert totals.answerable.total() == 3
    assert [result.rank for result in run.results] == [1, 3, None, None, None]
    counts = totals.counts
    assert [counts[f"hit@{depth}"] for depth in (1, 3, 10)] == [1, 2, 2]
    assert totals.mrr == pytest.approx((1 + 1 / 3) / 3)
    assert (counts["slots_right"], counts["slots"]) == (1, 2)
    assert (counts["cited"], counts["citable"], counts["citations"], counts["citations_right"]) == (1, 2, 2, 1)
    assert (counts["quotes_exact"], counts["quotes"]) == (2, 3)
    assert (counts["turns"], counts["talks"], counts["talks_right"]) == (6, 1, 1)
    assert (len(totals.seconds), len(totals.lengths)) == (5, 4)
    assert totals.steps == {"judge": (2.0,) * 5}
    assert run.generations == {7}
    assert {kind: kinds.cases for kind, kinds in run.kinds.items()} == {"faq": 2, "conversation": 1, "unanswerable": 2}


def test_a_case_is_asked_as_it_stands() -> None:
    """Turns, place and day reach the answerer; a conversation is searched for with all its turns."""
    answerer, searcher = Scripted(REPLIES), Shelf("d.cap")
    Runner(answerer, searcher, Evidence({})).run(suite())
    assert answerer.asked[0] == (("封顶",), "510704", date(2023, 6, 1))
    assert searcher.queries[:2] == ["封顶", "封顶\n退休呢"]


def test_without_a_searcher_retrieval_is_not_measured() -> None:
    """An assistant behind HTTP gives answers only; its retrieval is left open, not counted as zero."""
    totals = Runner(Scripted(REPLIES), None, Evidence({})).run(suite()).totals
    assert (totals.counts["searched"], totals.counts["unmeasured"], totals.hit(1), totals.mrr) == (0, 3, None, None)
    assert totals.ratio("quotes_exact", "quotes") is None


def test_an_unusable_index_ends_the_run() -> None:
    """What would break every case stops the run instead of failing case by case."""

    class Broken(Scripted):
        def converse(self, turns: Any, *, region: Any, as_of: Any) -> Any:
            """Never answers."""
            raise IndexUnusable("没有索引")

    with pytest.raises(IndexUnusable):
        Runner(Broken({}), None, Evidence({})).run(suite())


def test_sealed_suites_leave_totals_only() -> None:
    """Of a sealed suite no question, id, reply or error text is kept, printed or written."""
    runs = ran(suite("open-one"), suite("sealed-one", sealed=True, gate=True))
    assert runs[1].results == ()
    assert runs[0].totals.verdicts == runs[1].totals.verdicts
    (sealed,) = ran(suite("sealed-one", sealed=True, gate=True))
    printed = show([sealed]) + json.dumps(record([sealed], {}), ensure_ascii=False)
    for secret in ("q-cap", "q-stay", "封顶", "退休呢", "没有这句", "一年2000元", "d.cap", "d.retired", "KeyError"):
        assert secret not in printed
    assert "门禁未通过 sealed-one 1/1" in printed


def test_open_results_are_recorded_with_their_configuration() -> None:
    """The record holds every open result, the suites' digests and the generation that answered."""
    runs = ran(suite())
    written = record(runs, configuration(runs, datetime(2026, 1, 1, tzinfo=UTC), {"url": "http://x"}))
    assert written["configuration"]["generations"] == [7]
    assert written["configuration"]["packages"]["numpy"]
    assert written["configuration"]["url"] == "http://x"
    verdicts = [row["verdict"] for row in written["results"]]
    assert verdicts == ["right", "right", "wrong_refusal", "false_answer", "failed"]
    assert written["results"][4]["error"].startswith("KeyError")
    assert written["suites"][0]["totals"]["hit@1"] == 0.3333
    json.dumps(written)


def test_gates_that_fail_are_named_in_open_suites() -> None:
    """A failed gate of an open suite is named so that it can be mended."""
    (run,) = ran(suite(gate=True))
    assert (run.totals.counts["gates"], run.totals.counts["gates_failed"]) == (1, 1)
    assert "门禁未通过 one 1/1：q-stay" in show([run])


def test_the_honest_gap() -> None:
    """The gap compares open and sealed suites of the same kind, in percentage points."""
    runs = ran(suite("a"), suite("b", sealed=True))
    assert honest_gap(runs) == "开放 40.0%（5 例） 密封 40.0%（5 例） 诚实差距 +0.0 个百分点"
    assert "才能计算" in honest_gap(runs[:1])


def test_totals_can_be_added() -> None:
    """The totals of two suites are those of their cases taken together."""
    runs = ran(suite("a"), suite("b"))
    both = add([run.totals for run in runs])
    assert both.cases == 10
    assert both.mrr == pytest.approx(runs[0].totals.mrr)


def test_percentiles_are_measured_values() -> None:
    """A percentile is one of the values; of nothing there is none."""
    assert percentile([5, 1, 3], 50) == 3
    assert percentile([5, 1, 3], 95) == 5
    assert percentile([], 50) is None


def test_tables_line_up_in_chinese() -> None:
    """A wide character takes two columns, so columns stay under each other."""
    lines = table(["套件", "正确"], [["甲", "1"], ["long-name", "100"]]).splitlines()
    assert len({width(line) for line in lines}) == 1
