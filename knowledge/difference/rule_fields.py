"""What a rule says, field by field: every dated value of every parameter, every input, every example."""

from __future__ import annotations

import json
from collections.abc import Iterator

from knowledge.benefit.figure import Figure
from knowledge.benefit.moments import is_when
from knowledge.benefit.rule import DatedValue, Example, Input, Key, Parameter, Rule
from knowledge.difference.change import Fields, Value
from knowledge.difference.fields import FACETS

Field = tuple[str, tuple[str, Value]]


def rule_fields(rule: Rule) -> Fields:
    """The whole file, flat: `parameters.cap.2023-01-01.value.active` → (年度支付限额（自2023-01-01起，在职）, 2000元)."""
    fields: list[Field] = [
        ("title", ("名称", rule.title)),
        ("region", ("地区", rule.region)),
        ("formula", ("算法", rule.formula)),
        ("period", ("累计周期", rule.period)),
        ("checked", ("核对日期", str(rule.checked))),
        ("gap", ("来源没有写明的", rule.gap)),
    ]
    for dimension, bands in rule.bands.items():
        fields += [(f"bands.{dimension}.{band}", (f"分段 {band}", label)) for band, label in bands.items()]
    fields += [
        (f"facets.{n}", (FACETS[f"facets.{n}"], tuple(sorted(v)) or None)) for n, v in rule.applies.sets().items()
    ]
    fields += [(f"results.{name}", (f"结果 {name}", label)) for name, label in rule.results.items()]
    for name, parameter in rule.parameters.items():
        fields += _parameter(rule, f"parameters.{name}", parameter)
    for name, given in rule.inputs.items():
        fields += _input(f"inputs.{name}", given)
    fields += [_example(example) for example in rule.examples]
    return dict(fields)


def _parameter(rule: Rule, field: str, parameter: Parameter) -> Iterator[Field]:
    yield f"{field}.label", ("参数名称", parameter.label)
    yield f"{field}.unit", (f"{parameter.label}的单位", parameter.unit)
    yield f"{field}.by", (f"{parameter.label}的区分", parameter.by or None)
    for value in parameter.values:
        yield from _dated(rule, f"{field}.{value.from_}", parameter, value)


def _dated(rule: Rule, field: str, parameter: Parameter, value: DatedValue) -> Iterator[Field]:
    since = f"自{value.from_}起"
    for key, figure in value.figures.items():
        label = f"{parameter.label}（{'，'.join((since, *_options(rule, parameter, key)))}）"
        yield ".".join((field, "value", *key)), (label, figure.text(parameter.unit))
        if figure.operands:
            terms = " + ".join(operand.text(parameter.unit) for operand in figure.operands)
            yield ".".join((field, "derived", *key)), (f"{label}的推算", terms)
            yield ".".join((field, "clauses", *key)), (f"{label}的推算依据", figure.clauses or None)
    label = f"{parameter.label}（{since}）"
    yield f"{field}.to", (f"{label}的终止日期", str(value.to) if value.to else None)
    yield f"{field}.clause", (f"{label}的依据条款", value.clause)
    yield f"{field}.quote", (f"{label}的依据原话", "\n".join(value.quote))


def _options(rule: Rule, parameter: Parameter, key: Key) -> list[str]:
    """The labels of the options by which a value is chosen: 在职, 三级定点医疗机构."""
    return [rule.options(by).get(option, option) for by, option in zip(parameter.by, key, strict=False)]


def _input(field: str, given: Input) -> Iterator[Field]:
    yield f"{field}.label", ("输入项", given.label)
    yield f"{field}.ask", (f"{given.label}的问法", given.ask)
    for option, label in given.options.items():
        yield f"{field}.options.{option}", (f"{given.label}的选项 {option}", label)
        yield f"{field}.said.{option}", (f"{given.label}的说法 {option}", given.said.get(option))
    unit = given.unit
    yield f"{field}.unit", (f"{given.label}的单位", unit)
    if unit and not is_when(unit):
        bounds = {
            "min": ("下限", given.range.min),
            "max": ("上限", given.range.max),
            "default": ("默认值", given.default),
        }
        for name, (word, figure) in bounds.items():
            yield f"{field}.{name}", (f"{given.label}的{word}", figure.text(unit) if figure else None)
    yield f"{field}.assumption", (f"{given.label}的假设", given.assumption)


def _example(example: Example) -> Field:
    """One line with the case and what it must come to."""
    expect = example.expect
    values = {name: one.written if isinstance(one, Figure) else str(one) for name, one in expect.values.items()}
    wanted = values | expect.model_dump(exclude={"values"}, exclude_none=True)
    case = json.dumps(example.case, ensure_ascii=False, default=str)
    day = f"{example.day} " if example.day else ""
    return f"examples.{example.name}", (
        f"例子“{example.name}”",
        f"{day}{case} → {json.dumps(wanted, ensure_ascii=False)}",
    )
