"""The Model Context Protocol, as its official client speaks it over a real socket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar

import anyio
import httpx
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent

from assistant.chain import Assistant
from assistant.reply import Reply

BILL = "我是在职职工，在三级医院普通门诊花了1000元，能报多少？"
WHERE = {"region": "510704", "as_of": "2023-06-15"}
RULE = "510700.employee-outpatient"
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
ACCEPT = {"Accept": "application/json, text/event-stream"}

Mode = Literal["auto", "legacy"]
T = TypeVar("T")


def with_client(url: str, do: Callable[[Client], Awaitable[T]], mode: Mode = "auto") -> T:
    """What is done with a client that is connected to the server."""

    async def connected() -> T:
        async with Client(f"{url}/mcp", mode=mode) as client:
            return await do(client)

    return anyio.run(connected)


def called(url: str, tool: str, **arguments: Any) -> CallToolResult:
    """What one call of a tool brings."""
    return with_client(url, lambda client: client.call_tool(tool, arguments))


def text_of(result: CallToolResult) -> str:
    """What the model reads."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def refused(url: str, tool: str, **arguments: Any) -> str:
    """What is said of a call that cannot be answered."""
    result = called(url, tool, **arguments)
    assert result.is_error
    return text_of(result)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_listed_with_typed_arguments(serve_here: str, mode: Mode) -> None:
    """Three tools, told in Chinese, each argument with its type and meaning; in today's protocol and the one before."""
    tools = {tool.name: tool for tool in with_client(serve_here, lambda client: client.list_tools(), mode).tools}
    assert set(tools) == {"search_policy", "answer_policy_question", "calculate_benefit"}
    for tool in tools.values():
        assert "医保" in (tool.description or "")
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        properties = tool.input_schema["properties"]
        assert all(one.get("description") for one in properties.values())
    assert tools["answer_policy_question"].input_schema["required"] == ["question"]
    assert tools["search_policy"].input_schema["required"] == ["q"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_question_is_answered_with_its_sources(serve_here: str, mode: Mode) -> None:
    """The model reads the text and where it comes from; the program gets the whole Reply."""
    ask = {"question": BILL, **WHERE}
    result = with_client(serve_here, lambda client: client.call_tool("answer_policy_question", ask), mode)
    reply = Reply.model_validate(result.structured_content)
    assert not result.is_error
    assert text_of(result) == "\n".join([reply.text, *(citation.line for citation in reply.citations)])
    assert "400元" in reply.text
    assert reply.citations


def test_conversation_is_carried_on(serve_here: str) -> None:
    """The id of the answer before takes up the conversation, whichever connection asks."""
    first = called(serve_here, "answer_policy_question", question="在职职工普通门诊花了1000元，能报多少？", **WHERE)
    reply = Reply.model_validate(first.structured_content)
    assert reply.clarify is not None
    later = {"question": "三级医院", "conversation_id": reply.conversation_id, **WHERE}
    assert "400元" in text_of(called(serve_here, "answer_policy_question", **later))


def test_search_brings_clauses(serve_here: str, assistant: Assistant) -> None:
    """Clauses with their ids to read, and with scores and reasons as data."""
    result = called(serve_here, "search_policy", q="职工门诊起付标准", top=3, **WHERE)
    hits = result.structured_content["hits"]
    assert len(hits) == 3
    clause = assistant.retriever.generation.store["youxian-interview-2023.outpatient-deductible"]
    assert hits[0]["clause_id"] == clause.id
    assert f"[{clause.id}]" in text_of(result)
    assert clause.text in text_of(result)


def test_search_that_finds_nothing_says_so(serve_here: str) -> None:
    """An empty answer is a sentence."""
    assert text_of(called(serve_here, "search_policy", q="\U0001f600")) == "没有检索到条款。"


def test_rules_are_listed_and_calculated(serve_here: str) -> None:
    """Without a rule the list; with one and its facts the exact result; a JSON number keeps its digits."""
    listed = called(serve_here, "calculate_benefit")
    assert RULE in [rule["id"] for rule in listed.structured_content["rules"]]
    line = next(line for line in text_of(listed).splitlines() if line.startswith(RULE))
    assert "职工医保普通门诊统筹（四川省绵阳市" in line
    assert "status=active|retired，tier=tertiary|" in line
    facts = {"status": "active", "tier": "tertiary", "amount": 1600.01}
    done = called(serve_here, "calculate_benefit", rule_id=RULE, as_of="2023-06-01", facts=facts)
    assert "700.01元" in text_of(done)
    assert done.structured_content["outcome"] == "complete"


def test_missing_fact_is_asked_for(serve_here: str) -> None:
    """A calculation that lacks a fact answers with the question, which is no error."""
    result = called(serve_here, "calculate_benefit", rule_id=RULE, as_of="2023-06-01", facts={"amount": 1600})
    assert text_of(result) == "您是在职还是退休？"
    assert not result.is_error


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search_policy", {}, "缺少 q"),
        ("search_policy", {"q": "a", "top": 0}, "top 至少是 1"),
        ("search_policy", {"q": "a", "region": "朝阳区"}, "不止一个"),
        ("answer_policy_question", {"question": BILL, "region": "火星"}, "510704"),
        ("answer_policy_question", {"question": BILL, "as_of": "昨天"}, "2023-06-01"),
        ("answer_policy_question", {"question": BILL, "conversation_id": "nobody"}, "conversation_id"),
        ("answer_policy_question", {"question": "医" * 32_001}, "32000"),
        ("answer_policy_question", {"question": BILL, "regoin": "a"}, "regoin"),
        ("calculate_benefit", {"rule_id": "nobody"}, "rule_id"),
        ("calculate_benefit", {"rule_id": RULE, "facts": {"amount": -1}}, "不能是负数"),
        ("calculate_benefit", {"rule_id": RULE, "facts": {"amount": True}}, "facts.amount"),
    ],
)
def test_what_cannot_be_used_is_said_to_the_model(
    serve_here: str, tool: str, arguments: dict[str, Any], said: str
) -> None:
    """One line in Chinese, as the result of the call, so that the model can mend it."""
    told = refused(serve_here, tool, **arguments)
    assert said in told
    assert "\n" not in told


