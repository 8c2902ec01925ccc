"""What a program with a language model may ask: three tools, each with typed arguments and an answer in words and data."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.api.calculator import CalculateRequest, calculated
from assistant.api.chat import Place
from assistant.api.fields import in_chinese, plain_name
from assistant.api.problems import problem_of
from assistant.api.search import SearchQuery, searched
from assistant.api.service import Service
from assistant.api.values import Day, Fact, Name
from assistant.chain import Message
from knowledge.benefit.listing import RuleDescription, describe_rule
from knowledge.search import Retriever


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool answers: `text` for a model to read, `data` for a program; `failed`: `text` says what to mend."""

    text: str
    data: dict[str, Any] | None = None
    failed: bool = False


class Tool(ABC):
    """One tool."""

    title: ClassVar[str]
    description: ClassVar[str]
    arguments: ClassVar[type[BaseModel]]

    async def call(self, service: Service, arguments: Mapping[str, Any]) -> Told:
        """The answer, also where the arguments cannot be used."""
        try:
            given = self.arguments.model_validate(_exact(dict(arguments)))
        except ValidationError as error:
            found = in_chinese([{**e, "loc": ("arguments", *e["loc"])} for e in error.errors()])
            return Told("；".join(one.detail for one in found), failed=True)
        try:
            return await self._call(service, given)
        except Exception as error:
            return Told(json.loads(bytes(problem_of(error).body))["detail"], failed=True)

    @abstractmethod
    async def _call(self, service: Service, given: Any) -> Told: ...


def _exact(value: Any) -> Any:
    """The same with every number as the digits that it is written with."""
    if isinstance(value, dict):
        return {name: _exact(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_exact(one) for one in value]
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


class _Search(Tool):
    title = "检索政策条款"
    description = (
        "在医保政策知识库里检索条款，只检索、不作答。返回最合适的条款原文或要点、所在文件、地区、有效日期和排序理由；"
        "set_aside 为 true 时连同没有采用的条款和原因。"
    )
    arguments = SearchQuery

    async def _call(self, service: Service, given: SearchQuery) -> Told:
        result = await service.with_finder(lambda finder: searched(finder, given))
        lines = [
            f"[{hit.clause_id}] {hit.heading}（{hit.region.name if hit.region else '未写明地区'}）\n{hit.text}"
            for hit in result.hits
        ]
        return Told("\n\n".join(lines) or "没有检索到条款。", result.model_dump(mode="json"))


class QuestionArguments(BaseModel):
    """A question as a person asks it."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(description="群众的原话，一次可以问几件事")]
    region: Annotated[Place | None, Field(description="参保地：地名或六位代码")] = None
    as_of: Annotated[Day | None, Field(description="提问的日期 YYYY-MM-DD，默认今天（北京时间）")] = None
    facts: Annotated[
        dict[Name, Fact] | None, Field(max_length=50, description="已经确定的事实，名称同回答里的 slots")
    ] = None
    conversation_id: Annotated[Name | None, Field(description="接着哪次对话，见上次回答的 conversation_id")] = None


class _Answer(Tool):
    title = "回答政策问题"
    description = (
        "回答一个医保政策问题：结论、金额的计算过程和逐条出处，每个数字都核对过。缺少条件时会反问（kind 为 clarify），"
        "知识库没有时会说没有（kind 为 no_basis）；不要自己补全。"
    )
    arguments = QuestionArguments

    async def _call(self, service: Service, given: QuestionArguments) -> Told:
        reply = await service.answer(Message(given.question, **given.model_dump(exclude={"question"})))
        return Told("\n".join((reply.text, *(c.line for c in reply.citations))), reply.model_dump(mode="json"))


class CalculateArguments(CalculateRequest):
    """A case for one rule; without a rule the list of them."""

    rule_id: Annotated[Name | None, Field(description="规则编号；不写则列出全部规则和每条规则要的项")] = None


class _Calculate(Tool):
    title = "计算待遇"
    description = (
        "按一条规则精确计算医保待遇，附每一步和出处。先不写 rule_id 取得规则列表；facts 用规则自己的项名，"
        "缺一项时返回要问的话。结果请原样转述。"
    )
    arguments = CalculateArguments

    async def _call(self, service: Service, given: CalculateArguments) -> Told:
        return await service.with_retriever(lambda retriever: _calculate(retriever, given))


def _calculate(retriever: Retriever, given: CalculateArguments) -> Told:
    rules = retriever.generation.rules
    if given.rule_id is None:
        listed = [describe_rule(rule) for rule in rules.values()]
        return Told("\n".join(map(_line, listed)), {"rules": [rule.model_dump(mode="json") for rule in listed]})
    if given.rule_id not in rules:
        return Told(f"没有规则 {plain_name(given.rule_id)}；不写 rule_id 可取得规则列表", failed=True)
    done = calculated(rules[given.rule_id], given)
    return Told(done.text, done.model_dump(mode="json"))


def _line(rule: RuleDescription) -> str:
    facts = (
        f"{item.name}={'|'.join(option.value for option in item.options)}" if item.options else item.name
        for item in rule.inputs
    )
    return f"{rule.id}　{rule.title}（{rule.where}，{rule.span}）　facts：{'，'.join(facts)}"


TOOLS: Mapping[str, Tool] = {
    "search_policy": _Search(),
    "answer_policy_question": _Answer(),
    "calculate_benefit": _Calculate(),
}
