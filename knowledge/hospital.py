"""The hospital directory of a home: a hospital's name gives its tier.

`hospitals.csv` has the columns 名称, 等级, 地区. Without a directory a tier can only be guessed from a
name (县医院), and a guess must be said.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.clause import Tier
from knowledge.errors import DocumentError, InputError
from knowledge.region import places
from knowledge.words import normalise

COLUMNS = ("名称", "等级", "地区")
_SHORTEST = 4
"""A shorter name would be found inside other words."""

_GRADES: dict[str, Tier] = {"三": "tertiary", "3": "tertiary", "二": "secondary", "2": "secondary", "一": "primary", "1": "primary"}  # fmt: skip
_GRADE = re.compile(
    r"([一二三123])(?:级)?(?:[特甲乙丙](?:等|级)?|未定等|合格|不?分等|(?<=级)[123]等)?(?:综合|专科|中医|中西医结合)?(?:医院|医疗机构)?"
)
_PRIMARY = re.compile(
    r"(?:一级及以下|基层|乡镇卫生院|卫生院|社区卫生服务(?:中心|站)|村卫生室|诊所)(?:医疗(?:卫生)?机构)?"
)
_PHARMACY = re.compile(r"(?:定点)?(?:零售)?药店|药房")


def tier_of_level(level: str) -> Tier | None:
    """The tier that a directory's word means: 三级甲等, 三甲, 二级, 一级及以下, 药店 …; None for any other word."""
    plain = re.sub(r"[\s()]", "", normalise(level))
    grade = _GRADE.fullmatch(plain)
    if grade:
        return _GRADES[grade[1]]
    if _PRIMARY.fullmatch(plain):
        return "primary"
    return "pharmacy" if _PHARMACY.fullmatch(plain) else None


@dataclass(frozen=True, slots=True)
class Hospital:
    """One row: the official name, the level as the directory writes it, the tier that it means, the place's code."""

    name: str
    level: str
    tier: Tier
    region: str


def hospital(name: str, level: str, region: str) -> Hospital:
    """A row from its three words; InputError says which one cannot be used and how to mend it."""
    name, level = " ".join(name.split()), level.strip()
    if len(name) < _SHORTEST:
        raise InputError(f"名称“{name}”太短，会误认；请写全称")
    tier = tier_of_level(level)
    if tier is None:
        raise InputError(f"等级“{level}”认不出；请写成 三级甲等、三级、二级甲等、二级、一级、一级及以下、药店 之一")
    if not region.strip():
        raise InputError("没有写地区；请填写行政区划全称或六位代码")
    return Hospital(name, level, tier, places().resolve(region))


class Hospitals:
    """The directory, searched by the names that stand in a text."""

    def __init__(self, rows: Iterable[Hospital] = ()) -> None:
        self.rows = tuple(rows)
        self._by_name: dict[str, list[Hospital]] = {}
        for row in self.rows:
            self._by_name.setdefault(normalise(row.name), []).append(row)
        self._longest_first = sorted(self._by_name, key=len, reverse=True)

    def tier_of(self, text: str, region: str | None = None) -> tuple[str, Tier] | None:
        """The longest name that occurs in the text, with its tier.

        Of several places' hospitals of one name the one nearest to `region` counts; None where they differ.
        """
        plain = normalise(text)
        name = next((name for name in self._longest_first if name in plain), None)
        if name is None:
            return None
        rows = self._by_name[name]
        nearest = max(_nearness(row.region, region) for row in rows)
        found = {row.tier: row.name for row in rows if _nearness(row.region, region) == nearest}
        if len(found) > 1:
            return None
        tier, written = next(iter(found.items()))
        return written, tier


def _nearness(place: str, region: str | None) -> int:
    """How many places two regions have in common, counted from the nation down."""
    if region is None:
        return 0
    return len(set(places().chain(place)) & set(places().chain(region)))


def read_hospitals(path: Path) -> Hospitals:
    """The directory of a home or a generation; empty where there is none. DocumentError names the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Hospitals()
    except UnicodeDecodeError as error:
        raise DocumentError("不是 UTF-8 文本；请另存为 UTF-8 编码", path) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise DocumentError(f"第一行须是 {','.join(COLUMNS)}", path, 1)
    found = []
    for row in rows:
        try:
            found.append(hospital(*(row[column] or "" for column in COLUMNS)))
        except InputError as error:
            raise DocumentError(str(error), path, rows.line_num) from error
    return Hospitals(found)


def write_hospitals(rows: Iterable[Hospital]) -> str:
    """The directory as CSV; `read_hospitals` reads the same rows back."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows((row.name, row.level, _place(row.region)) for row in rows)
    return out.getvalue()


def _place(code: str) -> str:
    """The place's full name where it means just this place, else its code."""
    name = places().full_name(code)
    try:
        return name if places().resolve(name) == code else code
    except InputError:
        return code