def test_unexpected_error_shows_nothing_but_its_id(
    serve_here: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What nobody foresaw is logged by us, with an id and without what it quotes."""
    secret = "510704199001011234"

    def fail(turn: object) -> None:
        raise ValueError(secret)

    monkeypatch.setattr("assistant.chain.route", fail)
    told = refused(serve_here, "answer_policy_question", question=BILL)
    assert "编号" in told
    assert secret not in told + caplog.text


def test_unknown_tool_is_an_error_of_the_protocol(serve_here: str) -> None:
    """The names that there are stand in it."""

    async def call(client: Client) -> str:
        with pytest.raises(MCPError) as raised:
            await client.call_tool("drop_database", {})
        return str(raised.value)

    assert "search_policy" in with_client(serve_here, call)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:80"}, 200),
        ({"Host": "evil.example:8000"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:8000"}, 200),
    ],
)
def test_page_of_elsewhere_is_refused(serve_here: str, headers: dict[str, str], status: int) -> None:
    """A foreign name that points at this machine, or a foreign page, gets no answer."""
    response = httpx.post(f"{serve_here}/mcp", json=INITIALIZE, headers={**ACCEPT, **headers}, trust_env=False)
    assert response.status_code == status


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_session_is_kept(serve_here: str, method: str) -> None:
    """There is nothing to listen to or to end, and the protocol's word for that is 405."""
    response = httpx.request(method, f"{serve_here}/mcp", headers=ACCEPT, trust_env=False)
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    begun = httpx.post(f"{serve_here}/mcp", json=INITIALIZE, headers=ACCEPT, trust_env=False)
    assert begun.json()["result"]["serverInfo"]["name"] == "policy-hotline"
    assert "mcp-session-id" not in begun.headers
