"""The calculator as LangChain tools: every rule, whatever its inputs are."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.tools import StructuredTool

from assistant.tool import calculator_tool
from knowledge.generation import Generation

OUTPATIENT = "510700.employee-outpatient"


@pytest.fixture(scope="module")
def tools(generation: Generation) -> dict[str, StructuredTool]:
    """A tool for each shipped rule, by the rule's id."""
    return {rule.id: calculator_tool(rule) for rule in generation.rules.values()}


def test_each_rule_is_a_tool_of_its_own(tools: dict[str, StructuredTool]) -> None:
    """Names are distinct and such as every model takes; what it says names the place."""
    names = [tool.name for tool in tools.values()]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() and len(name) <= 64 for name in names)
    assert tools[OUTPATIENT].description.startswith("职工医保普通门诊统筹（四川省绵阳市）")


def test_no_tool_fails_without_facts(tools: dict[str, StructuredTool]) -> None:
    """Nothing given: a question, a result or why there is none, never an exception."""
    assert all(tool.invoke({}) for tool in tools.values())


@pytest.mark.parametrize(
    ("rule", "facts", "says"),
    [
        (OUTPATIENT, {"status": "active", "tier": "tertiary", "amount": "1600"}, "统筹基金支付700元"),
        (OUTPATIENT, {"status": "active", "tier": "tertiary", "amount": 1600.5}, "统筹基金支付700.25元"),
        (OUTPATIENT, {"status": "active", "tier": "tertiary", "amount": 1600, "accrued": None}, "统筹基金支付700元"),
        (OUTPATIENT, {"amount": 1600}, "您是在职还是退休？"),
        (OUTPATIENT, {"status": "active", "tier": "tertiary", "amount": "-1"}, "不能是负数"),
        (OUTPATIENT, {"as_of": "2022-12-31", "status": "active"}, "自2023-01-01起执行"),
        (
            "620522.admission-registration",
            {"admission": "emergency", "start": "2018-10-01 08:30"},
            "2018年10月4日8时30分",
        ),
        ("620522.admission-registration", {"admission": "emergency", "start": "2018-10-01"}, "2018-05-01 08:30 的形式"),
        ("620522.admission-registration", {"admission": "ordinary"}, "？"),
        ("510704.waiting-period", {"start": "2023-08-31"}, "2024年2月29日"),
        ("620522.settlement-day", {"month": "2018-12"}, "2019年1月20日"),
        ("510704.resident-chronic", {"diseases": "one"}, "1000元"),
        ("510704.resident-chronic", {"diseases": "one", "amount": 300}, "300元"),
    ],
)
def test_dates_numbers_and_optional_facts(
    tools: dict[str, StructuredTool], rule: str, facts: dict[str, Any], says: str
) -> None:
    """Text or bare numbers, days and moments; what is left out is assumed, asked for or not needed."""
    assert says in tools[rule].invoke({"as_of": "2023-06-01", **facts})


def test_arguments_tell_how_to_write_a_moment(tools: dict[str, StructuredTool]) -> None:
    """A model sees the question, the form of a day and the choices."""
    arguments = tools["620522.admission-registration"].args
    assert "2018-05-01 08:30" in arguments["start"]["description"]
    assert {"ordinary", "emergency"} <= set(str(arguments["admission"]).replace("'", " ").split())
