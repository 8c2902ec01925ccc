"""What a question wants: an amount, a ratio, a deadline, a phone, the way to do something …"""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.clause import States


class Want(StrEnum):
    """What sort of thing answers the ask."""

    AMOUNT = "amount"
    RATIO = "ratio"
    COUNT = "count"
    DEADLINE = "deadline"
    LIST = "list"
    STEPS = "steps"
    PHONE = "phone"
    DOCUMENT = "document"
    PLACE = "place"
    REASON = "reason"
    YES_NO = "yes_no"


_MANY = r"(?:多少|好多|几|多大)"
_CUES: tuple[tuple[Want, re.Pattern[str]], ...] = (
    (Want.PHONE, re.compile(r"电话|号码|联系方式|打哪|热线|打什么|拨打|座机")),
    (
        Want.DOCUMENT,
        re.compile(r"文号|全称|哪个文件|什么文件|啥文件|文件(?:名|叫)|方案(?:名|叫)|依据(?:是)?(?:什么|啥|哪)"),
    ),
    (
        Want.RATIO,
        re.compile(
            r"比例|百分之[几多]|百分比|几成|(?:高|低|降|提|差|涨|少|多|扣)了?几个点|多少个?百分|打几折|报几(?![百千万块个十次回])|率(?:是|有|达|能)?多[少高]|占多少"
        ),
    ),
    (
        Want.AMOUNT,
        re.compile(
            rf"{_MANY}个?(?:钱|元|块|万)|(?:金额|数额)(?:是|有)?(?:多少)?[?？]?$|封顶|限额|上限|起付|门槛|门坎|(?:(?<![汇申通播])报(?![告道名到])|赔|补|补贴|奖|奖励|给|发|扣|交|缴|花|自付|划|进|到账|付|资助|最高|最多|标准|支出|收入|结余|金额|价格)[^，。？?！]{{0,6}}{_MANY}(?!家|人|个|次|天|年|项|名|位|种|场|例|起|件|份|回|趟|条|类|批)|{_MANY}(?:金额|基金|资金)"
        ),
    ),
    (
        Want.DEADLINE,
        re.compile(
            r"什么时候|啥时候|啥时|哪天|几号|几月|多久|多长时间|期限|截止|几天|几个?工作日|多少天|几个小时|多少小时|哪年|哪一年|几年|何时|好久|时限|几个月"
        ),
    ),
    (
        Want.STEPS,
        re.compile(
            r"怎么|怎样|咋|如何|流程|手续|步骤|材料|资料|证件|带什么|要带|哪么|爪子办|啷个|怎办|办法|渠道|方式|途径"
        ),
    ),
    (
        Want.LIST,
        re.compile(
            r"哪些|哪几|有什么|有啥|包括|包含|分别|都是什么|什么病|内容|指什么|指的是|是什么意思|哪\S{0,2}种|谁|什么人|哪个|是啥|是什么|什么叫"
        ),
    ),
    (Want.PLACE, re.compile(r"在哪|哪里|哪儿|几楼|去哪|到哪|什么地方|地址|哪个地方|哪块|地点")),
    (Want.REASON, re.compile(r"为什么|为啥|凭什么|什么原因|咋回事|怎么回事|什么理由|为何")),
    (
        Want.YES_NO,
        re.compile(
            r"吗|嘛|(?<![什怎那这多])么[?？。！]?$|([\u4e00-\u9fff])不\1|是不是|能不能|可不可以|有没有|有没得|会不会|要不要|行不行|对不对|可否|能否|是否|不(?:[?？。]|$)|没(?:[?？。]|$)|不得行|得不得|吧[?？。]?$|用不用|该不该|好不好"
        ),
    ),
)
_MEASURE = re.compile(
    r"(?:多少|好多|几多|(?<!哪)几)\s*(人次|家次|个人|家|人|户|名|位|次|场|件|条|份|例|起|辆|台|所|张|间|套|批|本)"
)


_COUNTED = re.compile(rf"(?:人数|人次|次数|家数|户数|件数|数量)[^，。]{{0,4}}{_MANY}(?!钱|元|块|万)")


def wants(text: str) -> frozenset[Want]:
    """Every sort of thing that the words of the question ask for."""
    found = {want for want, cue in _CUES if cue.search(text)}
    if _COUNTED.search(text):
        found = (found - {Want.AMOUNT}) | {Want.COUNT}
    if measures(text) and Want.DEADLINE not in found and Want.PLACE not in found:
        found.add(Want.COUNT)
    return frozenset(found)


def measures(text: str) -> tuple[str, ...]:
    """The measure words after 多少 and 几: `多少家` → (`家`,)."""
    return tuple(dict.fromkeys(m[1] for m in _MEASURE.finditer(text)))


_ASKING = re.compile(
    r"[?？]|多少|好多|几(?!乎|位领导)|什么|啥|怎|咋|如何|哪|谁|为何|多久|多长|多高|多大|吗|嘛[，。！]?$|么[，。！]?$|([\u4e00-\u9fff])不\1|吧[，。！]?$|"
    r"不[，。！]?$|没[，。！]?$|没得[，。！]?$|不得[，。！]?$|是不是|能不能|可不可以|有没有|有没得|会不会|要不要|行不行|得不得|是否|能否|可否|还是|"
    r"请问|想问|问一?下|问问|咨询|打听|想知道|说一?说|讲一?讲|介绍|查一?下|告诉我|文号|电话(?!是我|我|\d|打过|费|里)"
)


def is_question(text: str) -> bool:
    """Whether the text asks for anything."""
    return bool(_ASKING.search(text.strip()))


_STATED: dict[Want, States] = {
    Want.AMOUNT: "amount",
    Want.RATIO: "ratio",
    Want.DEADLINE: "deadline",
    Want.LIST: "list",
    Want.STEPS: "steps",
    Want.PHONE: "phone",
}


def states_wanted(text: str) -> frozenset[States]:
    """Of what a question asks for, that of which clauses tell whether they state it."""
    return frozenset(_STATED[want] for want in wants(text) if want in _STATED)
