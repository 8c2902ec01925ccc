"""Places in a message and the part each plays: insured there, treated there, living there, or asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from assistant.reply import Clarify, Option
from assistant.understanding.nearby import before
from assistant.wording import say
from knowledge.region import places


class Role(StrEnum):
    """Why a place is mentioned."""

    INSURED = "insured"
    TREATED = "treated"
    LIVES = "lives"
    ASKED = "asked"


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


_SCHEME = r"(?:(?:城镇|城乡)?(?:职工|居民)(?:基本)?(?:医保|医疗保险|社保)?|医保|社保|保险|新?农合|合疗|合作医疗|保)"
# What says that somebody is insured: 参保, 交的, 买的居民.
_INSURED_AFTER = re.compile(
    rf"^(?:市|县|区|省)?(?:那边|这边|这儿|那儿|本地|当地|屋里|老家)?(?:的)?(?:[^,，。；;！!？?\s]{{0,4}}(?:帮我|帮他|给我|给他|统一))?(?:参保|参的(?:保|居民|职工|医保)?|参了保|参加(?:的|了)?(?:职工|居民|城)|买[的了]|退(?:的?休|的(?=[,，。]))|[交缴][的了着过]|入的|帮我[交缴买]|(?:社保|医保|{_SCHEME})(?=的?(?:[,，。；;！!？?\s]|$)|跑|[过回]?来[^,，。]{{0,4}}看|去[^,，。]{{0,4}}看))"
)
_OWN_BEFORE = re.compile(
    r"(?:[妈爸爹娘婆公哥姐弟妹儿女媳]|是|用的|拿的|系|属|属于|还|都|也|[我俺咱他她你](?:们|个)?|在|$^)$|^$"
)
_INSURED_BEFORE = re.compile(
    rf"(?:参保地?|{_SCHEME}|[交缴买参](?:保|的)?|上(?:保|的)|(?:卡|证|本)上写的?)(?:关系|卡)?(?:还|都|也|系|仍|仍然|一直|是|[交缴]|买|上|挂|放|落|参|单位|公司|老家)*(?:在|是|系)?$"
)
_INSURED_LATE = re.compile(
    rf"^[^,，.。；;！!？?]{{0,8}}(?:[交缴]的?{_SCHEME}|[交缴]的?(?=[,，。；;！!？?\s]|$)|参的?保|参了保|买的?{_SCHEME}|上的?{_SCHEME})|^(?:市|县|区|省)?的{_SCHEME}(?=[,，。；;！!？?\s]|$)"
)
# 想在游仙买居民医保: who wishes to be insured there is not yet.
_WISHES_TO = re.compile(r"(?:想|打算|准备|能|能不能|可以|可不可以|得不得|可否|要不要)[^,，]{0,4}在$")
# 早转来游仙了, 去年转到游仙来了: who moved there with their insurance.
_MOVED = (
    re.compile(r"转(?:到|来|回|过来|去)$"),
    re.compile(r"^(?:市|县|区)?(?:这边|那边)?(?:来|去)?了(?=[,，。；;！!？?\s]|$)"),
)
# 我是帮娄星的嗲嗲问: who asks for somebody asks by the rules of their place.
_FOR = (
    re.compile(r"(?:帮|替|给|为)(?:我|我们)?(?:在)?$"),
    re.compile(r"^(?:市|县|区)?(?:那边|老家)?的[^,，。；;！!？?\s]{1,6}(?:来)?(?:问|打听|咨询|查|打)"),
)
# 隔壁床的人家在重庆交的保: told of a stranger.
_STRANGER = re.compile(r"(?:人家|别人|别个|隔壁[^,，。]{0,4}|邻居)(?:是|都|也)?在$")
# 我们娄星想学岱岳的做法: who would learn from a place asks for that one.
_LEARNS = re.compile(r"^[市县区]?(?:这边|也|就|正)?(?:想|要|打算|准备|来)(?:去|跟|向)?(?:学|借鉴|参考|取经|了解)")
_BACK_FROM = re.compile(r"从$"), re.compile(r"^(?:那边)?(?:[赶坐飞跑]|开车)?(?:回|过)来")
_INSURED_WORDS = re.compile(rf"(?:那边|老家)?(?:参的?保|参的|交的{_SCHEME}|买的{_SCHEME})")
# 在那参保: the place named before is where somebody is insured.
_INSURED_THERE = re.compile(r"在那(?:边|里|儿)?(?:参保|参的保|交的|买的|交社保|交医保)")
_STAYED = r"住(?:上了|[了过的](?=[,，。；;！!？?呢]|$)|院|了院|的院|起院|进|下|呢|着呢|了?[一二三四五六七八九十两几半\d]{1,3}(?:来|多)?天|了[^,，。]{0,4}院)"
_CARE = rf"{_STAYED}|透析|化疗|放疗|看病|看了|看的|看门诊|就医|就诊|治疗|治病|治的|手术|开刀|检查|查出|确诊|生孩子|生娃|生的|生毛毛|生小孩|生崽|剖|门诊|抢救|急诊|摔|三甲|三级|二甲|医院|卫生院|卫生服务|[一二三]院|养(?![老殖])|买的?药|拿药"
_TREATED_RIGHT_THERE = re.compile(
    r"^(?:市|省)?(?:上|里)?(?:的)?(?:协和|华西|湘雅|西京|同济|齐鲁|瑞金|中山医|301|第?[一二三]院|(?:省|市)?(?:人民|中心|儿童|肿瘤|妇幼|中医)医?院|看的|看了|看病|住院|住的(?!地方|人)|治的|治病|做的手术|开的刀)"
)
_TREATED_AFTER = re.compile(rf"^[^,，。；;！!？?\s]{{0,10}}?(?:{_CARE})")
_OFFICE = re.compile(r"^(?:市|县|区|省)?(?:的)?(?:医保局|医保中心|医疗保障|人社|政务|大厅|窗口|社保局|经办|办事)")
_FAR = re.compile(
    r"^(?:市|省)?(?:也|又|那边)?(?:算|属于|是不是|是|归)(?:不算|不是)?(?:省内|市内|省外|外省|异地|跨省|外地|统筹区)"
)
_LIVES_AFTER = re.compile(
    r"^[^,，。；;！!？?]{0,6}?(?:打工|上班|干活|进厂|工地|做事|做工|做嘢|打螺丝|打零工|开店|开货?车|跑车|跑运输|做买卖|做生意|当保姆|摘棉花|实习|念|工厂|厂里|厂头|电子厂|工作|务工|带孙|带娃|带崽|带外孙|带伢|帮[^,，]{0,4}带|居住|生活|读书|念书|上学|上大学|过年|旅游|出差|耍|玩|租房|买房|返工|住(?!院|了院|的院|进|了?[一二三四五六七八九十两几\d]{1,3}(?:来|多)?天)|定居|的?户口|人(?=[,，。\s]|$)|养老)"
)
_KIN = "[爸妈爹娘爷奶公婆儿女哥姐弟妹姑叔舅姨嫂]|同学|同事|朋友|亲戚|老乡|战友|网友|邻居|孩子|闺女|娃儿?"
_LIVES_BEFORE = re.compile(
    rf"(?:户口|户籍|老家|家|人|我|我们|咱|(?<!到)现|{_KIN})(?:们|都|还|是|在)+$|(?:户口|户籍|老家|住|住在|租在|租房在)$"
)
_LIVES_THERE = re.compile(
    rf"^(?:市|县|区|省|那边|那里)?(?:的?(?:人|过来|嫁|户口|户籍|{_KIN})|是[我俺咱他她]们?(?:{_KIN}))"
)
# 我老家娄星那边也一样吗asks for the place, wherever the person lives.
_ASKED_AFTER = re.compile(
    r"^[市县区省]?(?:那[边里头](?:呢|怎么|咋|一样|(?:是不是)?[也又])|(?:是不是)?[也又](?:是?一样|这样)|一样|呢)"
)
_AT_BEFORE = re.compile(r"(?:在|搁|住的?|去|到|跑|回|来|往|(?<![晚早以])上)$")
_GOES_BEFORE = re.compile(
    r"跨省(?:去|到|跑)?的?$|(?<![查问找提说想看讲听回])(?:去|到|跑|往|转|送|拉)(?:了|的)?(?:是)?$"
)
# 回到岱岳, 说回俺们岱岳: the talk goes back to that place.
_TALK_BACK = re.compile(r"(?:说回|回到|再说|再看|还是说|还是问)(?:我们|咱们?|俺们?)?$")
# 他说那边最高奖二十万: what is told of a place where somebody lives is asked of it.
_SAYS_THERE = re.compile(r"^[^。；;！!？?]{0,8}[说讲](?:他们|人家)?那[边里儿]")
# 我舅在岱岳，他们那边公布了没: asked of that place.
_OVER_THERE = re.compile(r"[他她]们那[边里儿]|那边也是")
_HERE_TREATED = re.compile(
    rf"(?:在|到|就|于)?(?:这边|那边|这里|那里|这儿|那儿|当地|本地)[^,，。；;！!？?\s]{{0,6}}(?:{_CARE})"
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
        mention = Mention(text[start:end], codes, _role(text, start, end), start)
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
    return bool(_NOT_ASKED.search(ahead) or _STRANGER.search(ahead)) or _around(_BACK_FROM, ahead, after)


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
    for match in _INSURED_WORDS.finditer(text):
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
_AT_END = re.compile(r"^(?:市|县|区|省)?(?:[,，。；;！!？?\s]|$)")
_CARE_TOLD = re.compile(rf"{_CARE}|备案|转诊|转院")


def _role(text: str, start: int, end: int) -> Role:
    ahead, after = before(text, start), text[end : end + 18]
    ahead = re.split(r"[,，。；;！!？?\s]", ahead)[-1]
    phrase = re.split(r"[,，。；;！!？?]", after)[0]
    if _TALK_BACK.search(ahead):
        return Role.ASKED
    if _LEARNS.match(after):
        return Role.LIVES
    if _around(_MOVED, ahead, after):
        return Role.INSURED
    if _around(_FOR, ahead, after):
        return Role.ASKED
    if _insured(text, ahead, after, end):
        return Role.INSURED
    if _GOES_BEFORE.search(ahead) and not _OFFICE.match(after) and not _LIVES_AFTER.match(phrase):
        return Role.TREATED
    if _ASKED_AFTER.match(after) or re.match(r"^[省市区县]外", after):
        return Role.ASKED
    if _FAR.match(after) or re.match(r"^(?:市|省)?(?:那边|那里|这边)?(?:已经)?(?:备案|备了案)", after):
        return Role.TREATED
    if _OFFICE.match(after):
        return Role.ASKED
    if (
        re.search(r"(?<![人住现租])(?<!户口)(?<!户籍)(?<!家)在$", ahead)
        and _AT_END.match(after)
        and _CARE_TOLD.search(text)
    ):
        return Role.TREATED
    if _TREATED_RIGHT_THERE.match(after):
        return Role.TREATED
    stays = _TREATED_AFTER.match(phrase)
    lives = _LIVES_AFTER.match(phrase)
    if stays and (
        _AT_BEFORE.search(ahead) or _GOES_BEFORE.search(ahead) or (not ahead and re.search(_STAYED, stays[0]))
    ):
        return Role.TREATED
    if re.match(r"^(?:那边|那里|这边)?(?:的)?(?:大)?医院", after) and _TREATED_AFTER.match(phrase) and not lives:
        return Role.TREATED if _AT_BEFORE.search(ahead) else Role.ASKED
    if (_AT_BEFORE.search(ahead) or ahead == "") and lives:
        return Role.ASKED if _OVER_THERE.search(text[end : end + 40]) else Role.LIVES
    if re.search(r"(?:我们|咱们?|俺们?)$", ahead) and not lives and not stays:
        return Role.ASKED
    if _LIVES_BEFORE.search(ahead) or _LIVES_THERE.match(after):
        asked = _SAYS_THERE.match(text[end : end + 20]) or _OVER_THERE.search(text[end : end + 40])
        return Role.ASKED if asked else Role.LIVES
    if _GOES_BEFORE.search(ahead):
        return Role.TREATED
    return Role.ASKED


def _around(sides: tuple[re.Pattern[str], re.Pattern[str]], ahead: str, after: str) -> bool:
    return bool(sides[0].search(ahead) and sides[1].match(after))


def _insured(text: str, ahead: str, after: str, end: int) -> bool:
    """Whether the words around a place say that somebody is insured there."""
    if re.match(r"^(?:的)?医保(?:局|中心|部门)", after) or _WISHES_TO.search(ahead):
        return False
    told = _INSURED_AFTER.match(after)
    if told and (
        ("医保" not in told[0] and "社保" not in told[0] and "保险" not in told[0]) or _OWN_BEFORE.search(ahead)
    ):
        return True
    return bool(
        (_INSURED_BEFORE.search(ahead) and not _OFFICE.match(after))
        or _INSURED_LATE.match(after)
        or _INSURED_THERE.search(text[end : end + 24])
    )


_SETTLED_AWAY = re.compile(r"备案|当场|联网|直接(?:结|报|刷)|回来(?:咋|怎么|再)?报|垫")


def treated_there(text: str, found: Sequence[Mention]) -> Mention | None:
    """The place where somebody lives that care was had in: 我在广东打工，在这边住院; 人在重庆，没备案，住院花了三万二."""
    lives = [mention for mention in found if mention.role is Role.LIVES]
    if len(lives) != 1 or any(mention.role is Role.TREATED for mention in found):
        return None
    (place,) = lives
    away = any(mention.role is Role.INSURED for mention in found) or bool(_SETTLED_AWAY.search(text))
    told = _HERE_TREATED.search(text, place.end) or (
        away and text[: place.start].endswith("在") and re.search(_STAYED + "|手术|门诊|看病", text[place.end :])
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
