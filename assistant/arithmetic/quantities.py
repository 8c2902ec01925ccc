"""In what a question counts: the kinds of figure that answer it."""

from __future__ import annotations

import re

MANY = r"(?:多少|好多|几多|多大|几)"
HEADS = r"人次|家次|件次|个?人|家|户|名|位|件|起|例|次|份|种"
MONEY = frozenset({"元"})
PER_CENT = frozenset({"%"})
_UNIT = re.compile(rf"{MANY}个?(?P<unit>{HEADS}|百分点|个?点|钱|元|块|万|亿|项|条|本|个|场|张|小时|天|个?月)")
# Measure words of which each counts the same.
_ALIKE = (
    ("人", "名", "位"),
    ("家", "所", "户"),
    ("件", "起", "例", "份"),
    ("种", "项"),
    ("小时", "个小时"),
    ("个月", "月"),
)
_ANY = frozenset({"个", "家", "所", "种", "项", "件", "人", "名"})
_OF_MONEY = re.compile(
    rf"{MANY}个?(?:钱|元|块|万|亿|基金|资金|款)|钱|基金|资金|费用|医[药疗]费|救助款|补助款|金额|支出|万元"
)


def kinds_of(measure: str) -> frozenset[str]:
    """The kinds of figure that a measure word counts: 起 → 件, 起, 例, 份; what is counted by 个 may be written otherwise."""
    plain = "人" if measure == "个人" else measure
    if plain == "个":
        return _ANY
    found = next((frozenset(group) for group in _ALIKE if plain in group), frozenset({plain}))
    return found | {"个"} if found & {"家", "种"} else found


def kinds_asked(text: str) -> frozenset[str] | None:
    """The kinds of figure that the question counts in; None where it leaves that open."""
    unit = _UNIT.search(text)
    said = unit["unit"] if unit else ""
    if said in ("点", "个点", "百分点"):
        return PER_CENT
    if said and said not in ("钱", "元", "块", "万", "亿"):
        return kinds_of(said)
    if said or _OF_MONEY.search(text):
        return frozenset({"人次"}) if "人次" in text and not said else MONEY
    if "人次" in text:
        return frozenset({"人次"})
    return PER_CENT if re.search(r"比例|率", text) else None
