"""What binds several keys of a rule file: full tables, rising dates, and what the formula reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from knowledge.benefit.engine import VISITS, YEAR
from knowledge.benefit.formulas import FORMULAS, Formula
from knowledge.benefit.rule import OTHERWISE, UNPLACED, Example, Parameter, Rule
from knowledge.region import places

Complaint = tuple[str, str]  # key in the file, Chinese sentence with value and remedy


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
    yield from _inputs(rule, formula)
    yield from _results(rule, formula)
    yield from _bands(rule, formula)
    for name, parameter in rule.parameters.items():
        yield from _table(rule, name, parameter)
        yield from _dates(name, parameter)
        yield from _sizes(name, parameter)
    yield from _unread(rule, formula)
    for number, example in enumerate(rule.examples):
        yield from _example(rule, formula, f"examples[{number}]", example)


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


def _inputs(rule: Rule, formula: Formula) -> Iterator[Complaint]:
    asked = {
        name: unit for name, unit in (*formula.reads.items(), *formula.may_read.items()) if name in formula.askable
    }
    for name in formula.inputs:
        if name not in rule.inputs:
            yield f"inputs.{name}", f"公式 {rule.formula} 需要这个输入；请补上"
    for name, unit in {**asked, **formula.inputs, **formula.may_ask}.items():
        if name not in rule.inputs:
            continue
        if rule.inputs[name].unit != unit:
            yield f"inputs.{name}.unit", f"“{rule.inputs[name].unit or '选项'}”不对；公式 {rule.formula} 要的是 {unit}"
        if name in formula.optional and rule.inputs[name].default is not None:
            yield (
                f"inputs.{name}.default",
                f"公式 {rule.formula} 自己判断何时需要这个输入；请删去 default 和 assumption",
            )
        needed = formula.depends.get(name)
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
        if own != by:
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


def _table(rule: Rule, name: str, parameter: Parameter) -> Iterator[Complaint]:
    for facet in parameter.by:
        if not rule.options(facet):
            yield f"parameters.{name}.by", f"“{facet}”不是有选项的输入；请先在 inputs 里写明它的 options"
            return
    if len(set(parameter.by)) < len(parameter.by):
        yield f"parameters.{name}.by", "同一个输入写了两次；请删去一个"
        return
    wanted = list(product(*(rule.options(facet) for facet in parameter.by)))
    for number, value in enumerate(parameter.values):
        key = f"parameters.{name}.values[{number}]"
        for option in wanted:
            if option not in value.figures:
                what = "·".join(option) or "value"
                yield key, f"缺少“{what}”的数值；by 的每种选项都要写"
        for option in value.figures:
            if option not in wanted:
                yield (
                    key,
                    f"“{'·'.join(option) or 'value'}”不对应 by 的选项（{'、'.join(parameter.by) or '无'}）；请核对",
                )


def _dates(name: str, parameter: Parameter) -> Iterator[Complaint]:
    for number, value in enumerate(parameter.values):
        key = f"parameters.{name}.values[{number}]"
        if value.to and value.to < value.from_:
            yield f"{key}.to", f"{value.to.isoformat()} 早于 from {value.from_.isoformat()}；请核对"
        if not number:
            continue
        before = parameter.values[number - 1]
        if value.from_ <= before.from_:
            yield (
                f"{key}.from",
                f"{value.from_.isoformat()} 不晚于前一组的 {before.from_.isoformat()}；请按时间先后排列",
            )
        elif before.to and value.from_ <= before.to:
            yield f"{key}.from", f"{value.from_.isoformat()} 落在前一组的期限（到 {before.to.isoformat()}）之内；请核对"


def _sizes(name: str, parameter: Parameter) -> Iterator[Complaint]:
    for number, value in enumerate(parameter.values):
        for option, figure in value.figures.items():
            key = ".".join((f"parameters.{name}.values[{number}]", *option))
            if figure.value < 0:
                yield key, f"{figure.written} 是负数；请写 0 或正数"
            elif parameter.unit == "ratio" and figure.value > 1:
                yield key, f"{figure.written} 不在 0 到 1（100%）之间；例如百分之五十请写 0.5 或 50%"
            elif parameter.unit != "ratio" and figure.written.endswith("%"):
                yield key, f"{figure.written} 是百分数，而单位是 {parameter.unit}；请核对"
            elif parameter.unit == "yuan" and figure.value * 100 % 1:
                yield key, f"{figure.written} 小于一分；金额最多两位小数"
            elif parameter.unit not in ("yuan", "ratio") and figure.value % 1:
                yield key, f"{figure.written} 不是整数，而单位是 {parameter.unit}；请核对"


def _example(rule: Rule, formula: Formula, key: str, example: Example) -> Iterator[Complaint]:
    for name in example.case:
        if name not in rule.inputs and name not in (VISITS, YEAR):
            yield f"{key}.case.{name}", f"不认识的输入；可用：{'、'.join((*rule.inputs, VISITS, YEAR))}"
    for name in example.expect.values:
        if name.removesuffix(OTHERWISE) not in formula.results:
            yield f"{key}.expect.{name}", f"不认识的结果；可用：{'、'.join(formula.results)}"
    for word, wanted in (("missing", example.expect.missing), ("refused", example.expect.refused)):
        if wanted and wanted not in rule.inputs:
            yield f"{key}.expect.{word}", f"“{wanted}”不是本规则的输入；可用：{'、'.join(rule.inputs)}"
