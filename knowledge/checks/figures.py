"""Contradictions: two norms in force on one day that give one parameter of one case different figures.

A statement is a parameter word with one figure. It is compared only with statements of the same place,
facets and qualifying words (大病, 首次, 学生, 2024年 …): what is said of another case does not contradict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from knowledge.checks.overlap import overlap
from knowledge.checks.problem import Problem, Scene
from knowledge.clause import Clause, Nature
from knowledge.facets import recognise
from knowledge.words import normalise

_PARAMETERS = {
    "起付标准": (r"起付标准|起付线|起付金额|起付额|门槛费", "元"),
    "报销比例": (r"(?:报销|支付|补偿|报付|补助|给付)比例|(?:基金|统筹)支付\d", "%"),
    "支付限额": (r"(?:支付|报销|补偿|补助|年度|最高)限额|封顶线|最高支付", "元"),
    "个人缴费标准": (r"(?:个人|每人)?缴费(?:标准|金额)|个人缴费", "元"),
    "财政补助标准": (r"财政补助(?:标准)?|人均补助", "元"),
    "缴费比例": (r"缴费(?:比例|费率)|费率", "%"),
    "救助比例": (r"救助比例", "%"),
    "救助限额": (r"救助限额", "元"),
    "划入比例": (r"划入(?:比例|标准)", "%"),
}
_PARAMETER = {name: re.compile(pattern) for name, (pattern, _) in _PARAMETERS.items()}
_UNIT = {name: unit for name, (_, unit) in _PARAMETERS.items()}
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?\s*(元|%)")
# A bracket, a change or a bound is no figure that holds for the whole case.
_BRACKET = re.compile(
    r"\d(?:万)?元?(?:\(?不?含[^)]*\)?)?(?:及)?(?:以[上下内])?的?部分|\d\s*(?:万)?元?\s*(?:至|到|-|~|—|–)\s*\d|(?<!级及)(?<!级)以[上下内]|(?<!不)超过\d|不足|"
    r"低于|高于|提高|降低|增加|减少|分别|百分点|比上年|较|上[浮调]|下[浮调]|原(?!则)|再(?!次)|另"
)
_QUALIFIER = re.compile(
    r"20\d\d年|大病|救助|补充|意外|长期护理|公务员|第?[首一二三四五]次(?=住院|及)|首次|多次|再次|每次|每[日天月]|"
    r"学生|儿童|少儿|大学生|未成年|成年|新生儿|老[年人]|低保|特困|贫困|困难|返贫|孤儿|优抚|残疾|重点|低收入|灵活就业|退役|"
    r"跨省|省内|省外|市外|统筹区外|转诊|备案|未[按经办]|自行|急诊|抢救|双通道|国谈|谈判|[甲乙丙]类|耗材|检查|药品|中医|中药|"
    r"高血压|糖尿病|透析|精神|结核|艾滋|肿瘤|癌|血友|器官|移植|分娩|顺产|剖|产前|计划生育|村卫生室|卫生院|社区|药店|"
    r"[abc]档|[一二三]档|[甲乙]档|\d类|[一二三四]类|第[一二三]年|不满|满\d|\d+周?岁"
)
_PAYERS = re.compile(r"个人|单位|财政|政府|集体|职工本人")
_IN_FORCE = re.compile(r"(?:自|从)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?起|20\d\d年度?版")


class Statement(NamedTuple):
    """What a clause gives a parameter: comparable by `key`, with the figure as it is written."""

    key: tuple[object, ...]
    parameter: str
    value: Decimal
    written: str
    clause: Clause


def contradictions(scene: Scene) -> Iterator[Problem]:
    """Each pair of clauses that give one parameter two figures on one day, shown at the later one."""
    said: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for document in scene.searched:
        for clause in document.clauses:
            if clause.region and clause.nature is Nature.NORM and not clause.notice:
                for statement in statements(clause):
                    said[statement.key].append(statement)
    told: set[tuple[str, str, str]] = set()
    for group in said.values():
        for number, one in enumerate(group):
            for other in group[:number]:
                pair = (one.parameter, one.clause.id, other.clause.id)
                if one.value != other.value and pair not in told and overlap(one.clause, other.clause):
                    told.add(pair)
                    yield _problem(scene, one, other)


def _problem(scene: Scene, one: Statement, other: Statement) -> Problem:
    _, _, insured, _, care, *_ = one.key
    sure = insured and (care or one.parameter in ("个人缴费标准", "财政补助标准", "缴费比例"))
    same = one.clause.document_id == other.clause.document_id
    older = min(one.clause, other.clause, key=lambda c: c.effective_from or date.min).document_id
    remedy = (
        "请改正其一，或用 @notice 说明原文自相矛盾" if same
        else f"请改正其一；旧规定已停用的，运行 hotline knowledge retire {older} 或给条款写 @to"
    )  # fmt: skip
    return scene.in_clause(
        "error" if sure else "warning", one.clause, "",
        f"{one.parameter}写为 {one.written}，{other.clause.id} 写为 {other.written}，地区、人群和有效期相同", remedy,
    )  # fmt: skip


def statements(clause: Clause) -> list[Statement]:
    """What the clause gives each parameter; a parameter with two figures for one case gives none."""
    found: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for sentence in re.split(r"[。；;\n]", normalise(clause.text)):
        parameter = None
        for piece in re.split(r"[，,、：:](?!\d{3}\D)", sentence):
            named = [name for name, pattern in _PARAMETER.items() if pattern.search(piece)]
            if len(named) > 1:
                parameter = None
                continue
            parameter = named[0] if named else parameter
            figures = _FIGURE.findall(piece)
            if parameter is None or len(figures) != 1 or _BRACKET.search(piece):
                continue
            number, scale, unit = figures[0]
            if unit != _UNIT[parameter]:
                continue
            value = Decimal(number.replace(",", "")) * (10000 if scale else 1)
            key = _key(clause, sentence, piece, parameter)
            found[key].append(Statement(key, parameter, value, number + scale + unit, clause))
    return [said[0] for said in found.values() if len({s.value for s in said}) == 1]


def _key(clause: Clause, sentence: str, piece: str, parameter: str) -> tuple[object, ...]:
    """What two statements must share to be comparable: the nearest word on each facet, and every qualifying word."""
    near, far = recognise(piece).sets(), recognise(sentence).sets()
    facets = tuple(near[name] or values or far[name] for name, values in clause.facets.sets().items())
    before = sentence.partition(piece)[0]
    context = _IN_FORCE.sub("", normalise(f"{' '.join(clause.headings)} {before} {piece}"))
    qualifiers = set(_QUALIFIER.findall(context))
    if "缴费" in parameter:
        qualifiers |= set(_PAYERS.findall(context))
    return (clause.region, parameter, *facets, frozenset(qualifiers), clause.period)
