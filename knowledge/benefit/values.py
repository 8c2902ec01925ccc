"""What must hold of a parameter's dated values: full tables, rising dates, sizes that can be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from knowledge.benefit.rule import Parameter, Rule
from knowledge.benefit.sizes import size_fault

Complaint = tuple[str, str]  # key in the file, Chinese sentence with value and remedy


def faults_of_values(rule: Rule, name: str, parameter: Parameter) -> Iterator[Complaint]:
    """Everything that is wrong with the values of one parameter, as key and sentence."""
    yield from _table(rule, name, parameter)
    yield from _dates(name, parameter)
    yield from _sizes(name, parameter)


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
            fault = "" if figure.absent else size_fault(figure, parameter.unit)
            if fault:
                yield ".".join((f"parameters.{name}.values[{number}]", *option)), fault
