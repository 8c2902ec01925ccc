"""Phones: numbers that cannot be dialled, and two numbers for one purpose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from knowledge.checks.overlap import overlap
from knowledge.checks.problem import Problem, Scene
from knowledge.clause import Clause
from knowledge.region import places
from knowledge.words import normalise

_LANDLINE = re.compile(r"(?<![\d.-])[(（]?(0(?:10|2\d|[3-9]\d{2}))[)）]?\s?[-－—]?\s?(\d+)(?![\d.-])")
_SHORT = 5
_CALLED = re.compile(r"电话|热线|传真|拨打|致电|咨询")
_NAMED = re.compile(
    r"(?:电话|热线|手机|传真|拨打|致电)(?:号码)?[为是：:\s]{0,2}(?P<number>[\d(（][\d)）－—-]{4,19})(?![\d.年])"
)
_USABLE = re.compile(
    r"0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}|0\d{2,3}12\d{3}|1[3-9]\d{9}|[48]00\d{7}|1\d{4}|9\d{4,7}|[2-8]\d{6,7}|20\d{2}[01]\d[0-3]\d"
)
_PURPOSE = re.compile(
    r"(?P<purpose>[\u4e00-\u9fff、（）()]{4,24}?)(?:的)?(?:电话|热线)(?:号码)?(?:有|为|是|[:：])?\s*(?P<numbers>[(（]?[01489]\d[\d)）-]{2,14}(?:\s*[、，,和或/]\s*[01489]\d[\d-]{2,14})*)"
)
_VAGUE = re.compile(
    r"^[我本该其各]?(?:[局县区市省]|单位|中心|机构)*(?:咨询|联系|服务|办公|监督|举报|投诉|值班|固定|业务|[或和、])*$"
)
_CALL = re.compile(r"^.*(?:可以?|请|或|并|也可|直接)?(?:拨打|致电)")


def dialled(scene: Scene) -> Iterator[Problem]:
    """Every phone has an area code that exists and as many digits as phones have."""
    for document in scene.library.documents.values():
        for clause in document.clauses:
            for number, fault in () if clause.notice else _faults(clause.text):
                remedy = "请核对；原文就这样写的，用 @notice 说明" if clause.span else "请核对"
                yield scene.in_clause("error", clause, "", f"电话 {number} {fault}", remedy)


def _faults(text: str) -> Iterator[tuple[str, str]]:
    text = normalise(text)
    told: set[str] = set()
    for match in _LANDLINE.finditer(text):
        area, number = match.groups()
        if len(number) < _SHORT and not _CALLED.search(text[max(0, match.start() - 8) : match.start()]):
            continue  # 0500-51: a standard, a period, a part number
        digits = r"\d{8}" if len(area) == 3 else r"\d{7,8}"
        if not re.fullmatch(rf"{digits}|1\d{{4}}", number):  # 0816-12345 is a hotline called from elsewhere
            told.add(area + number)
            yield f"{area}-{number}", "不是 8 位" if len(area) == 3 else "不是 7 或 8 位"
    for match in _NAMED.finditer(text):
        plain = re.sub(r"\D", "", match["number"])
        if plain not in told and not _USABLE.fullmatch(plain):
            yield match["number"].rstrip("-)）("), "的区号或位数不对"


def contradictory(scene: Scene) -> Iterator[Problem]:
    """One purpose in one place has one phone, or the same few; two clauses that name different ones are shown."""
    named: dict[tuple[str, str], list[tuple[Clause, frozenset[str]]]] = defaultdict(list)
    for document in scene.searched:
        for clause in document.clauses:
            if clause.region and not clause.notice:
                for purpose, numbers in _purposes(clause.text):
                    named[clause.region, purpose].append((clause, numbers))
    for (region, purpose), said in named.items():
        first, numbers = said[0]
        for clause, others in said[1:]:
            if clause.id != first.id and not numbers & others and overlap(first, clause):
                yield scene.in_clause(
                    "warning", clause, "",
                    f"{places().full_name(region)}{purpose}电话这里是 {'、'.join(sorted(others))}，{first.id} 是 {'、'.join(sorted(numbers))}",
                    "请核对；两个都对就写明各管什么，旧的用 hotline knowledge retire 终止",
                )  # fmt: skip


def _purposes(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    for match in _PURPOSE.finditer(text):
        purpose = _CALL.sub("", match["purpose"]).strip("、（）()的")
        if len(purpose) >= 4 and not _VAGUE.match(purpose):
            yield purpose, frozenset(re.sub(r"[^\d]", "", n) for n in re.split(r"[、，,和或/]", match["numbers"]))
