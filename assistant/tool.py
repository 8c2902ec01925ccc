"""The calculator as LangChain tools, one for each rule."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from langchain_core.tools import StructuredTool
from pydantic import BaseModel, Field, create_model

from assistant.explain import in_words
from knowledge import clock
from knowledge.benefit import Rule, calculate, describe_inputs


def calculator_tool(rule: Rule) -> StructuredTool:
    """A tool that makes one exact calculation of this rule.

    Its arguments are the rule's inputs as text, and `as_of` (a day, default today); what comes back is the
    result with its steps in Chinese, or the next question where a fact is missing.
    """

    def run(as_of: date | None = None, **facts: str | None) -> str:
        given = {name: fact for name, fact in facts.items() if fact is not None}
        calculation = calculate(rule, given, as_of or clock.today())
        return calculation.missing.question if calculation.missing else in_words(calculation)

    name = "calculate_" + rule.id.replace(".", "_").replace("-", "_")
    return StructuredTool.from_function(
        run, name=name, description=f"{rule.title}：精确计算，结果附步骤", args_schema=_arguments(rule)
    )


def _arguments(rule: Rule) -> type[BaseModel]:
    fields: dict[str, Any] = {"as_of": (date | None, Field(None, description="提问的日期"))}
    for item in describe_inputs(rule):
        choices = tuple(option.value for option in item.options)
        kind: Any = Literal[choices] if choices else str
        fields[item.name] = (kind | None, Field(None, description=item.question))
    return create_model("Facts", **fields)
