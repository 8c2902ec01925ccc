"""`hotline calculate`: the rules by place, what one rule asks, one calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import click

from assistant.picture import bill_svg
from knowledge import clock
from knowledge.benefit import Calculation, InputDescription, Result, Rule, calculate
from knowledge.benefit.listing import RuleDescription, by_place, describe_rule
from knowledge.benefit.moments import FORMS, is_when
from knowledge.console import parse_day, show_json
from knowledge.errors import InputError
from knowledge.opening import opened
from knowledge.settings import Settings


@click.command("calculate", help="按规则计算一次；不带参数列出规则，只写规则列出所需的项。")
@click.argument("rule_id", required=False)
@click.argument("facts", nargs=-1, metavar="KEY=VALUE…")
@click.option("--as-of", help="日期 YYYY-MM-DD，默认今天")
@click.option("--json", "as_json", is_flag=True)
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="把费用的分担画成图，写入文件")
def calculate_(rule_id: str | None, facts: tuple[str, ...], as_of: str | None, as_json: bool, svg: Path | None) -> None:
    """One exact calculation with its steps."""
    rules = opened(Settings.load()).rules
    if rule_id is None:
        described = [describe_rule(rule) for rule in rules.values()]
        _show(as_json, [each.model_dump(mode="json") for each in described], _listed(described))
        return
    rule = _found(rules, rule_id)
    if not facts and rule.inputs:
        asked = describe_rule(rule).inputs
        _show(as_json, [each.model_dump(mode="json") for each in asked], map(_asked, asked))
        return
    calculation = calculate(rule, _pairs(facts), parse_day(as_of) or clock.today())
    if svg is not None:
        _draw(calculation, svg)
    _show(as_json, calculation.model_dump(mode="json"), _told(rule, calculation))


def _show(as_json: bool, data: object, lines: Iterable[str]) -> None:
    if as_json:
        show_json(data)
    else:
        for line in lines:
            click.echo(line)


def _found(rules: Mapping[str, Rule], rule_id: str) -> Rule:
    if rule_id in rules:
        return rules[rule_id]
    near = get_close_matches(rule_id, rules, n=3)
    hint = f"；相近的：{'、'.join(near)}" if near else ""
    raise InputError(f"没有规则 {rule_id}{hint}；全部规则见 hotline calculate")


def _pairs(facts: tuple[str, ...]) -> dict[str, object]:
    pairs: dict[str, object] = {}
    for fact in facts:
        name, mark, value = fact.partition("=")
        if not mark or not name:
            raise InputError(f"“{fact}”不是 KEY=VALUE 的形式，例如 amount=1600")
        if name in pairs:
            raise InputError(f"{name} 写了两次；每一项只写一次")
        pairs[name] = value
    return pairs


def _draw(calculation: Calculation, path: Path) -> None:
    _refuse_unfinished(calculation)
    picture = bill_svg(calculation)
    if picture is None:
        raise InputError("这次计算没有分担一笔费用，画不出图；请去掉 --svg")
    path.write_text(picture, encoding="utf-8")


def _refuse_unfinished(calculation: Calculation) -> None:
    """InputError with the question of a missing fact, or with why there is nothing to calculate with."""
    missing = calculation.missing
    if missing:
        choices = "、".join(f"{option.value}={option.label}" for option in missing.options)
        raise InputError(f"还缺 {missing.name}：{missing.question}{f'（{choices}）' if choices else ''}")
    if calculation.message:
        raise InputError(calculation.message)


def _listed(rules: Iterable[RuleDescription]) -> Iterator[str]:
    for place, below in by_place(rules):
        yield place
        for rule in below:
            yield f"  {rule.id}　{rule.title}　{rule.span}　最近核对 {rule.checked}"


def _asked(item: InputDescription) -> str:
    choices = "、".join(f"{option.value}={option.label}" for option in item.options)
    form = choices or (f"写成 {FORMS[item.unit]}" if is_when(item.unit) else "")
    must = "必填" if item.required else f"可不填（{item.assumption or '需要时会问'}）"
    return f"{item.name}　{item.label}　{must}　{item.question}{f'（{form}）' if form else ''}"


def _told(rule: Rule, calculation: Calculation) -> Iterator[str]:
    """The results, the steps with the clauses that they stand on, what was assumed, what the sources leave open."""
    _refuse_unfinished(calculation)
    yield f"{calculation.title}（{describe_rule(rule).where}，按{calculation.day.isoformat()}执行的标准）"
    yield from map(_result, calculation.results)
    yield "步骤："
    for line in calculation.lines:
        clauses = f"［{'、'.join(line.clauses)}］" if line.clauses else ""
        yield f"  {line.label}：{line.text}　{line.how}{clauses}"
    yield from (f"前提：{assumption}" for assumption in calculation.assumptions)
    yield from (f"注意：{gap}" for gap in calculation.gaps)


def _result(result: Result) -> str:
    other = f"；另一种读法：{result.otherwise.text}" if result.otherwise else ""
    return f"→ {result.label}：{result.text}{other}"
