"""docs/langchain.md, run as it stands, with a scripted chat model and a real server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.scripted_model import calls, says, scripted_model

PAGE = Path(__file__).parents[3] / "docs" / "langchain.md"
FACTS = {"as_of": "2023-06-15", "status": "active", "tier": "tertiary", "amount": "1600"}


@pytest.fixture(scope="module")
def page() -> list[str]:
    """The code of the page, part by part."""
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)


def test_page_does_what_it_says(
    page: list[str],
    home: Path,
    serve_here: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The chain answers with sources, the agent searches and calculates with the real tools, the server is a chat model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOTLINE_HOME", str(home))
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    script = (
        calls("search_policy", query="职工门诊起付标准"),
        calls("calculate_510700_employee_outpatient", **FACTS),
        says("统筹基金支付700元。"),
    )
    with scripted_model(*script) as (url, requests):
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        names: dict[str, Any] = {}
        for code in page:
            exec(compile(code.replace("http://127.0.0.1:8000", serve_here), str(PAGE), "exec"), names)
    said = capsys.readouterr().out
    assert "2500元" in said
    assert "[1] 《增强医疗保障功能 严守百姓“救命钱”》" in said
    assert "统筹基金支付700元。" in said
    offered = {tool["function"]["name"]: tool["function"] for tool in requests[0]["tools"]}
    assert set(offered) == {"search_policy", "calculate_510700_employee_outpatient"}
    assert "您是在职还是退休？" in str(offered["calculate_510700_employee_outpatient"]["parameters"])
    found, calculated = requests[1]["messages"][-1], requests[2]["messages"][-1]
    assert "[youxian-interview-2023.outpatient-deductible] 职工医保门诊共济 › 起付标准" in found["content"]
    assert "统筹基金支付700元" in calculated["content"]
    assert names["hotline"].invoke("退休职工门诊一年最多报多少？").content == names["reply"].text


def test_streamed_as_a_chat_model(page: list[str], serve_here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """LangChain's client for OpenAI puts the pieces of a stream together to the same text."""
    from langchain_openai import ChatOpenAI

    monkeypatch.setenv("NO_PROXY", "*")
    names: dict[str, Any] = {"ChatOpenAI": ChatOpenAI}
    exec(page[-1].replace("http://127.0.0.1:8000", serve_here), names)
    pieces = [piece.content for piece in names["hotline"].stream("退休职工门诊一年最多报多少？")]
    assert len(pieces) > 1
    assert "".join(pieces) == names["hotline"].invoke("退休职工门诊一年最多报多少？").content
