"""Places of GB/T 2260: a code, a name, their parents, and the names people use for them.

The table `regions/places.csv` (code, name) holds the nation (100000), provinces, prefectures and
counties; docs/architecture.md names where it was taken from. A code's parents follow from its
digits: 510704 → 510700 → 510000 → 100000.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.errors import AmbiguousRegion, UnknownRegion

NATION = "100000"

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|"
    "京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
# A place keeps two characters at least: 内蒙古, 西藏, 彭水 and 长白 hold the name of a people themselves.
_AUTONOMOUS = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})族?)+(?=自治[区州县旗])")
_SUFFIX = re.compile(r"(特别行政区|族?自治[区州县旗]|地区|(?<=..)[新特]区|(?<=...)林区|[省市区县州盟旗])$")

_QUOTED = 30
"""So long a text is no place, and who reads the error need not read it."""


@dataclass(frozen=True, slots=True)
class Region:
    """One place: `code` of six digits and the official `name`."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """`nation`, `province`, `city` or `county`, read off the code."""
        if self.code == NATION:
            return "nation"
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"


def _short(name: str) -> str:
    return _SUFFIX.sub("", _AUTONOMOUS.sub("", name))


def _spoken_names(name: str) -> set[str]:
    """The official name and the shorter forms in use: 凉山彝族自治州 → 凉山州, 凉山; 游仙区 → 游仙."""
    short = _short(name)
    names = {name}
    if len(short) >= 2:
        names.add(short)
        if "自治" in name:
            names.add(short + name[-1])
    return names


class PlaceTable:
    """All places, found by code or by the names people use."""

    def __init__(self, rows: list[Region]) -> None:
        self._by_code = {row.code: row for row in rows}
        self._by_name: dict[str, list[str]] = {}
        for row in rows:
            for name in _spoken_names(row.name):
                self._by_name.setdefault(name, []).append(row.code)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Region:
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownRegion(
                f"没有代码为“{code}”的行政区划；请填写 GB/T 2260 的六位代码或地名，例如 510704 或 游仙区"
            ) from None

    def chain(self, code: str) -> tuple[str, ...]:
        """The place and its parents, nearest first, the nation last."""
        own = self[code].code
        parents = (own, own[:4] + "00", own[:2] + "0000", NATION)
        return tuple(dict.fromkeys(c for c in parents if c in self._by_code))

    def parent(self, code: str) -> str | None:
        """The next larger place, or None for the nation."""
        chain = self.chain(code)
        return chain[1] if len(chain) > 1 else None

    def within(self, code: str, area: str) -> bool:
        """Whether `code` is `area` or lies in it."""
        return area in self.chain(code)

    def on_one_line(self, one: str, other: str) -> bool:
        """Whether one of the two is the other or lies in it."""
        return self.within(one, other) or self.within(other, one)

    def full_name(self, code: str) -> str:
        """`四川省绵阳市游仙区`; the nation only where nothing else is left."""
        chain = [c for c in self.chain(code) if c != NATION] or [NATION]
        return "".join(self._by_code[c].name for c in reversed(chain))

    def named(self, name: str) -> tuple[str, ...]:
        """Codes of all places that bear this official or short name (possibly none)."""
        return tuple(self._by_name.get(name, ()))

    def short_name(self, code: str) -> str:
        """The name without the word for what it is (游仙, 张家川); of two characters or more, else the official one."""
        short = _short(self[code].name)
        return short if len(short) > 1 else self[code].name

    def codes(self) -> list[str]:
        """The codes of all places."""
        return list(self._by_code)

    def names(self) -> list[str]:
        """Every official and short name."""
        return list(self._by_name)

    def resolve(self, text: str) -> str:
        """The code that a name or a code means: `510704`, `游仙区`, `绵阳游仙`, `四川省绵阳市游仙区`.

        Raises UnknownRegion, or AmbiguousRegion with the candidates where several places fit.
        """
        said = f"“{text}”" if len(text) <= _QUOTED else "这段文字"
        text = re.sub(r"\s", "", text)
        if re.fullmatch(r"\d{6}", text):
            return self[text].code
        found = self._candidates(text)
        if not found:
            raise UnknownRegion(f"没有找到地名{said}；请填写行政区划全称或六位代码，例如 绵阳市游仙区 或 510704")
        if len(found) > 1:
            names = "、".join(f"{self.full_name(c)}（{c}）" for c in found[:6])
            raise AmbiguousRegion(f"叫{said}的地方不止一个：{names}；请写明上级地名或代码", found)
        return found[0]

    def matching(self, text: str) -> list[str]:
        """Codes of the places that what was typed so far may mean: those that bear the name, then those with it in theirs."""
        text = re.sub(r"\s", "", text)
        if not text:
            return []
        begun = (c for c in self._by_code if c.startswith(text) or text in self.full_name(c))
        return list(dict.fromkeys((*self._candidates(text), *begun)))

    def _candidates(self, text: str, area: str | None = None) -> tuple[str, ...]:
        """The places that a row of names can mean, all of them inside `area` where one is given."""

        def fits(code: str) -> bool:
            return area is None or (code != area and self.within(code, area))

        found = [c for c in self.named(text) if fits(c)]
        if found:
            # Places may share a short name: the official name, a province (海南, 河北) or the parent (吉林) wins.
            exact = [c for c in found if self[c].name == text]
            found = exact or [c for c in found if self[c].level == "province"] or found
            return tuple(c for c in found if not any(p in found for p in self.chain(c)[1:]))
        uppers = ((upper, text[cut:]) for cut in range(2, len(text) - 1) for upper in self.named(text[:cut]))
        below = (code for upper, rest in uppers for code in self._candidates(rest, upper))
        return tuple(dict.fromkeys(code for code in below if fits(code)))


@cache
def places() -> PlaceTable:
    """The shipped table, read once."""
    text = (files("knowledge") / "regions" / "places.csv").read_text(encoding="utf-8")
    return PlaceTable([Region(row["code"], row["name"]) for row in csv.DictReader(text.splitlines())])
