"""Addresses down to the door: a street with its number, a building with its flat, a village with its group.

The province, the city, the county and the town before it stay: whose policy applies hangs on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.understanding.privacy.span import COUNTER, MEASURE, Known, Span
from assistant.understanding.privacy.wording import WORDS, one_of

_KIND = "住址"
_WORDS = WORDS["addresses"]
_NUMBER = r"(?:[0-9]{1,5}|[一二三四五六七八九十百零〇]{1,4}|[A-Za-z])"
_UNITS = "号院|号楼|号(?!码|线)|栋|幢|座|单元|层|楼|室|房|户(?![口名籍])|门(?![诊口])|组(?!织)|社(?![区保会])|队(?!长)|支弄|弄|排|院(?![里长])|区|期"
_PART = rf"附?{_NUMBER}[A-Za-z甲乙丙丁]?(?:-[0-9A-Za-z]{{1,4}}){{0,3}} ?(?:{_UNITS})"
_DOOR = re.compile(
    rf"(?<![0-9A-Za-z第])(?:{_PART}(?:[ ,，、]?{_PART}){{0,7}}(?:(?<![号室房户]) ?[0-9]{{2,4}}(?:-[0-9]{{1,4}})?(?![0-9.]|{MEASURE}|{COUNTER}|[A-Za-z]))?"
    rf"|[0-9]{{1,3}}-[0-9]{{1,2}}-[0-9]{{2,4}}(?![0-9-]))"
)
_COUNTED = re.compile(_UNITS)
_OF_A_BUILDING = re.compile(r"栋|幢|座|单元|室|号楼|[0-9]-[0-9]")
_OF_A_VILLAGE, _OF_A_STREET = re.compile(r"组|社|队|号|户|排"), re.compile(r"号|弄")


def _street(ends: list[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<=[\u4e00-\u9fff])(?:{one_of(ends)})(?:[东南西北中上下前后]|[一二三四五六七八九十0-9]{{1,2}})?(?:段|路|街|巷|条|里)?(?:[东南西北]侧?)?$"
    )


_STREET, _STREET_AT_HOME = _street(_WORDS["streets"]), _street(_WORDS["streets"] + _WORDS["streets_at_home"])
_VILLAGE = re.compile(rf"(?:{one_of(_WORDS['villages'])})(?:的)?$")
_ESTATE = re.compile(rf"[\u4e00-\u9fff](?:{one_of(_WORDS['estates'])})(?:的)?$")
# 住院, 住了三天
_HOME = re.compile(rf"{one_of(_WORDS['home'])}|住(?![院了过])")
_OFFICE = re.compile(one_of(_WORDS["offices"]))
_LEAD = re.compile(r"[\u3400-\u9fffA-Za-z0-9·]{0,16}$")
# 小区 and 社区 are no districts.
_DIVISION = re.compile(rf"{one_of(d for d in _WORDS['divisions'] if d != '区')}|(?<![小社校园厂院片库住])区")
_ENDS_BEFORE = re.compile(rf"(?:{_DIVISION.pattern}|{one_of(_WORDS['home'])}|[在到是住于往去的我寄]|来自)")
_NEAR, _BEHIND = 30, 8


def addresses(view: str, known: Known) -> Iterator[Span]:
    """Every address that leads to somebody's door, without the places it begins with."""
    first = last = 0
    for match in _DOOR.finditer(view):
        start = _start(view, match, last)
        if start is None:
            continue
        if start > last and last:  # 三星路108号 and 丽都花园3栋 behind it are one address
            yield Span(first, last, _KIND)
        first, last = (first if start == last and last else start), match.end()
    if last:
        yield Span(first, last, _KIND)


def _start(view: str, match: re.Match[str], last: int) -> int | None:
    """Where the address begins that this door belongs to; None where it is nobody's."""
    lead = _LEAD.search(view[max(last, match.start() - 16) : match.start()])
    assert lead is not None
    name, door = lead[0], match[0]
    home = bool(
        _HOME.search(view, max(last, match.start() - _NEAR), match.start())
        or _DIVISION.search(name)
        or (last and match.start() - last < _NEAR // 2)
    )
    parts = len(_COUNTED.findall(door))
    office = bool(
        _OFFICE.search(name) or (parts < 2 and not home and _OFFICE.search(view[match.end() : match.end() + _BEHIND]))
    )
    street, village = (_STREET_AT_HOME if home else _STREET).search(name), _VILLAGE.search(name)
    if street and _OF_A_STREET.search(door):
        kind = street.start()
    elif village and _OF_A_VILLAGE.search(door):
        kind = village.start()
    elif _OF_A_BUILDING.search(door) and (home or _ESTATE.search(name) or street):
        kind = len(name) + 1
    else:
        return None
    return None if office else match.start() - len(name) + _begins(name, kind)


def _begins(name: str, kind: int) -> int:
    """Where in the words before a door the street's, the village's or the estate's own name begins."""
    begins = 0
    for end in _ENDS_BEFORE.finditer(name):
        if end.end() < kind:
            begins = end.end()
    return begins
