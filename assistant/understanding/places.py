"""Places in a message and the part each plays: insured there, treated there, living there, or asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.reply import Clarify, Option
from assistant.understanding.nearby import before
from assistant.understanding.roles import BACK_FROM, CARE, INSURED_WORDS, STAYED, STRANGER, Role, around, role_of
from assistant.wording import say
from knowledge.region import places


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text; `codes` holds several where the name is borne by several places."""

    name: str
    codes: tuple[str, ...]
    role: Role
    start: int
    beside: bool = False
    """Whether another place stands beside it of which the same is asked (秦安和甘谷)."""

    @property
    def end(self) -> int:
        """Where the text after it begins."""
        return self.start + len(self.name)


_HERE_TREATED = re.compile(
    rf"(?:在|到|就|于)?(?:这边|那边|这里|那里|这儿|那儿|当地|本地)[^,，。；;！!？?\s]{{0,6}}(?:{CARE})"
)
_BESIDE = re.compile(r"\s*(?:[和跟与同比、]|还是|以及)\s*")
# A road, a school or a bank is no place whose policy could be asked.
_NOT_INSIDE, _NOT_BEFORE = (
    {"保定": "(?<!医)", "包头": "(?<![荷钱皮书背包])", "成都": "(?<![几一二三四五六七八九])"},
    {"保定": "(?!点)", "天津": "(?!贴)"},
)
"""医保定点 and 几天津贴 name no city."""
_BUILT = r"(?!路|街(?!道)|大道|大学|(?:商业)?银行)"


# 地区码510704, 【登记】620522 住院: a code of GB/T 2260 behind its name, or parted from what goes before.
_CODE = re.compile(r"(?<![\dA-Za-z.-])[1-8]\d{5}(?![\dA-Za-z.%元块万亿人次份件家名个-])")
_CODE_BEFORE = re.compile(r"(?:(?:代码|区划|地区码?|区码|参保地码?)[:为是 ]*|(?<!号)(?<!电话)(?:^|[^\w])\s*)$")


@cache
def _every_name() -> list[str]:
    table = places()
    # Names such as 城区 or 市区 are ordinary words; a short county name is one only together with its city.
    names = {n for n in table.names() if _speaks_for_itself(n)}
    return sorted(names, key=len, reverse=True)


def _as_named(name: str) -> str:
    return _NOT_INSIDE.get(name[:2], "") + re.escape(name) + _BUILT + _NOT_BEFORE.get(name, "")


def _speaks_for_itself(name: str) -> bool:
    table = places()
    codes = table.named(name)
    if any(table[c].level in ("nation", "province", "city") for c in codes):
        return name != "全国"
    return len(name) >= 3 and any(table[c].name == name for c in codes)


def spelled_out(text: str) -> str:
    """The text with the codes of places (地区码510704) as their names; any other number of six digits stays."""
    table = places()

    def name(match: re.Match[str]) -> str:
        known = match[0] in table and _CODE_BEFORE.search(before(text, match.start()))
        return table.full_name(match[0]) if known else match[0]

    return _CODE.sub(name, text)


def mentions(text: str, known: frozenset[str]) -> list[Mention]:
    """The places that the text names, in order.

    `known` are the places of the knowledge: their short names (游仙, 秦安) are understood on their own, and those
    of their sisters in the same city (甘谷), so that a sister's question is not answered with their rules.
    """
    short, pattern, beginnings = _short_names(known)
    found: list[Mention] = []
    spans: list[tuple[int, int, tuple[str, ...]]] = []
    for match in _named(text, pattern, beginnings):
        codes = (short[match[0]],) if match[0] in short else _exact(match[0])
        preferred = tuple(c for c in codes if c in known)
        spans.append((match.start(), match.end(), preferred if len(preferred) == 1 else codes))
    spans += _insured_in(text, {end for _, end, _ in spans})
    merged = _merge(text, sorted(spans))
    for start, end, codes in merged:
        mention = Mention(text[start:end], codes, role_of(text, start, end), start)
        if found and _BESIDE.fullmatch(text[found[-1].end : start]) and Role.ASKED in (found[-1].role, mention.role):
            # 娄星区和秦安县的医保, 我们秦安跟岱岳区: who sets places side by side asks for each.
            found[-1] = replace(found[-1], role=Role.ASKED, beside=True)
            mention = replace(mention, role=Role.ASKED, beside=True)
        found.append(mention)
    found = [m for m in found if not _left_aside(text, m)]
    if len(found) > 1:  # 是成都，不是重庆
        found = [m for m in found if not _NOT_THERE.search(before(text, m.start))] or found
    if not any(mention.role is Role.INSURED for mention in found):
        asked = any(m.role is Role.ASKED and not _is_of(text, m) for m in found)
        # 岱岳的，问下娄星区特门几种: who says where they are from asks for the other place.
        role = Role.LIVES if asked else Role.INSURED
        found = [replace(m, role=role) if _is_of(text, m) else m for m in found]
    return found


def _left_aside(text: str, mention: Mention) -> bool:
    """Whether a place is named only to say that it is not meant, or of a stranger, or as where somebody came back from."""
    ahead, after = before(text, mention.start), text[mention.end : mention.end + 8]
    return bool(_NOT_ASKED.search(ahead) or STRANGER.search(ahead)) or around(BACK_FROM, ahead, after)


def _is_of(text: str, mention: Mention) -> bool:
    """Whether somebody is said to be of the place: insured there, as far as anybody says (我爱人是游仙的)."""
    return bool(_IS_OF.search(before(text, mention.start)) and _OF.match(text[mention.end : mention.end + 4]))


