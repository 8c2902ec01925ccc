"""The facts of a message in the vocabulary of one rule's inputs.

Sums come by their roles, choices by the words that the rule file lists, counts, days and moments by
their form. What is not said is left out: the calculator asks for it or states what it assumes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from assistant.calculation.groups import groups_said
from assistant.understanding.moments import moment_said, month_said
from assistant.understanding.numerals import parse_number
from assistant.understanding.ratios import ratio_said
from knowledge.benefit import Rule

_HAN = "[一二两三四五六七八九十百千万]+"
_HEADS = re.compile(
    rf"(\d{{1,9}}|{_HAN})\s*(?:个|口|名|位)?\s*(?:人|口子|伢子|娃|孩子|小孩|崽|(?=农村|低保|特困|贫困|建档|五保|兜底))(?!次|一?个?月|医院|民)"
)
_CASES = re.compile(rf"(\d+(?:\.\d+)?万?|{_HAN})\s*多?(例|份|个人|人|个(?!月|亿|万|人账户))")
_VISITS = re.compile(rf"(\d+万\d{{4}}|\d+(?:\.\d+)?万?|{_HAN})\s*人?次")
_NET = re.compile(
    r"(?:扣|刨|除|去|减)(?:完|除|掉|了|去|过|开)(?:了)?(?:起付线?|起付标准|七付线|门槛费?)"
    r"|(?:起付线?|起付标准|七付线|门槛费?)[^，,]{0,3}(?:扣|刨|除)(?:完|除|掉|了|去|过|开)(?![没不吗么])"
)
_HALVES = re.compile(r"上半年.*下半年")
_MONTHS = re.compile(
    r"(?P<half>半年)|(?P<quarter>一个?季度)|(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,3})个月(?!以?前|后|前)"
)
_STANDARD = "标准"
"""What an input asks for by this name is set by somebody: no sum that was spent is one."""
_YEARS = re.compile(r"(?<![\d一二三四五六七八九十])([1-9]|[一二两三四五六七八九十])\s*年(?!级|前|代|底|初|度)")


def rule_facts(
    rule: Rule, text: str, slots: Mapping[str, str], sums: Mapping[str, str], day: date, *, own_words: bool = False
) -> dict[str, str]:
    """Facts for the inputs of `rule` from a message about it (`day`: the day of asking).

    `slots` are what is known of the person, `sums` this bill's sums by role. `own_words`: choices only where the
    rule's own words for them stand in the text.
    """
    facts: dict[str, str] = {}
    for name, item in rule.inputs.items():
        value: str | None
        if item.options:
            # A rule's own words tell its options apart more finely than the words that all rules share.
            own = item.option_said(text) if item.said else None
            value = own or (
                None if own_words else slots[name] if slots.get(name) in item.options else item.option_said(text)
            )
        elif item.unit == "yuan":
            value = sums.get(name) or (slots.get(name) if name in ("accrued", "paid", "out_of_scope") else None)
        elif item.unit == "ratio":
            value = ratio_said(text)
        elif item.unit == "count":
            value = _cases(text) if name == "cases" else _first(_HEADS, text)
        elif item.unit == "years":
            value = _first(_YEARS, text)
        elif item.unit == "month":
            value = month_said(text, day)
        elif item.unit in ("moment", "date"):
            value = moment_said(text, day, clock=item.unit == "moment")
        else:
            value = None
        if name == "deductible" and value is None and _NET.search(text):
            value = "0"  # what was told is already above it
        value = value or (None if own_words else slots.get(name))
        if value is not None and (not item.options or value in item.options):
            facts[name] = value
    several = _of_several_groups(rule, text, facts) or _of_several_counts(rule, text, facts)
    if several and not groups_of(rule, text):
        facts = {name: fact for name, fact in facts.items() if not rule.inputs[name].options}
    if main_sum(rule) == "total" and "amount" in sums and _is_standard(rule.inputs["total"].label, text):
        facts.setdefault("total", sums["amount"])  # the one sum that the rule divides
    return facts


def groups_of(rule: Rule, text: str) -> list[dict[str, str]]:
    """The facts of each group of people that the text tells with its number; see `groups_said`."""
    return groups_said(rule, text, lambda phrase: _first(_HEADS, phrase))


def _is_standard(label: str, text: str) -> bool:
    """Whether the text gives the standard that an input asks for, where it asks for one."""
    plain = text.replace("的", "")
    return not label.endswith(_STANDARD) or _STANDARD in plain or label.removesuffix(_STANDARD) in plain


def _of_several_groups(rule: Rule, text: str, facts: Mapping[str, str]) -> bool:
    """Whether so many heads are told of more than one of the rule's groups: who is which is not told."""
    heads = [name for name, item in rule.inputs.items() if item.unit == "count" and name in facts]
    return bool(heads) and any(len(item.options_said(text)) > 1 for item in rule.inputs.values())


def _of_several_counts(rule: Rule, text: str, facts: Mapping[str, str]) -> bool:
    """Whether more than one number of people or cases is told: which of them is of the group named is not told."""
    counted = any(item.unit == "count" and name in facts for name, item in rule.inputs.items())
    heads = {parse_number(match[1]) for match in _HEADS.finditer(text)}
    return counted and len(heads) + bool(_VISITS.search(text)) > 1


def months_said(text: str) -> int | None:
    """For how many months what comes each month is asked: 半年, 三个月, 一个季度; None for one, for two halves, for none."""
    match = _MONTHS.search(text)
    if match is None or _HALVES.search(text):
        return None
    months = 6 if match["half"] else 3 if match["quarter"] else int(parse_number(match["count"]) or 0)
    return months if months > 1 else None


def main_sum(rule: Rule) -> str | None:
    """The sum that the rule is about: its first one in yuan that nobody can assume and no year carries."""
    own = (
        name
        for name, item in rule.inputs.items()
        if item.unit == "yuan" and item.default is None and name not in ("paid", "prior", "deductible", "average")
    )
    return next(own, None)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    number = parse_number(match[1]) if match else None
    return f"{number:f}" if number is not None and number > 1 else None


def _cases(text: str) -> str | None:
    """How many cases, with their measure word: visits of several sorts are added up."""
    visits = [parse_number(match[1]) for match in _VISITS.finditer(text)]
    if visits and None not in visits:
        return f"{sum(number for number in visits if number is not None):f}人次"
    match = _CASES.search(text)
    number = parse_number(match[1]) if match else None
    return f"{number:f}{match[2]}" if match and number is not None else None
