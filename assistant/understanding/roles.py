"""The part that a place plays, by the words around its name: insured there, treated there, living there, or asked about."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.understanding.nearby import before


class Role(StrEnum):
    """Why a place is mentioned."""

    INSURED = "insured"
    TREATED = "treated"
    LIVES = "lives"
    ASKED = "asked"


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
STRANGER = re.compile(r"(?:人家|别人|别个|隔壁[^,，。]{0,4}|邻居)(?:是|都|也)?在$")
# 我们娄星想学岱岳的做法: who would learn from a place asks for that one.
_LEARNS = re.compile(r"^[市县区]?(?:这边|也|就|正)?(?:想|要|打算|准备|来)(?:去|跟|向)?(?:学|借鉴|参考|取经|了解)")
BACK_FROM = re.compile(r"从$"), re.compile(r"^(?:那边)?(?:[赶坐飞跑]|开车)?(?:回|过)来")
INSURED_WORDS = re.compile(rf"(?:那边|老家)?(?:参的?保|参的|交的{_SCHEME}|买的{_SCHEME})")
# 在那参保: the place named before is where somebody is insured.
_INSURED_THERE = re.compile(r"在那(?:边|里|儿)?(?:参保|参的保|交的|买的|交社保|交医保)")
STAYED = r"住(?:上了|[了过的](?=[,，。；;！!？?呢]|$)|院|了院|的院|起院|进|下|呢|着呢|了?[一二三四五六七八九十两几半\d]{1,3}(?:来|多)?天|了[^,，。]{0,4}院)"
CARE = rf"{STAYED}|透析|化疗|放疗|看病|看了|看的|看门诊|就医|就诊|治疗|治病|治的|手术|开刀|检查|查出|确诊|生孩子|生娃|生的|生毛毛|生小孩|生崽|剖|门诊|抢救|急诊|摔|三甲|三级|二甲|医院|卫生院|卫生服务|[一二三]院|养(?![老殖])|买的?药|拿药"
_TREATED_RIGHT_THERE = re.compile(
    r"^(?:市|省)?(?:上|里)?(?:的)?(?:协和|华西|湘雅|西京|同济|齐鲁|瑞金|中山医|301|第?[一二三]院|(?:省|市)?(?:人民|中心|儿童|肿瘤|妇幼|中医)医?院|看的|看了|看病|住院|住的(?!地方|人)|治的|治病|做的手术|开的刀)"
)
_TREATED_AFTER = re.compile(rf"^[^,，。；;！!？?\s]{{0,10}}?(?:{CARE})")
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
_AT_END = re.compile(r"^(?:市|县|区|省)?(?:[,，。；;！!？?\s]|$)")
_CARE_TOLD = re.compile(rf"{CARE}|备案|转诊|转院")


def role_of(text: str, start: int, end: int) -> Role:
    """The part of the place whose name stands at `start` to `end`."""
    ahead, after = before(text, start), text[end : end + 18]
    ahead = re.split(r"[,，。；;！!？?\s]", ahead)[-1]
    phrase = re.split(r"[,，。；;！!？?]", after)[0]
    if _TALK_BACK.search(ahead):
        return Role.ASKED
    if _LEARNS.match(after):
        return Role.LIVES
    if around(_MOVED, ahead, after):
        return Role.INSURED
    if around(_FOR, ahead, after):
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
        _AT_BEFORE.search(ahead) or _GOES_BEFORE.search(ahead) or (not ahead and re.search(STAYED, stays[0]))
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


def around(sides: tuple[re.Pattern[str], re.Pattern[str]], ahead: str, after: str) -> bool:
    """Whether what goes ahead of a place and what comes after it are both of this kind."""
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
