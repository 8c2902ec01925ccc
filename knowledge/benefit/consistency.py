"""What binds several keys of a rule file: place and id, what the formula reads and gives, bands, examples."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from knowledge.benefit.engine import VISITS, YEAR
from knowledge.benefit.formulas import FORMULAS, Formula
from knowledge.benefit.questions import faults_of_inputs
from knowledge.benefit.rule import OTHERWISE, UNPLACED, Example, Rule
from knowledge.benefit.values import Complaint, faults_of_values
from knowledge.region import places


def inconsistencies(rule: Rule) -> Iterator[Complaint]:
    """Everything in the rule that does not fit together, as key and sentence."""
    if rule.region is not None and rule.region not in places():
        yield "region", f"没有代码为“{rule.region}”的地区；请填 GB/T 2260 的六位代码"
    if not rule.id.startswith(f"{rule.region or UNPLACED}."):
        yield "id", f"“{rule.id}”须以地区代码 {rule.region or UNPLACED} 加“.”开头"
    formula = FORMULAS.get(rule.formula)
    if formula is None:
        yield "formula", f"没有公式“{rule.formula}”；可用：{'、'.join(FORMULAS)}"
        return
    yield from _quantities(rule, formula)
    yield from faults_of_inputs(rule)
    yield from _inputs(rule, formula)
    yield from _results(rule, formula)
    yield from _bands(rule, formula)
    for name, parameter in rule.parameters.items():
        yield from faults_of_values(rule, name, parameter)
    yield from _without(rule, formula)
    yield from _unread(rule, formula)
    for number, example in enumerate(rule.examples):
        yield from _example(rule, f"examples[{number}]", example)


def _quantities(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    """What the formula reads stands in the parameters, or where the policy leaves it open in the inputs."""
    known = {**formula.reads, **formula.may_read}
    for name, unit in known.items():
        asked = name in formula.askable and name in rule.inputs
        if name in rule.parameters:
            if asked:
                yield f"inputs.{name}", "parameters 里已有这一项；请删去一处"
            if rule.parameters[name].unit != unit:
                has = rule.parameters[name].unit
                yield f"parameters.{name}.unit", f"“{has}”不对；公式 {rule.formula} 要的是 {unit}"
        elif name in formula.reads and not asked:
            remedy = "请补上，或作为 inputs 询问" if name in formula.askable else "请补上"
            yield f"parameters.{name}", f"公式 {rule.formula} 需要这个参数；{remedy}"
    for name in rule.parameters:
        if name not in known:
            yield f"parameters.{name}", f"公式 {rule.formula} 不读这个参数；可用：{'、'.join(known)}"
    for name, needed in formula.depends.items():
        if name in rule.parameters and needed not in rule.parameters and needed not in rule.inputs:
            yield f"parameters.{name}", f"没有 {needed} 就用不到这一项；请补上 {needed} 或删去它"
    if formula.gap and rule.gap is None:
        yield "gap", f"公式 {rule.formula} 的结果不是全部；请写明来源里没有什么"


def _without(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    """`none` only where the formula can do without the quantity: elsewhere it would count as 0."""
    for name in formula.reads:
        for number, value in enumerate(rule.parameters[name].values if name in rule.parameters else ()):
            for option in (option for option, figure in value.figures.items() if figure.absent):
                yield (
                    ".".join((f"parameters.{name}.values[{number}]", *option)),
                    f"公式 {rule.formula} 总要用到这个数，不能是 none；请写数，或去掉这个选项",
                )


def _inputs(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    asked = {
        name: unit for name, unit in (*formula.reads.items(), *formula.may_read.items()) if name in formula.askable
    }
    for name in formula.inputs:
        if name not in rule.inputs:
            yield f"inputs.{name}", f"公式 {rule.formula} 需要这个输入；请补上"
    for name, unit in {**asked, **formula.inputs, **formula.may_ask}.items():
        needed = formula.depends.get(name)
        if name not in rule.inputs:
            if needed in rule.parameters:
                yield f"inputs.{name}", f"有参数 {needed} 就要用到这个输入；请补上"
            continue
        if rule.inputs[name].unit != unit:
            yield f"inputs.{name}.unit", f"“{rule.inputs[name].unit or '选项'}”不对；公式 {rule.formula} 要的是 {unit}"
        if name in formula.optional and rule.inputs[name].default is not None:
            yield (
                f"inputs.{name}.default",
                f"公式 {rule.formula} 自己判断何时需要这个输入；请删去 default 和 assumption",
            )
        if needed and needed not in rule.parameters and needed not in rule.inputs:
            yield f"inputs.{name}", f"没有参数 {needed} 就用不到这个输入；请补上 {needed} 或删去它"
    for name, wanted in formula.choices.items():
        options = set(rule.inputs[name].options) if name in rule.inputs else set()
        if options != wanted:
            yield f"inputs.{name}", f"公式 {rule.formula} 需要这个输入，选项为 {'、'.join(sorted(wanted))}"


def _unread(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    read = {facet for parameter in rule.parameters.values() for facet in parameter.by}
    read |= {*formula.inputs, *formula.may_ask, *formula.choices, *formula.askable}
    for name in rule.inputs:
        if name not in read:
            yield f"inputs.{name}", "没有参数或公式用到这个输入；请删去，或写进参数的 by"


def _results(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    known = ("", *rule.parameters, *rule.inputs)
    given = {name: unit for name, unit in formula.results.items() if formula.depends.get(name, "") in known}
    for name, unit in given.items():
        if name not in rule.results:
            yield f"results.{name}", f"公式 {rule.formula} 给出这个结果（{unit}）；请写上它的名称"
    for name in rule.results:
        if name not in given:
            yield f"results.{name}", f"公式 {rule.formula} 不给出这个结果；可用：{'、'.join(given)}"


def _bands(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    """Bands have one rising row of lower bounds, and only bounds and the rates above them go by bands."""
    allowed = {*formula.banded, *formula.banded.values()}
    for name, parameter in rule.parameters.items():
        for band in parameter.by:
            if band in rule.bands and name not in allowed:
                yield (
                    f"parameters.{name}.by",
                    f"公式 {rule.formula} 不按 {band} 分段；可分段：{'、'.join(allowed) or '无'}",
                )
    for rate, floor in formula.banded.items():
        by = (
            tuple(facet for facet in rule.parameters[rate].by if facet in rule.bands) if rate in rule.parameters else ()
        )
        bounds = rule.parameters.get(floor)
        own = bounds.by if bounds else ()
        if len(by) > 1:
            yield f"parameters.{rate}.by", f"只能按一种分段，不能又按 {'、又按 '.join(by)}；请只留一种"
        elif bounds and not by:
            yield f"parameters.{floor}", f"{rate} 没有分段，用不到下限；请删去，或让 {rate} 按 bands 分段"
        elif own != by:
            yield f"parameters.{floor}", f"{rate} 按 {'、'.join(by) or '（无）'} 分段，{floor} 须同样只按它分段"
        for number, value in enumerate(bounds.values if bounds and len(own) == 1 else ()):
            row = [value.figures[(band,)].value for band in rule.bands[own[0]] if (band,) in value.figures]
            if any(higher <= lower for lower, higher in pairwise(row)):
                yield f"parameters.{floor}.values[{number}]", "各段的下限须逐段升高；请核对"
    for dimension in rule.bands:
        if dimension in rule.inputs:
            yield f"bands.{dimension}", "与一个输入同名；请换一个名称"
        elif not any(dimension in parameter.by for parameter in rule.parameters.values()):
            yield f"bands.{dimension}", "没有参数按它分段；请删去，或写进参数的 by"


def _example(rule: Rule, key: str, example: Example) -> Iterator[Complaint]:
    for name in example.case:
        if name not in rule.inputs and name not in (VISITS, YEAR):
            yield f"{key}.case.{name}", f"不认识的输入；可用：{'、'.join((*rule.inputs, VISITS, YEAR))}"
    for name in example.expect.values:
        if name.removesuffix(OTHERWISE) not in rule.results:
            yield f"{key}.expect.{name}", f"不认识的结果；可用：{'、'.join(rule.results)}"
    for word, wanted in (("missing", example.expect.missing), ("refused", example.expect.refused)):
        if wanted and wanted not in rule.inputs:
            yield f"{key}.expect.{word}", f"“{wanted}”不是本规则的输入；可用：{'、'.join(rule.inputs)}"
