"""What the log and the metrics tell of a question: how it went, never what was asked, by whom or in which conversation."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys

import httpx
import psutil
import pytest
from api_in_thread import until
from api_process import Serve
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.logs import JsonLines, TextLines

QUESTION = {"message": "我叫欧阳测试，在职的门诊统筹一年封顶是多少", "region": "510704", "as_of": "2023-06-01"}


def lines_of(caplog: pytest.LogCaptureFixture, client: TestClient) -> tuple[list[dict[str, object]], dict[str, object]]:
    """The log's lines of one question, as JSON, and its Reply."""
    with caplog.at_level(logging.INFO, "hotline"):
        reply = client.post("/api/v1/chat?secret=8f3a", json=QUESTION, headers={"Authorization": "Bearer 77aa"}).json()
    return [json.loads(JsonLines().format(r)) for r in caplog.records if r.name.startswith("hotline.")], reply


def test_one_line_a_request_and_a_turn(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Both say how long it took, the turn also each step; the conversation is named by a hash."""
    lines, reply = lines_of(caplog, client)
    turn, request = (next(line for line in lines if line["event"] == event) for event in ("turn", "request"))
    assert (turn["turn"], turn["kind"], turn["route"], turn["region"]) == (
        reply["turn_id"],
        "answer",
        "policy",
        "510704",
    )
    assert turn["level"] == "info"
    assert turn["generation"] == reply["generation"]
    assert turn["conversation"] not in (None, reply["conversation_id"])
    assert float(str(turn["ms"])) > 0
    assert {"guard", "retrieve", "verify"} <= set(turn["steps"])  # type: ignore[call-overload]
    assert (request["method"], request["route"], request["status"]) == ("POST", "/api/v1/chat", 200)


def test_nothing_private_is_logged(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """No words of the message, no id that opens the conversation, no query, no header, no address."""
    lines, reply = lines_of(caplog, client)
    whole = json.dumps(lines, ensure_ascii=False)
    for private in ("欧阳", "门诊", "2000", reply["conversation_id"], "8f3a", "77aa", "testclient", "127.0.0.1"):
        assert str(private) not in whole


def test_path_is_told_by_its_pattern(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """An id in a path is no part of the line; a path that no route has is `none`."""
    with caplog.at_level(logging.INFO, "hotline"):
        client.post("/api/v1/calculate/510700.secret", json={})
        client.get("/nowhere/secret")
    routes = [r.fields["route"] for r in caplog.records if hasattr(r, "fields")]
    assert routes == ["/api/v1/calculate/{rule_id}", "none"]


def test_error_is_told_without_its_text() -> None:
    """Of an error stand its kind and its frames: its text may quote a message."""
    try:
        raise ValueError("欧阳测试")
    except ValueError:
        record = logging.LogRecord("hotline.api", logging.ERROR, __file__, 1, "broken %s", ("part",), sys.exc_info())
    said = json.loads(JsonLines().format(record))
    assert (said["event"], said["error"], said["level"]) == ("broken part", "ValueError", "error")
    assert said["frames"][-1].endswith("test_error_is_told_without_its_text")
    for form in (JsonLines(), TextLines()):
        assert "欧阳" not in form.format(record)
        assert "\n" not in form.format(record)


def metrics_of(url: str) -> dict[str, float]:
    """Sample (with its labels but the name) → value."""
    text = httpx.get(f"{url}/metrics", trust_env=False, timeout=30).text
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            key = " ".join([sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))])
            found[key] = found.get(key, 0) + sample.value
    return found


def test_workers_count_together(serve: Serve) -> None:
    """Whichever worker is asked tells of all; one that is killed leaves its counts and nothing in flight."""
    answered = "hotline_answers_total kind=answer region=510704 route=policy"
    with serve(2) as (url, process, _):
        for _ in range(6):
            with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
                assert client.post("/api/v1/chat", json=QUESTION).status_code == 200
        for _ in range(4):
            assert metrics_of(url)[answered] == 6
        assert metrics_of(url)["hotline_step_seconds_count step=retrieve"] >= 6
        workers = [
            child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())
        ]
        assert len(workers) == 2
        os.kill(workers[0].pid, signal.SIGKILL)
        until(lambda: not workers[0].is_running() or workers[0].status() == psutil.STATUS_ZOMBIE)
        assert metrics_of(url)[answered] == 6
        assert metrics_of(url)["hotline_in_flight"] == 0


def test_log_that_nobody_reads_holds_nobody_up() -> None:
    """Where stderr is full the process goes on, and ends when it is done."""
    logging_on = """
import logging.config
from assistant.logs import config
logging.config.dictConfig(config("json"))
for n in range(3000):
    logging.getLogger("hotline.request").info("x" * 1000)
print("done", flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", logging_on], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"done\n"
    _, said = process.communicate(timeout=30)
    assert json.loads(said.splitlines()[0])["event"] == "x" * 1000
