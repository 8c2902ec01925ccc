"""GET /api/v1/rules and POST /api/v1/calculate/{rule_id}: exact calculations without a question in words."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from assistant.api.exact import ExactRoute
from assistant.api.problems import described
from assistant.api.service import Service, service_of
from assistant.api.values import Day, Name, digits, whole
from assistant.explain import in_words
from assistant.picture import bill_svg
from knowledge import clock
from knowledge.benefit import Calculation, Rule, calculate
from knowledge.benefit.listing import RuleDescription, describe_rule

router = APIRouter(prefix="/api/v1", tags=["计算"], route_class=ExactRoute)

_LONGEST = 200


def _fact(value: object) -> str | None:
    value = digits(value)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError(f"须是文字或数，最多 {_LONGEST} 个字符")
    return whole(value)


def _given(value: object) -> object:
    """One fact, or the visits of a year, each with facts of its own."""
    if not isinstance(value, list):
        return _fact(value)
    if not all(isinstance(visit, dict) for visit in value):
        raise ValueError('须逐次写成 [{"amount": 100}, {"amount": 200}] 的形式')
    return [{whole(name): _fact(fact) for name, fact in visit.items()} for visit in value]


_ONE = {"type": ["string", "number", "null"], "maxLength": _LONGEST}
_VISITS = {"type": "array", "items": {"type": "object", "additionalProperties": _ONE}}
Given = Annotated[Any, BeforeValidator(_given), WithJsonSchema({"anyOf": [_ONE, _VISITS]})]


class CalculateRequest(BaseModel):
    """The facts of a case, in the rule's own names, and the day."""

    model_config = ConfigDict(extra="forbid")

    as_of: Annotated[Day | None, Field(description="按哪一天的规定，默认今天（北京时间）")] = None
    facts: Annotated[
        dict[Name, Given],
        Field(
            max_length=50,
            description="规则所需的项，见 /api/v1/rules 的 inputs；一年里的多次就诊可写在 visits 里",
        ),
    ] = {}


class Calculated(Calculation):
    """A calculation, what a citizen reads of it, and its bill as SVG where it divides one."""

    text: str
    svg: str | None


@router.get("/rules", summary="可以计算的待遇", responses=described(403, 500, 503))
async def rules(service: Annotated[Service, Depends(service_of)]) -> list[RuleDescription]:
    """每条规则的地区、执行时间、最近核对的日子和要问的项。"""
    return await service.with_retriever(lambda r: [describe_rule(rule) for rule in r.generation.rules.values()])


@router.post("/calculate/{rule_id}", summary="按规则计算一次", responses=described(403, 404, 413, 422, 500, 503))
async def calculate_(
    rule_id: Annotated[str, Path(description="规则编号", examples=["510700.employee-outpatient"])],
    body: CalculateRequest,
    service: Annotated[Service, Depends(service_of)],
) -> Calculated:
    """精确的结果和每一步的依据；还缺一项时 outcome 为 missing，text 是要问的话；那天没有标准时为 not_in_force。"""
    return await service.with_retriever(lambda r: calculated(_known(r.generation.rules.get(rule_id)), body))


def _known(rule: Rule | None) -> Rule:
    if rule is None:
        raise HTTPException(404, "没有这条规则；可用的规则见 GET /api/v1/rules")
    return rule


def calculated(rule: Rule, body: CalculateRequest) -> Calculated:
    """One calculation."""
    calculation = calculate(rule, body.facts, body.as_of or clock.today())
    text = calculation.missing.question if calculation.missing else in_words(calculation)
    return Calculated(**dict(calculation), text=text, svg=bill_svg(calculation))