@lru_cache(maxsize=16)
def _short_names(known: frozenset[str]) -> tuple[dict[str, str], re.Pattern[str], frozenset[str]]:
    """Short name → code of the known places and their sisters, the pattern of these and all other names, how they begin."""
    table = places()
    cities = {c for code in known for c in table.chain(code)[1:] if table[c].level == "city"}
    sisters = sorted(c for c in table.codes() if c not in known and not cities.isdisjoint(table.chain(c)[1:]))
    short = {table.short_name(c): c for c in (*sisters, *sorted(known)) if len(table[c].name) > 2}
    names = [*_every_name(), *short]
    return short, re.compile("|".join(map(_as_named, names))), frozenset(name[:2] for name in names)


def _named(text: str, pattern: re.Pattern[str], beginnings: frozenset[str]) -> Iterator[re.Match[str]]:
    """What the pattern finds in order; it is tried only where a name begins, for its thousands of names are slow to try."""
    free = 0
    for start in range(len(text) - 1):
        if start >= free and text[start : start + 2] in beginnings and (match := pattern.match(text, start)):
            free = match.end()
            yield match


def _insured_in(text: str, taken: Collection[int]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Counties by their short names alone, where words say that somebody is insured there: 老家静宁参的保."""
    for match in INSURED_WORDS.finditer(text):
        end = match.start()
        names = (text[end - size : end] for size in (4, 3, 2)) if end not in taken else ()
        name = next((n for n in names if places().named(n)), "")
        if name:
            yield end - len(name), end, _exact(name)


def _exact(name: str) -> tuple[str, ...]:
    table = places()
    codes = table.named(name)
    official = tuple(c for c in codes if table[c].name == name)
    codes = official or codes
    by_level = (tuple(c for c in codes if table[c].level == level) for level in ("province", "city"))
    return tuple(c for c in next(filter(None, by_level), codes) if not any(p in codes for p in table.chain(c)[1:]))


def _merge(text: str, spans: list[tuple[int, int, tuple[str, ...]]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Join 广元 + 青川 and 绵阳市 + 游仙区 into the smaller place; the larger one settles which it is."""
    table = places()
    merged: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, codes in spans:
        if merged and 0 <= start - merged[-1][1] <= 1 and text[merged[-1][1] : start] in ("", "的"):
            above = merged[-1][2]
            inner = tuple(c for c in codes if any(table.within(c, a) for a in above))
            if inner:
                merged[-1] = (merged[-1][0], end, inner)
                continue
        merged.append((start, end, codes))
    grown: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, codes in merged:
        # A county's short name directly behind its city's: 广元青川, 天水秦安.
        for size in (4, 3, 2):
            below = tuple(
                c for c in table.named(text[end : end + size]) if any(table.within(c, a) and c != a for a in codes)
            )
            if below:
                grown.append((start, end + size, below))
                break
        else:
            grown.append((start, end, codes))
    return grown


# 我爱人是游仙的, 俺就岱岳的: who is of a place is insured there, as far as anybody says.
# 不问游仙的: named only to say that it is not meant.
_NOT_ASKED = re.compile(r"(?:不是?|没有?|别)(?:想|要)?[问讲说]的?(?:我们|你们|咱们?)?$")
_NOT_THERE = re.compile(r"不(?:是|在)(?:在|去|到)?(?:的)?$")
_IS_OF = re.compile(
    r"(?:^|(?:^|[,，])就?是$|[我俺咱他她]|人|妈|爸|爱人|老婆|老公|媳妇|娘|爹|姐|哥|弟|妹|娃|儿|女|婆|公)(?:的)?(?:就|倒|也|还|都)?是?$"
)
_OF = re.compile(r"^(?:市|县|区)?的(?=[,，。\s]|$)")
_SETTLED_AWAY = re.compile(r"备案|当场|联网|直接(?:结|报|刷)|回来(?:咋|怎么|再)?报|垫")


def treated_there(text: str, found: Sequence[Mention]) -> Mention | None:
    """The place where somebody lives that care was had in: 我在广东打工，在这边住院; 人在重庆，没备案，住院花了三万二."""
    lives = [mention for mention in found if mention.role is Role.LIVES]
    if len(lives) != 1 or any(mention.role is Role.TREATED for mention in found):
        return None
    (place,) = lives
    away = any(mention.role is Role.INSURED for mention in found) or bool(_SETTLED_AWAY.search(text))
    told = _HERE_TREATED.search(text, place.end) or (
        away and text[: place.start].endswith("在") and re.search(STAYED + "|手术|门诊|看病", text[place.end :])
    )
    return place if told and not re.search("回来|以前|本来", text) else None


# 去三亚旅游, 到成都耍: who passes through does not live there.
_PASSES = re.compile(r"^[^,，。；;！!？?]{0,4}(?:旅游|出差|过年|过节|耍|玩|探亲|走亲戚|开会|吃酒)")


def passing_through(text: str, mention: Mention) -> bool:
    """Whether somebody is only on a visit at a place."""
    return bool(_PASSES.match(text[mention.end : mention.end + 12]))


def which_place(name: str, codes: tuple[str, ...]) -> Clarify:
    """The question that settles a name which several places bear."""
    table = places()
    choices = tuple(Option(label=table.full_name(c), value=c) for c in codes[:8])
    return Clarify(slot="insured_region", question=say("which_place", name=name), options=choices)
