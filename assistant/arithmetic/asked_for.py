"""The words that ask for a figure to be worked out: added, compared, shared out, taken away.

In a pattern `one` and `other` are the operands: one比other多, one占other的, one扣掉other还剩.
"""

from __future__ import annotations

import re

from assistant.arithmetic.quantities import HEADS, MANY

_ADDED = (
    r"加起来|加一?起|加在一起|[加合捏算]拢来?|加一?[块堆]儿?|加到一起|合起来|合在一起|合[到成]?一起|合一?[块堆]儿?|合计|一[搭达]里?(?=[^,]{0,6}(?:多少|好多|几))|归总|统共|共总|(?:都|通通|全部?)算(?![进上数])|共计|总计|总共|一共|拢共|拢总|全部|算一[块起]儿?|算起来?|"
    rf"一[起块总]儿?(?=[^,]{{0,6}}{MANY})|(?:两|三|四|几)(?:样|项|笔|块|头|边|个)[^,]{{0,2}}加|共(?=有?{MANY})"
)
SUM = re.compile(_ADDED)
TOO = re.compile(r"(?P<other>[^,]+?)的?(?:也|都)(?:给|一起)?(?:算进去|算上|加上|加进去|算进来|加进来)")
JOIN = re.compile(r"(?<![增参追])再?加上?(?!起|一|在|到)|以及|还有|连同|[、和跟与同](?!期|时|样|比|等)")
_ONE, _OTHER = r"(?P<one>[^,:;。?]+?)", r"(?P<other>[^,:;。?]+?)"
_ONE_, _OTHER_ = r"(?P<one_>[^,:;。?]+?)", r"(?P<other_>[^,:;。?]+?)"
DIFFERENCE = re.compile(
    rf"{_ONE}比(?!例|较|重|率){_OTHER}(?:要|还|会|得)?(?:多|少|高|低|贵|便宜|长|短|大|小)[^,]{{0,6}}?{MANY}"
    rf"|{_ONE_}[和跟与同]{_OTHER_}(?:之间|两个|两者)?的?(?:相差|差距|差)(?:了|是|有)?{MANY}"
)
SHARE = re.compile(
    rf"{_ONE}占(?:了|到|整个)?{_OTHER}的?(?:百分之{MANY}|百分比|比例|比重|几成|{MANY})"
    rf"|{_ONE_}(?:是|相当于){_OTHER_}的?(?:百分之{MANY}|几分之几)"
)
COUNTED = re.compile(rf"占[^,?]*{MANY}(?:个(?!点|百分)|家|人|名|种|元|块|钱|万)")
"""占几个 asks how many they are, and of no share."""
AMONG = re.compile(
    rf"{_OTHER}(?:里面|里头|当中|之中|中|里){_ONE}占(?:了|到)?(?:的?(?:百分之{MANY}|百分比|(?:好大|多大)?比例|比重|几成|{MANY}))"
)
MULTIPLE = re.compile(rf"{_ONE}(?:是|比|为|相当于){_OTHER}的?{MANY}倍")
LESS = re.compile(
    rf"{_ONE},?(?:扣掉|扣除|减去|减掉|去掉|除掉|除去|刨开|刨去|除开|减){_OTHER},?(?:之后|以后|后)?"
    rf"(?:还剩|还有|剩下|剩|是|等于|有|结余|净增)[^,]{{0,6}}?{MANY}"
)
# 一家 alone may be somebody's family; 每人每年 asks for a rate that is stated.
_INSTITUTION = r"企业|单位|公司|医院|机构|药店|药房"
_PERSON = r"贫困户|患者|病人|参保人"
EACH = re.compile(
    rf"(?:平均|均摊|摊)[^,]{{0,6}}?(?:[每一]个?(?P<unit>{HEADS}|场)|[每一][家个](?P<place>{_INSTITUTION})|每个?(?P<person>{_PERSON})|(?P<month>[每一]个?月)|"
    rf"(?P<any>[每一]个))|[每一]个?(?P<first>{HEADS}|场)平均|按(?P<by>{HEADS})平均|每个?(?P<every>{HEADS})(?!每)|(?P<even>人均|[每一]个人头)|(?P<household>户均)|(?P<visit>次均)|(?P<monthly>月均)"
)
EVEN = re.compile(r"人均|平均|均|每[人家户]")
ASKED = re.compile(rf"{MANY}|占|比例|比重")
ALL = re.compile(r"全部|所有|整个|总|一共|累计")
THEN = re.compile(r"以前|原来|从前|之前|去年|前年|上年|同期|改革前|\d{4}年?$")
CHANGED = re.compile(r"提高|增加|减少|下调|调减|往下调|增")
SUPPOSED = re.compile(r"(?:要是|假如|假设|如果|比如|假使)[^,。]{0,12}[\d一二两三四五六七八九十百千万亿]+[万亿块元]")
_DOING = (
    "知识库 户均 一搭里 搭 头上 人头 一个月 月均 按人次 次均 摊 摊到 每个 头上 均摊 加 加上 加起来 一共 总共 合计 平均 每人 每家 每户 人均 比例 比重 百分之 百分之几 剩 还剩 扣掉 扣除 减去 "
    "好多钱 好多 里头 差 相差 倍 人次 家 算 拢共 一起 一块 合起来 几"
)
DOING = frozenset(_DOING.split())
"""Words that say what to do with figures, and none of which figures."""
DENIED = re.compile(r"不(?!足|少|超|仅|只)|没|未|拒|非")
"""What is not so, in a phrase and in a figure's own words: 不给补的 is no figure of what was paid."""
POINTING = re.compile(r"(?<!头)[这那上前](?:面|两|三|四|几|些)(?:样|项|笔|块|部分|者|拨|个(?=[^医机单人病]))|它们|两者")
"""What stands in an answer before: nothing in the ask itself says which figures."""
