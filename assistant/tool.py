"""The calculator as LangChain tools, one for each rule."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from langchain_core.tools import StructuredTool, ToolException
from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.explain import in_words
from knowledge import clock
from knowledge.benefit import FactError, InputDescription, Rule, calculate
from knowledge.benefit.listing import describe_rule
from knowledge.benefit.moments import FORMS, is_when


def calculator_tool(rule: Rule) -> StructuredTool:
    """A tool that makes one exact calculation of this rule.

    Its arguments are the rule's inputs as text, none of them required, and `as_of` (a day, default today). What
    comes back is the result with its steps in Chinese, the next question where a fact is missing, or why a fact
    cannot be used.
    """

    def run(as_of: date | None = None, **facts: str | None) -> str:
        given = {name: fact for name, fact in facts.items() if fact is not None}
        try:
            calculation = calculate(rule, given, as_of or clock.today())
        except FactError as error:
            raise ToolException(str(error)) from error
        return calculation.missing.question if calculation.missing else in_words(calculation)

    described = describe_rule(rule)
    return StructuredTool.from_function(
        run,
        name="calculate_" + rule.id.replace(".", "_").replace("-", "_"),
        description=f"{rule.title}（{described.where}）：精确计算，结果附步骤",
        args_schema=_arguments(described.inputs),
        handle_tool_error=True,
    )


def _arguments(inputs: tuple[InputDescription, ...]) -> type[BaseModel]:
    fields: dict[str, Any] = {"as_of": (date | None, Field(None, description="提问的日期"))}
    for item in inputs:
        choices = tuple(option.value for option in item.options)
        kind: Any = Literal[choices] if choices else str
        form = f"写成 {FORMS[item.unit]} 的形式。" if is_when(item.unit) else ""
        fields[item.name] = (kind | None, Field(None, description=item.question + form))
    # A model may write a sum as a JSON number.
    return create_model("Facts", __config__=ConfigDict(coerce_numbers_to_str=True), **fields)
